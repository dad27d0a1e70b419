import { t } from '../i18n/index.ts';
import { notices, session } from '../state/app.ts';
import { useFocusOnEntry } from './focus.ts';
import { LanguageSwitch } from './header.tsx';
import { Icon } from './icon.tsx';
import { Panels } from './panels.tsx';
import { ReactionLayer } from './reactionlayer.tsx';
import './room.css';
import { StageView } from './stage.tsx';
import { Toolbar } from './toolbar.tsx';
import { ViewMenu } from './viewmenu.tsx';

/** The room: people fill the page, the controls stay at its edge. */
export function Room() {
  const main = useFocusOnEntry();
  return (
    <div class="room">
      <TopBar />
      <main ref={main} class="room-main" tabIndex={-1} aria-label={session.room.value}>
        <StageView />
        <ReactionLayer />
        <Alone />
      </main>
      <Panels />
      <Toolbar />
    </div>
  );
}

function TopBar() {
  const connection = session.connection.value;
  const count = session.meeting.roster.value.size + 1;
  // The contract knows three states; a first attempt is as little connected as a repeated one.
  const state = connection === 'connecting' ? 'reconnecting' : connection;
  return (
    <header class="topbar">
      <h1 class="topbar-room">{session.room.value}</h1>
      <span class="status" data-testid="status-connection" data-state={state} title={t(`connection.${connection}`)}>
        <span class={connection === 'connected' ? 'hidden' : 'status-text'}>{t(`connection.${connection}`)}</span>
      </span>
      <span class="topbar-people" title={count === 1 ? t('room.people.one') : t('room.people.many', { count })}>
        <Icon name="users" />
        <span aria-hidden="true">{count}</span>
        <span class="hidden">{count === 1 ? t('room.people.one') : t('room.people.many', { count })}</span>
      </span>
      <span class="topbar-space" />
      {count > 1 && <CopyLink />}
      <ViewMenu />
      <LanguageSwitch />
    </header>
  );
}

function CopyLink({ prominent = false }: { prominent?: boolean }) {
  const copy = () =>
    navigator.clipboard.writeText(location.href).then(
      () => notices.news('link-copied'),
      () => notices.problem('link-not-copied'),
    );
  return (
    <button type="button" class={prominent ? 'secondary small' : 'quiet'} onClick={() => void copy().catch(() => undefined)}>
      <Icon name="link" />
      <span class={prominent ? undefined : 'quiet-text'}>{t('room.copy')}</span>
    </button>
  );
}

function Alone() {
  if (!session.call.value || session.meeting.roster.value.size > 0) {
    return null;
  }
  return (
    <div class="alone">
      <p>
        <strong>{t('room.alone')}</strong> {t('room.alone.next')}
      </p>
      <CopyLink prominent />
    </div>
  );
}
