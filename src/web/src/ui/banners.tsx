import type { ComponentChildren } from 'preact';
import { t, tFilled } from '../i18n/index.ts';
import { notices, resumeSound, session, soundBlocked } from '../state/app.ts';
import { openDiagnostics } from '../state/diagnostics.ts';
import type { Device, NoticeCode } from '../state/notices.ts';
import { permissionHelp } from '../state/sheets.ts';
import './banners.css';
import { Icon, type IconName } from './icon.tsx';

/** All notices, over every page: trouble with the connection first, then what the visitor can close. */
export function Banners() {
  return (
    <div class="banners">
      <ConnectionBanner />
      {soundBlocked.value && session.phase.value === 'room' && (
        <Banner icon="volume" role="alert" text={t('room.resume-sound.why')}>
          <button type="button" class="primary small" onClick={resumeSound}>
            {t('room.resume-sound')}
          </button>
        </Banner>
      )}
      {notices.list.value.map(({ id, code, kind, values }) => (
        <Banner key={id} icon={kind === 'problem' ? 'circle-alert' : 'check'} role={kind === 'problem' ? 'alert' : 'status'} text={tFilled(`notice.${code}`, values)}>
          {isRefusal(code) && (
            <button type="button" class="secondary small" data-testid="banner-how" onClick={() => (permissionHelp.value = deviceOf(code))}>
              {t('notice.how')}
            </button>
          )}
          <button type="button" class="quiet square" aria-label={t('close')} title={t('close')} onClick={() => notices.dismiss(id)}>
            <Icon name="x" />
          </button>
        </Banner>
      ))}
    </div>
  );
}

/** The browser or the system said no, which the visitor can change. */
function isRefusal(code: NoticeCode): boolean {
  return /^(mic|camera|screen)-denied/.test(code);
}

function deviceOf(code: NoticeCode): Device {
  return code.startsWith('mic') ? 'mic' : code.startsWith('camera') ? 'camera' : 'screen';
}

function ConnectionBanner() {
  const connection = session.connection.value;
  if (session.phase.value !== 'room' || connection === 'connected' || connection === 'connecting') {
    return null;
  }
  return connection === 'reconnecting' ? (
    <Banner icon="circle-alert" role="status" text={t('connection.reconnecting')} />
  ) : (
    <Banner icon="circle-alert" role="alert" text={t(`connection.failed.${session.failure.value}`)}>
      <button type="button" class="primary small" onClick={() => session.retry()}>
        {t('connection.retry')}
      </button>
      <button type="button" class="secondary small" data-testid="banner-diagnostics" onClick={openDiagnostics}>
        {t('diagnostics.open')}
      </button>
    </Banner>
  );
}

function Banner({ icon, role, text, children }: { icon: IconName; role: 'status' | 'alert'; text: string; children?: ComponentChildren }) {
  return (
    <div class="banner" data-testid="banner" role={role}>
      <Icon name={icon} />
      <span class="banner-text">{text}</span>
      {children}
    </div>
  );
}
