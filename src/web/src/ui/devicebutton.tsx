import { t } from '../i18n/index.ts';
import { local } from '../state/app.ts';
import type { Device } from '../state/notices.ts';
import './devicebutton.css';
import { Icon, type IconName } from './icon.tsx';
import './tool.css';

const icons: Readonly<Record<Device, { on: IconName; off: IconName }>> = {
  mic: { on: 'mic', off: 'mic-off' },
  camera: { on: 'video', off: 'video-off' },
  screen: { on: 'monitor-x', off: 'monitor-up' },
};

/** Turns microphone, camera or screen on and off. The name stays the same, `aria-pressed` says how it is. */
export function DeviceButton({ device, testId }: { device: Device; testId: string }) {
  const on = local.isOn(device);
  return (
    <button
      type="button"
      class="tool"
      data-testid={testId}
      aria-pressed={on}
      aria-busy={local.isBusy(device)}
      title={t(`device.${device}.turn-${on ? 'off' : 'on'}`)}
      onClick={() => void local.toggle(device)}
    >
      <span class="tool-face">
        <Icon name={on ? icons[device].on : icons[device].off} />
      </span>
      <span class="tool-text">{t(`device.${device}`)}</span>
    </button>
  );
}
