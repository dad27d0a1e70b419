import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { language, t } from '../i18n/index.ts';
import { chat, session } from '../state/app.ts';
import type { Outgoing } from '../state/chat.ts';
import type { ChatGroup } from '../state/chattext.ts';
import { problemText } from './chatproblem.ts';
import { Icon } from './icon.tsx';
import { MessageText } from './messagetext.tsx';

/** This close to the end still counts as reading the end. */
const nearEndPx = 32;

/** Everything that was said. Stays at the end while one reads there, and stays where one reads otherwise. */
export function ChatLog() {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const seen = useRef(0);
  const [missed, setMissed] = useState(0);
  const messages = session.meeting.chat.value;
  const outgoing = chat.outgoing.value;
  const last = messages[messages.length - 1];
  const lastNumber = last?.number ?? 0;

  const toEnd = () => list.current && (list.current.scrollTop = list.current.scrollHeight);
  const onScroll = () => {
    const log = list.current!;
    atEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < nearEndPx;
    if (atEnd.current) {
      seen.current = lastNumber;
      setMissed(0);
    }
  };
  useLayoutEffect(() => {
    const divider = list.current!.querySelector<HTMLElement>('.chat-new');
    if (divider) {
      list.current!.scrollTop = divider.offsetTop;
      onScroll();
    }
    // The panel gets lower when the keyboard of a phone comes up.
    const observer = new ResizeObserver(() => atEnd.current && toEnd());
    observer.observe(list.current!);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (atEnd.current || outgoing.some(({ state }) => state === 'sending') || (last && chat.isOwn(last.from))) {
      toEnd();
      seen.current = lastNumber;
      setMissed(0);
    } else {
      setMissed(messages.filter(({ number }) => number > seen.current).length);
    }
  }, [lastNumber, outgoing.length]);

  return (
    <div class="chat-frame">
      <div ref={list} class="chat-log" role="log" tabIndex={0} aria-label={t('chat.log')} onScroll={onScroll}>
        {messages.length === 0 && outgoing.length === 0 && <Empty />}
        {chat.groups.value.map((group) => (
          <Group key={group.key} group={group} firstNew={firstNew()} />
        ))}
        {outgoing.map((one) => (
          <OutgoingMessage key={`out-${one.key}`} outgoing={one} />
        ))}
      </div>
      {missed > 0 && (
        <button type="button" class="primary small chat-below" data-testid="chat-below" title={t('chat.end')} onClick={toEnd}>
          <Icon name="arrow-down" />
          {missed === 1 ? t('chat.below.one') : t('chat.below.many', { count: missed })}
        </button>
      )}
    </div>
  );
}

function firstNew(): number | null {
  const since = chat.newSince.value;
  return since === null ? null : (session.meeting.chat.value.find(({ number, from }) => number > since && !chat.isOwn(from))?.number ?? null);
}

function Empty() {
  const clearedBy = chat.clearedBy.value;
  return (
    <div class="chat-empty">
      {clearedBy !== null && <p>{clearedBy ? t('chat.cleared', { name: clearedBy }) : t('chat.cleared.nobody')}</p>}
      <p>
        <strong>{t('chat.empty')}</strong>
      </p>
      <p>{t('chat.empty.next')}</p>
    </div>
  );
}

function Group({ group, firstNew }: { group: ChatGroup; firstNew: number | null }) {
  const { messages, own, toName, fromName, atMs } = group;
  const name = own ? t('chat.you') : fromName;
  const divider = messages.some(({ number }) => number === firstNew) && messages[0]!.number === firstNew;
  return (
    <>
      {divider && <NewDivider />}
      <div class={`chat-group${own ? ' chat-own' : ''}${toName === null ? '' : ' chat-private'}`}>
        <p class="chat-head">
          <bdi class="chat-name">{name}</bdi>
          {toName !== null && (
            <span class="chat-mark">
              <Icon name="lock" />
              {own ? t('chat.private.to', { name: toName }) : t('chat.private.to-you')}
            </span>
          )}
          <Time atMs={atMs} />
        </p>
        {messages.map(({ number, text, atMs: at }, index) => (
          <>
            {number === firstNew && !divider && <NewDivider />}
            <div key={number} class="chat-message" data-testid="chat-message" data-own={own} data-private={toName !== null}>
              {index > 0 && <span class="hidden">{`${name}, ${timeOf(at)}: `}</span>}
              <MessageText text={text} />
            </div>
          </>
        ))}
      </div>
    </>
  );
}

function NewDivider() {
  return <p class="chat-new">{t('chat.new')}</p>;
}

/** Something of one's own that is not in the chat yet. */
function OutgoingMessage({ outgoing: { key, text, toName, state, problem } }: { outgoing: Outgoing }) {
  return (
    <div class={`chat-group chat-own${toName === null ? '' : ' chat-private'}`}>
      {toName !== null && (
        <p class="chat-head">
          <span class="chat-mark">
            <Icon name="lock" />
            {t('chat.private.to', { name: toName })}
          </span>
        </p>
      )}
      <div class="chat-message chat-waiting" data-testid="chat-outgoing" data-state={state}>
        <MessageText text={text} />
      </div>
      {state === 'unsent' ? (
        <div class="chat-unsent">
          <span>
            {t('chat.unsent')} {problem && problemText(problem)}
          </span>
          <button type="button" class="quiet small" data-testid="chat-again" onClick={() => void chat.sendAgain(key)}>
            {t('chat.again')}
          </button>
          <button type="button" class="quiet small" onClick={() => chat.discard(key)}>
            {t('chat.discard')}
          </button>
        </div>
      ) : (
        <span class={session.connection.value === 'connected' ? 'hidden' : 'chat-later'}>{t(session.connection.value === 'connected' ? 'chat.sending' : 'chat.waiting')}</span>
      )}
    </div>
  );
}

function Time({ atMs }: { atMs: number }) {
  const date = new Date(atMs);
  return (
    <time class="chat-time" dateTime={date.toISOString()} title={new Intl.DateTimeFormat(language.value, { dateStyle: 'long', timeStyle: 'medium' }).format(date)}>
      {timeOf(atMs)}
    </time>
  );
}

function timeOf(atMs: number): string {
  return new Intl.DateTimeFormat(language.value, { timeStyle: 'short' }).format(atMs);
}
