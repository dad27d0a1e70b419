import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { session } from '../state/app.ts';
import { Icon } from './icon.tsx';
import { MessageText } from './messagetext.tsx';
import './roommessages.css';

/** What the moderators wrote for everybody, and for themselves. Each can be put away, and comes back when it is changed. */
export function RoomMessages() {
  const settings = session.meeting.settings.value;
  return (
    <>
      <RoomMessage key={`welcome ${settings?.welcome}`} text={settings?.welcome ?? ''} testId="room-welcome-shown" />
      <RoomMessage key={`note ${settings?.moderatorMessage}`} label={t('room.for-moderators')} text={settings?.moderatorMessage ?? ''} testId="room-moderator-message-shown" />
    </>
  );
}

function RoomMessage({ label, text, testId }: { label?: string; text: string; testId: string }) {
  const [put, setPut] = useState(false);
  if (put || text === '') {
    return null;
  }
  return (
    <div class="room-message" role="note" data-testid={testId}>
      <p>
        {label && <strong>{label} </strong>}
        <MessageText text={text} />
      </p>
      <button type="button" class="quiet square" aria-label={t('close')} title={t('close')} onClick={() => setPut(true)}>
        <Icon name="x" />
      </button>
    </div>
  );
}
