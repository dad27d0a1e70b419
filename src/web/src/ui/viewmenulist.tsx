import { t } from '../i18n/index.ts';
import { stage } from '../state/app.ts';
import type { Layout } from '../state/stage.ts';
import type { SelfView } from '../state/tiles.ts';
import { canFillScreen, fillScreen, leaveFullScreen } from './fullscreen.ts';
import { Menu, type MenuEntry } from './menu.tsx';

const layouts: readonly Layout[] = ['grid', 'speaker'];
const selfViews: readonly SelfView[] = ['grid', 'floating', 'hidden'];

/** How the stage can look: grid or speaker, where one sees oneself, full screen. */
export function ViewMenuList({ anchor, onClose }: { anchor: HTMLElement; onClose: () => void }) {
  return <Menu label={t('view')} anchor={anchor} entries={entries()} onClose={onClose} />;
}

function entries(): MenuEntry[] {
  const full = document.fullscreenElement !== null;
  return [
    ...layouts.map((layout): MenuEntry => ({ id: `layout-${layout}`, group: t('view.layout'), text: t(`view.layout.${layout}`), chosen: stage.layout === layout, act: () => stage.setLayout(layout) })),
    ...selfViews.map((self): MenuEntry => ({ id: `self-${self}`, group: t('view.self'), text: t(`view.self.${self}`), chosen: stage.selfView === self, act: () => (stage.showSelf(self)) })),
    ...(canFillScreen ? [{ id: 'full-screen', text: t(full ? 'view.full-screen.leave' : 'view.full-screen'), icon: full ? 'minimize' : 'maximize', act: () => (full ? leaveFullScreen() : fillScreen()) } as const] : []),
  ];
}
