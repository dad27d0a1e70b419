import { t } from '../i18n/index.ts';
import { stage } from '../state/app.ts';
import { Icon } from './icon.tsx';

/** To those who do not fit on the stage. */
export function Pager() {
  const { page, pages } = stage.arrangement.value;
  if (pages === 1) {
    return null;
  }
  return (
    <div class="pager">
      <button type="button" class="quiet square" data-testid="pager-previous" aria-label={t('room.page.previous')} title={t('room.page.previous')} aria-disabled={page === 0} onClick={() => stage.turn(-1)}>
        <Icon name="chevron-left" />
      </button>
      <span aria-live="polite">{t('room.page', { page: page + 1, pages })}</span>
      <button type="button" class="quiet square" data-testid="pager-next" aria-label={t('room.page.next')} title={t('room.page.next')} aria-disabled={page === pages - 1} onClick={() => stage.turn(1)}>
        <Icon name="chevron-right" />
      </button>
    </div>
  );
}
