import type { ViewItem } from '../signaling/contract.g.ts';
import { capacity, pictureAspect, place, type Rect, type Size } from './layout.ts';
import type { Roster } from './roster.ts';

/** One picture on the stage: a person, or a screen somebody shares. */
export interface Tile {
  readonly key: string;
  readonly participantId: string;
  readonly name: string;
  readonly kind: 'camera' | 'screen';
  readonly self: boolean;
  readonly mic: boolean;
  readonly camera: boolean;
}

export interface Self {
  readonly id: string;
  readonly name: string;
  readonly mic: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
}

export interface Arrangement {
  readonly placed: readonly { readonly tile: Tile; readonly rect: Rect }[];
  readonly page: number;
  readonly pages: number;
}

/** Space between tiles in CSS pixels; the stage's CSS knows nothing of it, tiles are placed absolutely. */
export const tileGapPx = 8;
/** No more device pixels than this per CSS pixel: finer ones are not seen in moving pictures but cost everybody bits. */
const maxPixelRatio = 2;

/** All tiles of a room: screens of others, people in the order they came, oneself last. */
export function tilesOf(self: Self, roster: Roster): { screens: Tile[]; people: Tile[] } {
  const others = [...roster.values()];
  const screens = others.filter((other) => other.screen).map((other) => tile(other, 'screen', false));
  const people = others.map((other) => tile(other, 'camera', false));
  const own = tile(self, 'camera', true);
  // One's own screen is shown small, among the people: large, it would show itself in itself.
  const ownScreen = self.screen ? [tile(self, 'screen', true)] : [];
  return { screens, people: [...people, ...ownScreen, own] };
}

function tile(of: { id: string; name: string; mic: boolean; camera: boolean }, kind: Tile['kind'], self: boolean): Tile {
  return { key: `${of.id}:${kind}`, participantId: of.id, name: of.name, kind, self, mic: of.mic, camera: of.camera };
}

/** What is drawn where, on one page of the stage. */
export function arrange({ screens, people }: { screens: readonly Tile[]; people: readonly Tile[] }, stage: Size, videoSlots: number, page: number): Arrangement {
  const shown = screens.slice(0, Math.max(1, videoSlots - 1));
  const perPage = Math.min(people.length, capacity(stage, shown.length, videoSlots, tileGapPx));
  const pages = Math.max(1, Math.ceil(people.length / Math.max(1, perPage)));
  const current = Math.min(Math.max(0, page), pages - 1);
  const visible = people.slice(current * perPage, (current + 1) * perPage);
  // Every page is laid out for a full one, so that tiles keep their size while paging.
  const layout = place(stage, shown.length, pages > 1 ? perPage : visible.length, tileGapPx);
  const zip = (tiles: readonly Tile[], rects: readonly Rect[]) =>
    tiles.flatMap((tile, index) => {
      const rect = rects[index];
      return rect ? [{ tile, rect }] : [];
    });
  return { placed: [...zip(shown, layout.screens), ...zip(visible, layout.people)], page: current, pages };
}

/**
 * What to ask the server for: the videos of others that are on the stage, at the size in device pixels at which they are
 * shown. People without a camera on stay in the list, last: when they turn it on, a slot is already theirs.
 */
export function viewOf({ placed }: Arrangement, pixelRatio: number, hidden: boolean): ViewItem[] {
  if (hidden) {
    return [];
  }
  const ratio = Math.min(maxPixelRatio, Math.max(1, pixelRatio));
  const importance = (tile: Tile) => (tile.kind === 'screen' ? 0 : tile.camera ? 1 : 2);
  return placed
    .filter(({ tile }) => !tile.self)
    .sort((left, right) => importance(left.tile) - importance(right.tile))
    .map(({ tile, rect }) => {
      const { width, height } = tile.kind === 'screen' ? rect : covering(rect);
      return { participantId: tile.participantId, kind: tile.kind, width: Math.round(width * ratio), height: Math.round(height * ratio) };
    });
}

/** Size of a 16:9 picture that fills a tile; its edges are cut off, but it must be sharp at this size. */
function covering({ width, height }: Size): Size {
  return { width: Math.max(width, height * pictureAspect), height: Math.max(height, width / pictureAspect) };
}
