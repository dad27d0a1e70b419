import { t } from '../i18n/index.ts';
import { chat, polls } from '../state/app.ts';
import { panel } from '../state/panel.ts';
import { Icon } from './icon.tsx';
import './roomnotes.css';

/** Discreet news at the edge of the stage: a message while the chat is closed, a poll that was started. */
export function RoomNotes() {
  return (
    <div class={panel.value ? 'room-notes room-notes-low' : 'room-notes'} role="status">
      <PollNote />
      <ChatNote />
    </div>
  );
}

/** A private message is only announced: the screen may be shared, or somebody may look over one's shoulder. */
function ChatNote() {
  const message = chat.preview.value;
  if (!message) {
    return null;
  }
  const isPrivate = message.to !== null;
  return (
    <div class="room-note" data-testid="chat-preview">
      <Icon name={isPrivate ? 'lock' : 'message-square'} />
      <button type="button" class="room-note-text" title={t('chat.preview.open')} onClick={() => (panel.value = 'chat')}>
        <span class="room-note-lines">
          {isPrivate ? (
            t('chat.preview.private', { name: message.fromName })
          ) : (
            <>
              <bdi class="room-note-name">{message.fromName}</bdi> <bdi>{message.text}</bdi>
            </>
          )}
        </span>
      </button>
      <Dismiss onClick={() => chat.dismissPreview()} />
    </div>
  );
}

function PollNote() {
  const poll = polls.notice.value;
  if (!poll) {
    return null;
  }
  return (
    <div class="room-note" data-testid="poll-notice">
      <Icon name="chart-column" />
      <button type="button" class="room-note-text" title={t('polls.notice.open')} onClick={() => (panel.value = 'polls')}>
        <span class="room-note-lines">
          <span class="room-note-name">{t('polls.notice')}</span> <bdi>{poll.question}</bdi>
        </span>
      </button>
      <Dismiss onClick={() => polls.dismissNotice()} />
    </div>
  );
}

function Dismiss({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" class="quiet square" aria-label={t('close')} title={t('close')} onClick={onClick}>
      <Icon name="x" />
    </button>
  );
}
