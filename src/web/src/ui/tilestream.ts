import { useMemo } from 'preact/hooks';
import { local, stage } from '../state/app.ts';
import type { Tile } from '../state/tiles.ts';

/**
 * What a tile shows now: one's own camera, or the slot the server put this source into. Nothing while nobody sees the stage,
 * unless it is shown elsewhere. One's own screen is never shown: it would show itself in itself.
 */
export function useTileStream(tile: Tile, elsewhere = false): MediaStream | null {
  const own = tile.self && tile.kind === 'camera' ? local.cameraTrack.value : null;
  const ownStream = useMemo(() => own && new MediaStream([own]), [own]);
  if (stage.unseen.value && !elsewhere) {
    return null;
  }
  if (tile.self) {
    return ownStream;
  }
  return tile.kind === 'screen' || tile.camera ? stage.stream(tile) : null;
}
