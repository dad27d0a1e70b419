import { useEffect, useRef, useState } from 'preact/hooks';
import { language, t } from '../i18n/index.ts';
import { makeReport } from '../state/diagnosticfacts.ts';
import type { ReportLine } from '../state/diagnosticreport.ts';
import { closeDiagnostics } from '../state/diagnostics.ts';
import { Dialog } from './dialog.tsx';

type Copied = 'yes' | 'no' | null;

/** What can be told to somebody who is asked for help. The visitor reads it first; nothing leaves the page by itself. */
export function DiagnosticDialog() {
  const [lines, setLines] = useState<readonly ReportLine[] | null>(null);
  const [copied, setCopied] = useState<Copied>(null);
  const [making, setMaking] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const make = () => {
    setCopied(null);
    setMaking((reports) => reports + 1);
    void makeReport(language.peek())
      .then(setLines)
      .finally(() => setMaking((reports) => reports - 1));
  };
  useEffect(make, []);
  const text = lines?.map(({ label, value }) => `${t(`diagnostics.line.${label}`)}: ${value}`).join('\n') ?? t('diagnostics.making');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied('yes'),
      () => select(),
    );
  const select = () => {
    field.current?.select();
    setCopied('no');
  };
  return (
    <Dialog title={t('diagnostics.title')} onClose={closeDiagnostics} testId="diagnostics" wide>
      <p>{t('diagnostics.lead')}</p>
      <textarea ref={field} class="diagnostics-text" data-testid="diagnostics-text" aria-label={t('diagnostics.text')} aria-busy={making > 0} readOnly rows={14} value={text} />
      <div class="diagnostics-ways">
        <button type="button" class="primary" data-testid="diagnostics-copy" aria-disabled={lines === null} onClick={() => void copy().catch(select)}>
          {t('diagnostics.copy')}
        </button>
        <button type="button" class="secondary" data-testid="diagnostics-again" onClick={make}>
          {t('diagnostics.again')}
        </button>
        <span role="status">{copied && t(copied === 'yes' ? 'diagnostics.copied' : 'diagnostics.not-copied')}</span>
      </div>
    </Dialog>
  );
}
