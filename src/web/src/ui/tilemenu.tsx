import { t } from '../i18n/index.ts';
import { stage } from '../state/app.ts';
import type { Corner } from '../state/stage.ts';
import type { Tile } from '../state/tiles.ts';
import { canTileFillScreen, fillScreen, leaveFullScreen } from './fullscreen.ts';
import { Menu, type MenuEntry } from './menu.tsx';
import { labelOf } from './tilelabel.ts';

const canLeavePage = document.pictureInPictureEnabled;
const corners: readonly Corner[] = ['bottom-right', 'bottom-left', 'top-left', 'top-right'];

/** What can be done with a tile by whoever looks at it. */
export function TileMenu({ tile, anchor, onClose }: { tile: Tile; anchor: HTMLElement; onClose: () => void }) {
  return <Menu label={t('tile.menu', { name: labelOf(tile) })} anchor={anchor} entries={entriesOf(tile)} onClose={onClose} />;
}

function entriesOf(tile: Tile): MenuEntry[] {
  const { participantId, kind, key, self } = tile;
  const pinned = stage.isPinned(participantId, kind);
  const hasVideo = (kind === 'screen' && !self) || (kind === 'camera' && tile.camera);
  const isSelf = self && kind === 'camera';
  const floats = stage.arrangement.peek().floating?.key === key;
  const entries: (MenuEntry | false)[] = [
    { id: 'pin', text: t(pinned ? 'tile.unpin' : 'tile.pin'), icon: pinned ? 'pin-off' : 'pin', act: () => stage.togglePin(participantId, kind) },
    hasVideo && canTileFillScreen(tile) && { id: 'full-screen', text: t('tile.full-screen'), icon: 'maximize', act: () => (stage.fullScreen.peek() === key ? leaveFullScreen() : fillScreen(tile)) },
    hasVideo && canLeavePage && { id: 'own-window', text: t('tile.own-window'), icon: 'picture-in-picture', act: () => (stage.ownWindow.value = stage.ownWindow.peek() === key ? null : key) },
    isSelf && !floats && { id: 'self-float', text: t('tile.self.float'), icon: 'move', act: () => stage.showSelf('floating') },
    isSelf && floats && { id: 'self-move', text: t('tile.self.move'), icon: 'move', act: moveOn },
    isSelf && floats && { id: 'self-grid', text: t('tile.self.grid'), icon: 'layout-grid', act: () => stage.showSelf('grid') },
    isSelf && { id: 'self-hide', text: t('tile.self.hide'), icon: 'eye-off', act: () => stage.showSelf('hidden') },
  ];
  return entries.filter((entry) => entry !== false);
}

function moveOn(): void {
  stage.corner.value = corners[(corners.indexOf(stage.corner.peek()) + 1) % corners.length]!;
}
