import { useCallback, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { Icon } from './icon.tsx';
import { lazy } from './lazy.tsx';

const ViewMenuList = lazy(() => import('./viewmenulist.tsx').then(({ ViewMenuList }) => ViewMenuList));

/** Opens what chooses how the stage looks. Sits in the top bar. */
export function ViewMenu() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = useCallback(() => setAnchor(null), []);
  return (
    <>
      <button type="button" class="quiet" data-testid="view-menu" aria-haspopup="menu" aria-expanded={anchor !== null} title={t('view')} onClick={(event) => setAnchor(anchor ? null : event.currentTarget)}>
        <Icon name="layout-grid" />
        <span class="quiet-text">{t('view')}</span>
      </button>
      {anchor && <ViewMenuList anchor={anchor} onClose={close} />}
    </>
  );
}
