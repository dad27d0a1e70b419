import { useCallback, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { stage } from '../state/app.ts';
import type { Layout } from '../state/stage.ts';
import type { SelfView } from '../state/tiles.ts';
import { canFillScreen, fillScreen, leaveFullScreen } from './fullscreen.ts';
import { Icon } from './icon.tsx';
import { Menu, type MenuEntry } from './menu.tsx';

const layouts: readonly Layout[] = ['grid', 'speaker'];
const selfViews: readonly SelfView[] = ['grid', 'floating', 'hidden'];

/** Chooses how the stage looks: grid or speaker, where one sees oneself, full screen. Sits in the top bar. */
export function ViewMenu() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = useCallback(() => setAnchor(null), []);
  return (
    <>
      <button type="button" class="quiet" data-testid="view-menu" aria-haspopup="menu" aria-expanded={anchor !== null} title={t('view')} onClick={(event) => setAnchor(anchor ? null : event.currentTarget)}>
        <Icon name="layout-grid" />
        <span class="quiet-text">{t('view')}</span>
      </button>
      {anchor && <Menu label={t('view')} anchor={anchor} entries={entries()} onClose={close} />}
    </>
  );
}

function entries(): MenuEntry[] {
  const full = document.fullscreenElement !== null;
  return [
    ...layouts.map((layout): MenuEntry => ({ id: `layout-${layout}`, group: t('view.layout'), text: t(`view.layout.${layout}`), chosen: stage.layout === layout, act: () => stage.setLayout(layout) })),
    ...selfViews.map((self): MenuEntry => ({ id: `self-${self}`, group: t('view.self'), text: t(`view.self.${self}`), chosen: stage.selfView === self, act: () => (stage.showSelf(self)) })),
    ...(canFillScreen ? [{ id: 'full-screen', text: t(full ? 'view.full-screen.leave' : 'view.full-screen'), icon: full ? 'minimize' : 'maximize', act: () => (full ? leaveFullScreen() : fillScreen()) } as const] : []),
  ];
}
