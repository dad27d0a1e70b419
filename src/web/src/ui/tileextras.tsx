import { reactions } from '../state/app.ts';
import type { Tile } from '../state/tiles.ts';
import './reactionlayer.css';

/** What other parts of the page put over a tile: the reactions of whoever it shows, rising. */
export function TileExtras({ tile }: { tile: Tile }) {
  if (tile.kind !== 'camera') {
    return null;
  }
  const own = reactions.shown.value.filter(({ participantId }) => participantId === tile.participantId);
  return own.length === 0 ? null : (
    <div class="tile-reactions" aria-hidden="true">
      {own.map(({ id, name, emoji }) => (
        <span key={id} class="rising floating-emoji" data-testid="floating-reaction" data-name={name} data-emoji={emoji} data-lane={id % 4}>
          {emoji}
        </span>
      ))}
    </div>
  );
}
