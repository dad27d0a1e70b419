import { useMemo } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { local, stage } from '../state/app.ts';
import type { Rect } from '../state/layout.ts';
import type { Tile } from '../state/tiles.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';
import './tile.css';
import { Video } from './video.tsx';

/** Below this width a tile has room for little more than the name. */
const smallPx = 220;

/** A person or a shared screen. The data attributes are the page contract. */
export function TileView({ tile, rect }: { tile: Tile; rect: Rect }) {
  const stream = useTileStream(tile);
  const speaks = stage.speaks(tile);
  const isScreen = tile.kind === 'screen';
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
      data-small={rect.width < smallPx}
      style={{ transform: `translate(${rect.x}px, ${rect.y}px)`, width: `${rect.width}px`, height: `${rect.height}px` }}
    >
      {!isScreen && <Avatar name={tile.name} />}
      {stream && <Video stream={stream} mirrored={tile.self && !isScreen} whole={isScreen} aspect={rect.width / rect.height} />}
      <div class="tile-label">
        {isScreen ? <Icon name="monitor-up" /> : !tile.mic && <Icon name="mic-off" />}
        <span class="tile-name" dir="auto">
          {labelOf(tile)}
        </span>
        {!isScreen && !tile.mic && <span class="hidden">{t('tile.mic.off')}</span>}
        {speaks && <span class="hidden">{t('tile.speaking')}</span>}
      </div>
    </li>
  );
}

function labelOf({ kind, self, name }: Tile): string {
  if (kind === 'screen') {
    return self ? t('tile.screen.self') : t('tile.screen', { name });
  }
  return self ? t('tile.self', { name }) : name;
}

/** What a tile shows now: one's own track, or the slot the server put this source into. */
function useTileStream(tile: Tile): MediaStream | null {
  const own = !tile.self ? null : tile.kind === 'screen' ? local.screenTrack.value : local.cameraTrack.value;
  const ownStream = useMemo(() => own && new MediaStream([own]), [own]);
  if (tile.self) {
    return ownStream;
  }
  return tile.kind === 'screen' || tile.camera ? stage.stream(tile) : null;
}
