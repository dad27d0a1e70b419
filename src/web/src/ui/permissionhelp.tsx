import { ts } from '../i18n/settings.ts';
import { local } from '../state/app.ts';
import { browserOf } from '../state/browser.ts';
import { permissionHelp } from '../state/sheets.ts';
import { Dialog } from './dialog.tsx';

const steps = [1, 2, 3] as const;

/** How to take back a refusal, in the words of the browser at hand. */
export function PermissionHelp() {
  const device = permissionHelp.value ?? 'mic';
  const browser = browserOf(navigator.userAgent, navigator.maxTouchPoints);
  const phone = browser === 'ios' || browser === 'android' || browser === 'android-firefox';
  const close = () => (permissionHelp.value = null);
  return (
    <Dialog title={ts(`allow.title.${device}`)} onClose={close} testId="permission-help">
      {device !== 'screen' && (
        <>
          <p>{ts('allow.lead')}</p>
          <ol class="steps" data-browser={browser}>
            {steps.map((step) => (
              <li key={step}>{ts(`allow.${browser}.${step}`)}</li>
            ))}
          </ol>
        </>
      )}
      {!phone && (
        <>
          <h3>{ts('allow.system.title')}</h3>
          <p>{ts('allow.system.lead')}</p>
          <ul class="steps">
            <li>{ts('allow.system.mac')}</li>
            <li>{ts('allow.system.windows')}</li>
          </ul>
        </>
      )}
      <p>{ts('allow.again')}</p>
      <button
        type="button"
        class="primary"
        data-testid="permission-again"
        onClick={() => {
          close();
          void local.toggle(device);
        }}
      >
        {ts('allow.try')}
      </button>
    </Dialog>
  );
}
