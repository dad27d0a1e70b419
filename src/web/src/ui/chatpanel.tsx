import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { language, t } from '../i18n/index.ts';
import { chat, session } from '../state/app.ts';
import { chatAsText } from '../state/chatfile.ts';
import { AskOnce } from './askonce.tsx';
import { ChatComposer } from './chatcomposer.tsx';
import { ChatLog } from './chatlog.tsx';
import { Icon } from './icon.tsx';
import { Panel } from './panel.tsx';
import { saveFile, today } from './save.ts';

/** The chat beside the stage. */
export function ChatPanel() {
  const input = useRef<HTMLTextAreaElement>(null);
  // After the panel took the focus: whoever opens the chat with a keyboard wants to write. On a phone the keys would cover what is there to read.
  useLayoutEffect(() => {
    if (matchMedia('(pointer: fine)').matches) {
      input.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <Panel title={t('chat.title')} actions={<Actions />}>
      <ChatLog />
      <ChatComposer input={input} />
    </Panel>
  );
}

function Actions() {
  const [asking, setAsking] = useState(false);
  const { meeting } = session;
  if (meeting.chat.value.length === 0) {
    return null;
  }
  return (
    <>
      <button type="button" class="quiet square" data-testid="chat-save" aria-label={t('chat.save')} title={t('chat.save')} onClick={save}>
        <Icon name="download" />
      </button>
      {meeting.moderates.value && (
        <button type="button" class="quiet square" data-testid="chat-clear" aria-label={t('chat.clear')} title={t('chat.clear')} onClick={() => setAsking(true)}>
          <Icon name="trash" />
        </button>
      )}
      {asking && (
        <AskOnce title={t('chat.clear.title')} text={t('chat.clear.text')} action={t('chat.clear.yes')} testId="chat-clear-confirm" onConfirm={() => void chat.clear()} onClose={() => setAsking(false)} />
      )}
    </>
  );
}

/** What this participant saw; a moderator sees the same, others' private words are never here. */
function save(): void {
  const messages = session.meeting.chat.peek();
  const clock = new Intl.DateTimeFormat(language.peek(), { dateStyle: 'short', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(language.peek(), { dateStyle: 'long' }).format(new Date());
  const text = chatAsText(messages, {
    title: t('chat.save.title', { date }),
    time: (atMs) => clock.format(atMs),
    to: (name) => t('chat.save.to', { name }),
  });
  saveFile(`chat-${today()}.txt`, 'text/plain', text);
}
