import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { chat, session } from '../state/app.ts';
import { privateTo } from '../state/panel.ts';
import { problemText } from './chatproblem.ts';
import { Icon } from './icon.tsx';

/** From here on one is told how much still fits. */
const nearLimit = 400;
const mostHeightPx = 160;

/** Whom to write to, and what. */
export function ChatComposer({ input }: { input: RefObject<HTMLTextAreaElement | null> }) {
  const blocked = chat.blocked.value;
  if (blocked === 'chat-off') {
    return (
      <p class="chat-off">
        <Icon name="lock" />
        {t('chat.blocked.chat-off')}
      </p>
    );
  }
  const recipient = chat.recipient.value;
  const problem = chat.problem.value;
  return (
    <form
      class={recipient ? 'chat-compose chat-compose-private' : 'chat-compose'}
      onSubmit={(event) => {
        event.preventDefault();
        void chat.send();
      }}
    >
      <RecipientChoice />
      {blocked && (
        <p class="chat-hint" role="status">
          {t(`chat.blocked.${blocked}`, { name: recipient?.name ?? '' })}
        </p>
      )}
      {problem && (
        <p class="chat-hint chat-problem" role="alert" id="chat-problem">
          {problemText(problem)}
        </p>
      )}
      <div class="chat-row">
        <Input input={input} />
        <button type="submit" class="primary square chat-send" data-testid="chat-send" aria-label={t('chat.send')} title={t('chat.send')} aria-disabled={!!blocked || chat.room.value < 0 || chat.draft.value.trim() === ''}>
          <Icon name="send" />
        </button>
      </div>
      <Room />
    </form>
  );
}

function Input({ input }: { input: RefObject<HTMLTextAreaElement | null> }) {
  const draft = chat.draft.value;
  const recipient = chat.recipient.value;
  const name = recipient ? t('chat.input.private', { name: recipient.name }) : t('chat.input');
  useLayoutEffect(() => {
    const area = input.current!;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight + area.offsetHeight - area.clientHeight, mostHeightPx)}px`;
  }, [draft]);
  return (
    <textarea
      ref={input}
      class="field chat-input"
      data-testid="chat-input"
      rows={1}
      dir="auto"
      aria-label={name}
      aria-describedby="chat-problem chat-room"
      placeholder={name}
      autocomplete="off"
      enterkeyhint="send"
      value={draft}
      onInput={(event) => chat.write(event.currentTarget.value)}
      onKeyDown={(event) => {
        // While an input method composes, its keys are its own; 229 is how Safari says so.
        if (event.isComposing || event.keyCode === 229) {
          event.stopPropagation();
        } else if (event.key === 'Enter' && !event.shiftKey) {
          event.preventDefault();
          void chat.send();
        }
      }}
    />
  );
}

function RecipientChoice() {
  const recipient = chat.recipient.value;
  const { roster, you } = session.meeting;
  if (!recipient && !(you.value?.privateChat && roster.value.size > 0)) {
    return null;
  }
  const people = [...roster.value.values()].sort((one, other) => one.name.localeCompare(other.name));
  return (
    <label class="chat-to">
      <span>{t('chat.to')}</span>
      {recipient && <Icon name="lock" />}
      <select class="field chat-to-choice" data-testid="chat-to" value={recipient?.id ?? ''} onChange={(event) => (privateTo.value = event.currentTarget.value || null)}>
        <option value="">{t('chat.everyone')}</option>
        {recipient?.gone && <option value={recipient.id}>{t('chat.person.gone', { name: recipient.name })}</option>}
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Room() {
  const room = chat.room.value;
  if (room > nearLimit) {
    return null;
  }
  return (
    <p class={room < 0 ? 'chat-hint chat-problem' : 'chat-hint'} id="chat-room">
      {room < 0 ? t('chat.room.over', { count: -room }) : t('chat.room.left', { count: room })}
    </p>
  );
}
