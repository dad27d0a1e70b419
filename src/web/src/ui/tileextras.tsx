import type { Tile } from '../state/tiles.ts';

/** What other parts of the page put over a tile, such as a reaction that floats up. Draws nothing by itself. */
export function TileExtras(_: { tile: Tile }) {
  return null;
}
