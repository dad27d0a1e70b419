import { t } from '../i18n/index.ts';
import { local, session } from '../state/app.ts';
import { barred } from '../state/floor.ts';
import type { Device } from '../state/notices.ts';
import './devicebutton.css';
import { DeviceMenu } from './devicemenu.tsx';
import { Icon, type IconName } from './icon.tsx';
import { usePopup } from './popup.tsx';
import './tool.css';

const icons: Readonly<Record<Device, { on: IconName; off: IconName }>> = {
  mic: { on: 'mic', off: 'mic-off' },
  camera: { on: 'video', off: 'video-off' },
  screen: { on: 'monitor-x', off: 'monitor-up' },
};

/** Turns microphone, camera or screen on and off. The name stays the same, `aria-pressed` says how it is. A small button at its edge offers the choice. */
export function DeviceButton({ device, testId }: { device: Device; testId: string }) {
  const on = local.isOn(device);
  const popup = usePopup();
  // A click says why, and what to do.
  const why = on ? null : barred(session.meeting, device);
  return (
    <div class="tool-wrap device" ref={popup.root}>
      <div class="tool-hold">
        <button
          type="button"
          class="tool"
          data-testid={testId}
          aria-pressed={on}
          aria-busy={local.isBusy(device)}
          data-barred={why !== null}
          data-off={!on && device !== 'screen'}
          // What is written has to fit under the button; the name says the whole word too, for whoever hears or says it.
          aria-label={t(`device.${device}.name`)}
          title={t(why ? `notice.${why}` : `device.${device}.turn-${on ? 'off' : 'on'}`)}
          onClick={() => void local.toggle(device)}
        >
          <span class="tool-face">
            <Icon name={on ? icons[device].on : icons[device].off} />
          </span>
          <span class="tool-text">{t(`device.${device}.short`)}</span>
        </button>
        <button
          ref={popup.trigger}
          type="button"
          class="device-more"
          data-testid={`${testId}-choose`}
          aria-expanded={popup.open}
          aria-label={t(`device.choose.${device}`)}
          title={t(`device.choose.${device}`)}
          onClick={popup.toggle}
        >
          <Icon name="chevron-up" />
        </button>
      </div>
      {popup.open && <DeviceMenu device={device} onClose={popup.close} />}
    </div>
  );
}
