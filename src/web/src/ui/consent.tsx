import { language, t } from '../i18n/index.ts';
import { gate } from '../state/app.ts';
import './consent.css';
import { useFocusOnEntry } from './focus.ts';
import { SiteLinks } from './footer.tsx';
import { Brand, LanguageSwitch } from './header.tsx';
import { RichText } from './richtext.tsx';

/** What stands before everything else. The page holds nothing but the dialogue, so the focus cannot leave it and Escape has nothing to close. */
export function Consent() {
  switch (gate.state.value) {
    case 'asking':
      return <Asking />;
    case 'declined':
      return <Declined />;
    case 'unreachable':
      return <Unreachable />;
    default:
      return null;
  }
}

function Asking() {
  const dialog = useFocusOnEntry<HTMLDivElement>();
  const text = gate.texts.value?.[language.value];
  if (!text) {
    return null;
  }
  return (
    <main class="consent-page">
      <div ref={dialog} class="consent" role="dialog" aria-modal="true" aria-labelledby="consent-title" aria-describedby="consent-text" data-testid="consent-dialog" tabIndex={-1}>
        <div class="consent-head">
          <Brand />
          <LanguageSwitch />
        </div>
        <div class="consent-body">
          <h1 id="consent-title">{text.title}</h1>
          <div id="consent-text" class="prose">
            <RichText blocks={text.blocks} />
          </div>
          <nav class="consent-links" aria-label={t('consent.links')}>
            <SiteLinks />
          </nav>
        </div>
        <div class="consent-choice">
          {gate.failed.value && (
            <p class="consent-problem" role="alert">
              {t('consent.failed')}
            </p>
          )}
          <button type="button" class="secondary large" data-testid="consent-decline" onClick={() => gate.decline()}>
            {t('consent.decline')}
          </button>
          <button type="button" class="primary large" data-testid="consent-accept" onClick={() => void gate.accept()}>
            {t('consent.accept')}
          </button>
        </div>
      </div>
    </main>
  );
}

/** Nowhere to go back to: says so, and nothing else happens. */
function Declined() {
  const main = useFocusOnEntry();
  return (
    <div class="consent-page">
      <main ref={main} class="consent consent-quiet" tabIndex={-1} data-testid="consent-declined">
        <div class="consent-head">
          <Brand />
          <LanguageSwitch />
        </div>
        <div class="consent-body">
          <h1>{t('consent.declined.title')}</h1>
          <p class="lead">{t('consent.declined.lead')}</p>
        </div>
        <div class="consent-choice">
          <button type="button" class="secondary large" data-testid="consent-again" onClick={() => gate.reconsider()}>
            {t('consent.declined.again')}
          </button>
        </div>
      </main>
    </div>
  );
}

function Unreachable() {
  const main = useFocusOnEntry();
  return (
    <div class="consent-page">
      <main ref={main} class="consent consent-quiet" tabIndex={-1}>
        <div class="consent-body">
          <h1>{t('connection.failed')}</h1>
          <p class="lead">{t('connection.failed.server')}</p>
        </div>
        <div class="consent-choice">
          <button type="button" class="primary large" onClick={() => location.reload()}>
            {t('connection.retry')}
          </button>
        </div>
      </main>
    </div>
  );
}
