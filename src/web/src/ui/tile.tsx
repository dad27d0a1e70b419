import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { t } from '../i18n/index.ts';
import { local, stage } from '../state/app.ts';
import type { Rect } from '../state/layout.ts';
import type { Tile } from '../state/tiles.ts';
import { Avatar } from './avatar.tsx';
import { leaveFullScreen } from './fullscreen.ts';
import { Icon } from './icon.tsx';
import { QualityBars } from './quality.tsx';
import './tile.css';
import { TileExtras } from './tileextras.tsx';
import { labelOf } from './tilelabel.ts';
import { useTileStream } from './tilestream.ts';
import { Video } from './video.tsx';

/** Below these a tile has room for little more than the name. */
const smallPx = 220;
const tinyPx = { width: 150, height: 84 };

interface Props {
  readonly tile: Tile;
  readonly rect: Rect;
  readonly large?: boolean;
  readonly floating?: boolean;
  /** The one tile whose control the Tab key reaches; arrow keys go to the others. */
  readonly reachable: boolean;
  readonly onMenu: (tile: Tile, anchor: HTMLElement) => void;
}

/** A person or a shared screen. The data attributes are the page contract. */
export function TileView({ tile, rect, large = false, floating = false, reachable, onMenu }: Props) {
  const stream = useTileStream(tile);
  const speaks = useComputed(() => stage.speaks({ ...tile })).value;
  const isScreen = tile.kind === 'screen';
  const size = rect.width < tinyPx.width || rect.height < tinyPx.height ? 'tiny' : rect.width < smallPx ? 'small' : 'full';
  return (
    <li
      class="tile"
      data-testid="tile"
      data-participant={tile.participantId}
      data-name={tile.name}
      data-kind={tile.kind}
      data-self={String(tile.self)}
      data-mic={tile.mic ? 'on' : 'off'}
      data-camera={tile.camera ? 'on' : 'off'}
      data-speaking={String(speaks)}
      data-large={large}
      data-floating={floating}
      data-size={size}
      style={{ transform: `translate(${rect.x}px, ${rect.y}px)`, width: `${rect.width}px`, height: `${rect.height}px` }}
    >
      {!isScreen && <Avatar name={tile.name} />}
      {isScreen && <Waiting text={tile.self ? t('tile.screen.self.shared') : t('tile.screen.coming')}>{tile.self && size === 'full' && <StopSharing />}</Waiting>}
      {stream && (
        <Video
          stream={stream}
          mirrored={tile.self && !isScreen}
          whole={isScreen}
          aspect={rect.width / rect.height}
          accepts={tile.self ? undefined : (time, settled) => stage.owns(tile, time, settled)}
        />
      )}
      {tile.reconnecting && (
        <span class="tile-trouble">
          <Icon name="refresh-cw" />
          <span>{t('tile.reconnecting')}</span>
        </span>
      )}
      {tile.hand > 0 && (
        <span class="tile-hand" title={t('tile.hand', { order: tile.hand })}>
          <Icon name="hand" />
          <span aria-hidden="true">{tile.hand}</span>
          <span class="hidden">{t('tile.hand', { order: tile.hand })}</span>
        </span>
      )}
      <Label tile={tile} speaks={speaks} tiny={size === 'tiny'} />
      <TileExtras tile={tile} />
      <Control tile={tile} reachable={reachable} onMenu={onMenu} />
    </li>
  );
}

/** The one control of a tile. While the tile fills the screen a menu would not be seen, so it leads back. */
function Control({ tile, reachable, onMenu }: Pick<Props, 'tile' | 'reachable' | 'onMenu'>) {
  const full = stage.fullScreen.value === tile.key;
  const text = full ? t('view.full-screen.leave') : t('tile.menu', { name: labelOf(tile) });
  return (
    <button
      type="button"
      class="tile-menu"
      data-testid="tile-menu"
      aria-label={text}
      title={text}
      aria-haspopup={full ? undefined : 'menu'}
      tabIndex={reachable || full ? 0 : -1}
      onClick={(event) => (full ? leaveFullScreen() : onMenu(tile, event.currentTarget))}
    >
      <span class="tile-menu-face">
        <Icon name={full ? 'minimize' : 'ellipsis'} />
      </span>
    </button>
  );
}

function Label({ tile, speaks, tiny }: { tile: Tile; speaks: boolean; tiny: boolean }) {
  const isScreen = tile.kind === 'screen';
  const quality = useComputed(() => (isScreen ? undefined : stage.quality.value.get(tile.participantId))).value;
  const pinned = stage.isPinned(tile.participantId, tile.kind);
  return (
    <div class="tile-label">
      {pinned && <Icon name="pin" />}
      {isScreen ? <Icon name="monitor-up" /> : !tile.mic && <Icon name="mic-off" />}
      <span class="tile-name" dir="auto">
        {labelOf(tile)}
      </span>
      {tile.guest && !isScreen && <span class={tiny ? 'hidden' : 'tile-guest'}>{t('tile.guest')}</span>}
      {quality && (!tiny || quality !== 'good') && <QualityBars quality={quality} self={tile.self} />}
      {!isScreen && !tile.mic && <span class="hidden">{t('tile.mic.off')}</span>}
      {speaks && <span class="hidden">{t('tile.speaking')}</span>}
      {pinned && <span class="hidden">{t('tile.pinned')}</span>}
    </div>
  );
}

function Waiting({ text, children }: { text: string; children: ComponentChildren }) {
  return (
    <div class="tile-waiting">
      <Icon name="monitor-up" />
      <span>{text}</span>
      {children}
    </div>
  );
}

/** Where one's own screen would be: seeing it in itself helps nobody, ending it does. */
function StopSharing() {
  return (
    <button type="button" class="secondary small" data-testid="tile-stop-sharing" onClick={() => local.turnOff('screen')}>
      {t('device.screen.turn-off')}
    </button>
  );
}
