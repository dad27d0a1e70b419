import { t, tFilled } from '../i18n/index.ts';
import { notices, resumeSound, session, soundBlocked } from '../state/app.ts';
import { openDiagnostics } from '../state/diagnostics.ts';
import { openDialogs, placeOfNotice, placeOfTrouble } from '../state/newsplace.ts';
import type { Notice } from '../state/notices.ts';
import { Banner } from './banner.tsx';
import './banners.css';
import { Icon } from './icon.tsx';
import { KnockBanner } from './knockbanner.tsx';
import { NoticeWay } from './noticeway.tsx';

/** All notices, over every page: trouble with the connection first, then what the visitor can close. What comes while a dialogue is open is told in there. */
export function Banners() {
  const dialogs = openDialogs.value;
  return (
    <div class="banners">
      {placeOfTrouble(dialogs) === null && <ConnectionBanner />}
      {soundBlocked.value && session.phase.value === 'room' && (
        <Banner icon="volume" role="alert" text={t('room.resume-sound.why')}>
          <button type="button" class="primary small" onClick={resumeSound}>
            {t('room.resume-sound')}
          </button>
        </Banner>
      )}
      <KnockBanner />
      {notices.list.value
        .filter(({ id }) => placeOfNotice(dialogs, id) === null)
        .map((notice) => (
          <NoticeBanner key={notice.id} notice={notice} />
        ))}
    </div>
  );
}

export function NoticeBanner({ notice: { id, code, kind, values } }: { notice: Notice }) {
  const dismiss = () => notices.dismiss(id);
  // Who was named may have left meanwhile, or nobody did it but a rule.
  const text = values['by'] === '' ? tFilled(`notice.${code}`, { ...values, by: t('people.somebody') }) : tFilled(`notice.${code}`, values);
  return (
    <Banner icon={kind === 'problem' || code.startsWith('you-') || code.startsWith('closed-') ? 'circle-alert' : 'check'} role={kind === 'problem' ? 'alert' : 'status'} text={text}>
      <NoticeWay code={code} onDone={dismiss} />
      <button type="button" class="quiet square" aria-label={t('close')} title={t('close')} onClick={dismiss}>
        <Icon name="x" />
      </button>
    </Banner>
  );
}

export function ConnectionBanner() {
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
