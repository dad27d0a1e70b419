import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { acts, session } from '../state/app.ts';
import { Face } from './face.tsx';
import { Icon } from './icon.tsx';
import './lobbyqueue.css';
import { RejectKnocker, TellLobby } from './lobbywords.tsx';

/** Who waits before the door, in the order of their coming. Shown to moderators. */
export function LobbyQueue() {
  const [telling, setTelling] = useState(false);
  const [rejecting, setRejecting] = useState<{ id: string; name: string } | null>(null);
  const waiting = session.meeting.lobby.value;
  if (waiting.length === 0) {
    return null;
  }
  return (
    <section class="lobby" aria-label={t('queue.title', { count: waiting.length })}>
      <div class="lobby-head">
        <h3 class="lobby-title">{t('queue.title', { count: waiting.length })}</h3>
        <button type="button" class="quiet square" data-testid="lobby-tell" aria-label={t('queue.tell')} title={t('queue.tell')} onClick={() => setTelling(true)}>
          <Icon name="message-square" />
        </button>
        <button type="button" class="secondary small" data-testid="lobby-admit-all" onClick={() => void acts.do({ command: 'admit-all' })}>
          {t('queue.admit-all')}
        </button>
      </div>
      <ul class="lobby-list">
        {waiting.map(({ id, name, guest }) => (
          <li key={id} class="knocker" data-testid="lobby-knocker" data-name={name}>
            <Face name={name} />
            <span class="person-text">
              <span class="person-name" dir="auto" title={name}>
                {name}
              </span>
              {guest && <span class="person-note">{t('role.guest')}</span>}
            </span>
            <span class="knocker-ways">
              <button type="button" class="primary small" data-testid="lobby-admit" aria-label={t('queue.admit.name', { name })} onClick={() => void acts.to(id, 'admit')}>
                {t('queue.admit')}
              </button>
              <button type="button" class="secondary small" data-testid="lobby-reject" aria-label={t('queue.reject.name', { name })} onClick={() => void acts.reject(id, '')}>
                {t('queue.reject')}
              </button>
              <button
                type="button"
                class="quiet square"
                data-testid="lobby-reject-reason"
                aria-label={t('queue.reject.reason', { name })}
                title={t('queue.reject.reason', { name })}
                onClick={() => setRejecting({ id, name })}
              >
                <Icon name="message-square-x" />
              </button>
            </span>
          </li>
        ))}
      </ul>
      {telling && <TellLobby onClose={() => setTelling(false)} />}
      {rejecting && <RejectKnocker {...rejecting} onClose={() => setRejecting(null)} />}
    </section>
  );
}
