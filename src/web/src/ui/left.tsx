import { t } from '../i18n/index.ts';
import { go, session } from '../state/app.ts';
import type { Ending } from '../state/session.ts';
import { useFocusOnEntry } from './focus.ts';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import './left.css';

/** After the room: what happened, and the way back. */
export function Left() {
  const main = useFocusOnEntry();
  const room = session.room.value;
  const joining = session.joining.value;
  const ending = session.ending.value;
  const why = whyOf(ending);
  const onwards = webAddress(ending.logoutAddress);
  return (
    <div class="page">
      <Header />
      <main ref={main} class="left" tabIndex={-1} data-testid="left" data-reason={ending.reason}>
        <h1>{t(titleOf(ending), { room })}</h1>
        {why && (
          <p class="lead" data-testid="left-why">
            {why}
          </p>
        )}
        <p class={why ? 'left-note' : 'lead'}>{t('left.lead')}</p>
        <div class="left-ways">
          <button type="button" class="primary large" data-testid="left-rejoin" aria-disabled={joining} onClick={() => void session.join(session.name.peek())}>
            {joining ? t('prejoin.joining') : t(ending.reason === 'replaced' ? 'left.rejoin.here' : 'left.rejoin')}
          </button>
          {onwards ? (
            <a class="secondary large" data-testid="left-onwards" href={onwards.href} rel="noreferrer">
              {t('left.onwards', { host: onwards.host })}
            </a>
          ) : (
            <button type="button" class="secondary large" data-testid="left-home" onClick={() => go(null)}>
              {t('left.home')}
            </button>
          )}
        </div>
      </main>
      <Footer />
    </div>
  );
}

function titleOf({ reason }: Ending) {
  switch (reason) {
    case 'asked':
      return 'left.title';
    case 'ended':
    case 'time-over':
      return 'left.title.over';
    default:
      return 'left.title.out';
  }
}

function whyOf({ reason, by }: Ending): string {
  switch (reason) {
    case 'asked':
      return '';
    case 'removed':
    case 'ended':
      return by ? t(`left.${reason}`, { by }) : t(`left.${reason}.unnamed`);
    case 'left':
      return t('left.closed');
    default:
      return t(`left.${reason}`);
  }
}

/** Moderators write this address: nothing but a web page may be opened by it. */
function webAddress(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url : null;
}
