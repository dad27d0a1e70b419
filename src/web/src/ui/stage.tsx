import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { stage } from '../state/app.ts';
import { cornerRect } from '../state/layout.ts';
import { panel } from '../state/panel.ts';
import type { Tile } from '../state/tiles.ts';
import { watchFullScreen } from './fullscreen.ts';
import { Icon } from './icon.tsx';
import { lazy } from './lazy.tsx';
import './menu.css';
import { Pager } from './pager.tsx';
import './stage.css';
import { walk, watchPointers } from './stagehands.ts';
import { TileView } from './tile.tsx';
import { keyOfElement } from './tilelabel.ts';

const TileMenu = lazy(() => import('./tilemenu.tsx').then(({ TileMenu }) => TileMenu));
const OwnWindow = lazy(() => import('./ownwindow.tsx').then(({ OwnWindow }) => OwnWindow));

/** Here a panel covers the stage; the same condition as in panel.css. */
const panelCovers = '(max-width: 820px)';

/** All tiles that are shown, placed by the layout; tells the layout how much room there is. */
export function StageView() {
  const element = useRef<HTMLUListElement>(null);
  const [reached, setReached] = useState('');
  const [menu, setMenu] = useState<{ key: string; anchor: HTMLElement } | null>(null);
  useLayoutEffect(() => watchSize(element.current!), []);
  useLayoutEffect(() => watchPointers(element.current!), []);
  useLayoutEffect(watchFullScreen, []);
  useLayoutEffect(watchCover, []);
  const openMenu = useCallback((tile: Tile, anchor: HTMLElement) => setMenu((open) => (open?.key === tile.key ? null : { key: tile.key, anchor })), []);
  const closeMenu = useCallback(() => setMenu(null), []);

  const { placed, floating } = stage.arrangement.value;
  const shown = [...placed.map((one) => ({ ...one, floating: false })), ...(floating ? [{ tile: floating, rect: cornerRect(stage.size.value, stage.corner.value), large: false, floating: true }] : [])];
  const first = shown.some(({ tile }) => tile.key === reached) ? reached : shown[0]?.tile.key;
  const chosen = menu && shown.find(({ tile }) => tile.key === menu.key)?.tile;
  return (
    <>
      <div class="stage-box">
        <ul
          ref={element}
          class="stage"
          aria-label={t('room.stage')}
          onKeyDown={walk}
          onFocusIn={(event) => {
            const item = (event.target as HTMLElement).closest<HTMLElement>('.tile');
            item && setReached(keyOfElement(item));
          }}
        >
          {shown.map(({ tile, rect, large, floating }) => (
            <TileView key={tile.key} tile={tile} rect={rect} large={large} floating={floating} reachable={tile.key === first} onMenu={openMenu} />
          ))}
        </ul>
        {stage.selfView === 'hidden' && <ShowSelf />}
      </div>
      <Pager />
      {stage.ownWindow.value && <OwnWindow />}
      {menu && chosen && <TileMenu key={chosen.key} tile={chosen} anchor={menu.anchor} onClose={closeMenu} />}
    </>
  );
}

/** The way back for one's own picture. */
function ShowSelf() {
  return (
    <button type="button" class="self-show" data-testid="self-show" aria-label={t('view.self.show')} title={t('view.self.show')} onClick={() => stage.showSelf('grid')}>
      <Icon name="eye-off" />
    </button>
  );
}

function watchSize(list: HTMLElement): () => void {
  const measure = () => {
    stage.size.value = { width: list.clientWidth, height: list.clientHeight };
    stage.pixelRatio.value = devicePixelRatio;
  };
  measure();
  const observer = new ResizeObserver(measure);
  observer.observe(list);
  return () => observer.disconnect();
}

/** On a phone an open panel lies over the whole stage: then nothing of it is drawn or asked for. */
function watchCover(): () => void {
  const narrow = matchMedia(panelCovers);
  const look = () => (stage.covered.value = narrow.matches && panel.value !== null);
  const stop = panel.subscribe(look);
  narrow.addEventListener('change', look);
  return () => {
    stop();
    narrow.removeEventListener('change', look);
    stage.covered.value = false;
  };
}
