import { t } from '../i18n/index.ts';
import { notices, session } from '../state/app.ts';
import { invitation } from '../state/panel.ts';
import { Icon } from './icon.tsx';

/** Below one's own tile while nobody else is here: how to get others in, and how the room stays one's own. */
export function Alone() {
  if (!session.call.value || session.meeting.roster.value.size > 0) {
    return null;
  }
  return (
    <div class="alone-box">
      <div class="alone">
        <p>
          <strong>{t('room.alone')}</strong> {t('room.alone.next')}
        </p>
        <div class="alone-ways">
          <CopyLink />
          {session.meeting.you.value?.role === 'owner' && (
            <button type="button" class="secondary small" data-testid="owner-link" title={t('room.owner-link.why')} onClick={() => (invitation.value = 'owner')}>
              <Icon name="key-round" />
              {t('room.owner-link')}
            </button>
          )}
        </div>
      </div>
    </div>
  );
}

function CopyLink() {
  const copy = () =>
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(location.href))
      .then(
        () => notices.news('link-copied'),
        () => notices.problem('link-not-copied'),
      );
  return (
    <button type="button" class="primary small" onClick={() => void copy()}>
      <Icon name="link" />
      {t('room.copy')}
    </button>
  );
}
