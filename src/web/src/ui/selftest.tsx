import { useEffect } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { ts } from '../i18n/settings.ts';
import { openDiagnostics } from '../state/diagnostics.ts';
import type { Outcome, StepName } from '../state/selftest.ts';
import { selfTest } from '../state/selftestapp.ts';
import { Footer } from './footer.tsx';
import { Brand, LanguageSwitch } from './header.tsx';
import { Icon } from './icon.tsx';
import { CameraTest, MicTest } from './settingsmedia.tsx';

const steps: readonly StepName[] = ['web', 'hub', 'udp', 'media'];

/** `/selftest`: says what does not get through, and what to do about it. */
export function SelfTestPage() {
  useEffect(() => void selfTest.run(), []);
  const running = selfTest.running.value;
  return (
    <div class="page">
      <header class="header">
        <a class="brand-link" href="/">
          <Brand />
        </a>
        <LanguageSwitch />
      </header>
      <main class="selftest" tabIndex={-1}>
        <h1>{ts('selftest.title')}</h1>
        <p class="lead" role="status" data-testid="selftest-verdict">
          {verdict()}
        </p>
        <ol class="checks" aria-busy={running}>
          {steps.map((step) => (
            <Check key={step} step={step} outcome={selfTest.steps.value[step]} />
          ))}
        </ol>
        <div class="settings-row">
          <button type="button" class="primary" data-testid="selftest-again" aria-disabled={running} onClick={() => void selfTest.run()}>
            {ts('selftest.again')}
          </button>
          <button type="button" class="secondary" onClick={openDiagnostics}>
            {t('diagnostics.open')}
          </button>
        </div>
        <section class="settings-group">
          <h2>{ts('selftest.devices')}</h2>
          <p>{ts('selftest.devices.lead')}</p>
          <MicTest />
          <CameraTest />
        </section>
      </main>
      <Footer />
    </div>
  );
}

type Mark = 'good' | 'bad' | 'fair' | 'busy' | 'none';

function markOf(outcome: Outcome): Mark {
  switch (outcome) {
    case 'running':
      return 'busy';
    case 'waiting':
    case 'skipped':
      return 'none';
    case 'web-good':
    case 'hub-good':
    case 'udp-good':
    case 'media-udp':
      return 'good';
    case 'web-bad':
    case 'hub-bad':
    case 'udp-bad':
    case 'media-bad':
      return 'bad';
    default:
      return 'fair';
  }
}

function Check({ step, outcome }: { step: StepName; outcome: Outcome }) {
  const mark = markOf(outcome);
  const { media, addresses } = selfTest.ports.value;
  const values = { port: media.join(', ') || '?', address: addresses.join(', ') || '?', host: location.host };
  return (
    <li class="check" data-testid={`selftest-${step}`} data-outcome={outcome} data-mark={mark}>
      <span class="check-mark">{mark === 'good' ? <Icon name="check" /> : mark === 'bad' ? <Icon name="x" /> : mark === 'fair' ? <Icon name="circle-alert" /> : null}</span>
      <div>
        <h2>{ts(`check.${step}`)}</h2>
        <p>{ts(`outcome.${outcome}`, values)}</p>
      </div>
    </li>
  );
}

function verdict(): string {
  if (selfTest.running.value) {
    return ts('selftest.running');
  }
  const marks = steps.map((step) => markOf(selfTest.steps.value[step]));
  return ts(marks.includes('bad') ? 'selftest.bad' : marks.includes('fair') ? 'selftest.fair' : 'selftest.good');
}
