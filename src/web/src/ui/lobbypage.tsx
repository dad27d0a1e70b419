import { t } from '../i18n/index.ts';
import { session } from '../state/app.ts';
import { useFocusOnEntry } from './focus.ts';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { Icon } from './icon.tsx';
import './lobbypage.css';

/** Before the door: until a moderator lets one in, or somebody opens the room. Nothing of the room is known here but its name. */
export function LobbyPage() {
  const main = useFocusOnEntry();
  const room = session.room.value;
  const { for: reason, text } = session.waiting.value;
  return (
    <div class="page">
      <Header />
      <main ref={main} class="lobby-page" tabIndex={-1} data-testid="lobby-waiting" data-for={reason}>
        <span class="lobby-sign" aria-hidden="true">
          <Icon name="hourglass" />
        </span>
        <h1>{t(reason === 'start' ? 'lobby.start.title' : 'lobby.title')}</h1>
        <p class="lead">{t(reason === 'start' ? 'lobby.start.lead' : 'lobby.lead', { room })}</p>
        <div role="status">
          {text && (
            <figure class="lobby-message" data-testid="lobby-message">
              <figcaption>{t('lobby.message')}</figcaption>
              <blockquote>{text}</blockquote>
            </figure>
          )}
        </div>
        <button type="button" class="secondary large" data-testid="lobby-cancel" onClick={() => void session.leave()}>
          {t('lobby.cancel')}
        </button>
      </main>
      <Footer />
    </div>
  );
}
