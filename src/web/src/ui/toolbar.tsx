import { t } from '../i18n/index.ts';
import { canShareScreen, session } from '../state/app.ts';
import { DeviceButton } from './devicebutton.tsx';
import { Icon } from './icon.tsx';
import './toolbar.css';

/** What one does all the time, always in the same place. */
export function Toolbar() {
  return (
    <section class="toolbar" aria-label={t('room.toolbar')}>
      <DeviceButton device="mic" testId="toolbar-mic" />
      <DeviceButton device="camera" testId="toolbar-camera" />
      {canShareScreen && <DeviceButton device="screen" testId="toolbar-screen" />}
      <button type="button" class="tool danger" data-testid="toolbar-leave" title={t('room.leave.title')} onClick={() => void session.leave()}>
        <span class="tool-face">
          <Icon name="log-out" />
        </span>
        <span class="tool-text">{t('room.leave')}</span>
      </button>
    </section>
  );
}
