import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { session } from '../state/app.ts';
import { invitation, roomSettingsOpen } from '../state/panel.ts';
import { minutesLeft } from '../state/roomsettings.ts';
import { LanguageSwitch } from './header.tsx';
import { Icon } from './icon.tsx';
import { ViewMenu } from './viewmenu.tsx';

/** Which room this is, how it stands with the connection, and what concerns the room as a whole. */
export function TopBar() {
  const { meeting } = session;
  const connection = session.connection.value;
  const count = meeting.roster.value.size + 1;
  const subject = meeting.settings.value?.subject;
  // The contract knows three states; a first attempt is as little connected as a repeated one.
  const state = connection === 'connecting' ? 'reconnecting' : connection;
  return (
    <header class="topbar">
      <h1 class="topbar-room">
        {session.room.value}
        {subject && (
          <span class="topbar-subject" data-testid="room-subject-shown">
            {' '}
            {subject}
          </span>
        )}
      </h1>
      <span class="topbar-people" title={count === 1 ? t('room.people.one') : t('room.people.many', { count })}>
        <Icon name="users" />
        <span aria-hidden="true">{count}</span>
        <span class="hidden">{count === 1 ? t('room.people.one') : t('room.people.many', { count })}</span>
      </span>
      <TimeLeft />
      {/* Last, so that nothing moves when its words go. */}
      <span class="status" data-testid="status-connection" data-state={state} title={t(`connection.${connection}`)}>
        <span class={connection === 'connected' ? 'hidden' : 'status-text'}>{t(`connection.${connection}`)}</span>
      </span>
      <span class="topbar-space" />
      <button type="button" class="quiet" data-testid="room-invite" title={t('room.invite')} onClick={() => (invitation.value = 'plain')}>
        <Icon name="user-plus" />
        <span class="quiet-text">{t('room.invite')}</span>
      </button>
      {meeting.moderates.value && (
        <button type="button" class="quiet" data-testid="room-settings-open" title={t('room.settings')} onClick={() => (roomSettingsOpen.value = true)}>
          <Icon name="sliders-horizontal" />
          <span class="quiet-text">{t('room.settings')}</span>
        </button>
      )}
      <ViewMenu />
      <LanguageSwitch />
    </header>
  );
}

const lookAgainMs = 5_000;

/** Only in the last minutes; every new number is announced. */
function TimeLeft() {
  const endsAtMs = session.meeting.endsAtMs.value;
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    if (endsAtMs === null) {
      return undefined;
    }
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), lookAgainMs);
    return () => clearInterval(timer);
  }, [endsAtMs]);
  const minutes = minutesLeft(endsAtMs, nowMs);
  return (
    <span class="topbar-time" role="status" data-testid="time-left">
      {minutes !== null && t('room.time-left', { minutes })}
    </span>
  );
}
