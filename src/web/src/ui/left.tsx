import { t } from '../i18n/index.ts';
import { go, session } from '../state/app.ts';
import { useFocusOnEntry } from './focus.ts';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import './left.css';

/** After the room: what happened, and the way back. */
export function Left() {
  const main = useFocusOnEntry();
  const room = session.room.value;
  const joining = session.joining.value;
  return (
    <div class="page">
      <Header />
      <main ref={main} class="left" tabIndex={-1}>
        <h1>{t('left.title', { room })}</h1>
        <p class="lead">{t('left.lead')}</p>
        <div class="left-ways">
          <button type="button" class="primary large" data-testid="left-rejoin" aria-disabled={joining} onClick={() => void session.join(session.name.peek())}>
            {joining ? t('prejoin.joining') : t('left.rejoin')}
          </button>
          <button type="button" class="secondary large" data-testid="left-home" onClick={() => go(null)}>
            {t('left.home')}
          </button>
        </div>
      </main>
      <Footer />
    </div>
  );
}
