import { t } from '../i18n/index.ts';
import { canChooseSpeaker } from '../state/app.ts';
import type { Device } from '../state/notices.ts';
import { settingsOpen } from '../state/panel.ts';
import { settingsPage } from '../state/sheets.ts';
import { DeviceOptions, ScreenOptions } from './deviceoptions.tsx';
import { Icon } from './icon.tsx';

/** What pops up at the buttons of microphone, camera and screen. */
export function DeviceMenu({ device, onClose }: { device: Device; onClose: () => void }) {
  const openSettings = () => {
    onClose();
    settingsPage.value = device === 'mic' ? 'sound' : 'video';
    settingsOpen.value = true;
  };
  return (
    <div class="tool-popup device-popup" role="group" aria-label={t(`device.choose.${device}`)} data-testid={`devices-${device}`}>
      <h2>{t(`device.choose.${device}`)}</h2>
      {device === 'screen' ? <ScreenOptions /> : <DeviceOptions kind={device} />}
      {device === 'mic' && canChooseSpeaker && (
        <>
          <h2>{t('device.choose.speaker')}</h2>
          <DeviceOptions kind="speaker" />
        </>
      )}
      <button type="button" class="quiet" data-testid="devices-settings" onClick={openSettings}>
        <Icon name="settings" />
        {t('device.more')}
      </button>
    </div>
  );
}
