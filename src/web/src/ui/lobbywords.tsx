import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { acts } from '../state/app.ts';
import './askonce.css';
import { Dialog } from './dialog.tsx';
import './lobbyqueue.css';

/** The server takes a few sentences. */
const mostChars = 500;

/** A message to all who wait before the door. */
export function TellLobby({ onClose }: { onClose: () => void }) {
  return <Words title={t('queue.tell')} label={t('queue.tell.label')} action={t('queue.tell.action')} testId="lobby-tell-send" onSend={(text) => void acts.tellLobby(text)} onClose={onClose} />;
}

/** Why somebody is not let in. */
export function RejectKnocker({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  return (
    <Words title={t('queue.reject.reason', { name })} label={t('queue.reject.label')} action={t('queue.reject')} testId="lobby-reject-send" onSend={(text) => void acts.reject(id, text)} onClose={onClose} />
  );
}

interface Props {
  readonly title: string;
  readonly label: string;
  readonly action: string;
  readonly testId: string;
  readonly onSend: (text: string) => void;
  readonly onClose: () => void;
}

function Words({ title, label, action, testId, onSend, onClose }: Props) {
  const [text, setText] = useState('');
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          onSend(text);
        }}
      >
        <label class="field-label" for="lobby-words">
          {label}
        </label>
        <textarea id="lobby-words" class="field lobby-words" data-testid="lobby-words" maxLength={mostChars} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <div class="ask-ways">
          <button type="button" class="secondary" onClick={onClose}>
            {t('people.cancel')}
          </button>
          <button type="submit" class="primary" data-testid={testId}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
