import { t } from '../i18n/index.ts';
import { gate } from '../state/app.ts';
import { openDiagnostics } from '../state/diagnostics.ts';
import { site } from '../state/site.ts';
import './footer.css';

/** Foot of every page but the room: the papers, the operator's links, and the way to take a consent back. */
export function Footer() {
  return (
    <footer class="footer">
      <SiteLinks />
      <a class="footer-item" href="/app/licences.txt" target="_blank" rel="noopener noreferrer">
        {t('home.licences')}
      </a>
      <button type="button" class="footer-item" data-testid="open-diagnostics" onClick={openDiagnostics}>
        {t('diagnostics.open')}
      </button>
      {gate.required.value && gate.state.value === 'open' && (
        <button type="button" class="footer-item" data-testid="consent-withdraw" onClick={() => void gate.withdraw().catch(() => undefined)}>
          {t('footer.withdraw')}
        </button>
      )}
    </footer>
  );
}

/** Open beside this page, so that what was begun here is not lost. */
export function SiteLinks() {
  return site.value.links.map(({ kind, label, href }) => (
    <a class="footer-item" href={href} target="_blank" rel="noopener noreferrer">
      {kind === 'other' ? label : t(`footer.${kind}`)}
    </a>
  ));
}
