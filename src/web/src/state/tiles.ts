import type { ParticipantInfo, ViewItem } from '../signaling/contract.g.ts';
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
  readonly guest: boolean;
  readonly reconnecting: boolean;
  /** Place in the queue of raised hands, from 1; 0 while the hand is down. */
  readonly hand: number;
}

export type Self = Pick<ParticipantInfo, 'id' | 'name' | 'mic' | 'camera' | 'screen' | 'guest' | 'hand'>;

/** All tiles of a room. */
export interface Tiles {
  /** Screens others share, in the order in which they came. */
  readonly screens: readonly Tile[];
  /** Cameras of others, in the order in which they came. */
  readonly people: readonly Tile[];
  /** One's own screen and camera. */
  readonly own: readonly Tile[];
}

/** Where one sees oneself. */
export type SelfView = 'grid' | 'floating' | 'hidden';

export interface Wish {
  /** The tile to be shown large, if any. */
  readonly large: string | null;
  readonly selfView: SelfView;
  readonly page: number;
}

export interface Placed {
  readonly tile: Tile;
  readonly rect: Rect;
  readonly large: boolean;
}

export interface Arrangement {
  /** In an order that does not change when somebody becomes large, so that no element moves in the document. */
  readonly placed: readonly Placed[];
  /** Oneself, floating over the others. */
  readonly floating: Tile | null;
  readonly page: number;
  readonly pages: number;
  /** On which page the tiles are that are not on this one, by key. */
  readonly elsewhere: ReadonlyMap<string, number>;
}

export const emptyStage: Arrangement = { placed: [], floating: null, page: 0, pages: 1, elsewhere: new Map() };

/** Space between tiles in CSS pixels; the stage's CSS knows nothing of it, tiles are placed absolutely. */
export const tileGapPx = 8;
/** No more device pixels than this per CSS pixel: finer ones are not seen in moving pictures but cost everybody bits. */
const maxPixelRatio = 2;
/** The smallest layer that browsers send. */
const smallPicture: Size = { width: 320, height: 180 };

export function keyOf(participantId: string, kind: Tile['kind']): string {
  return `${participantId}:${kind}`;
}

export function tilesOf(self: Self, roster: Roster): Tiles {
  const others = [...roster.values()];
  const hands = [self, ...others].map(({ hand }) => hand).filter((hand) => hand > 0).sort((left, right) => left - right);
  const tile = (of: Self & { reconnecting?: boolean }, kind: Tile['kind'], isSelf = false): Tile => ({
    key: keyOf(of.id, kind),
    participantId: of.id,
    name: of.name,
    kind,
    self: isSelf,
    mic: of.mic,
    camera: of.camera,
    guest: of.guest,
    reconnecting: of.reconnecting ?? false,
    hand: kind === 'camera' ? hands.indexOf(of.hand) + 1 : 0,
  });
  return {
    screens: others.filter(({ screen }) => screen).map((other) => tile(other, 'screen')),
    people: others.map((other) => tile(other, 'camera')),
    // One's own screen is shown small, among the people: large, it would show itself in itself.
    own: [...(self.screen ? [tile(self, 'screen', true)] : []), tile(self, 'camera', true)],
  };
}

/** What a visitor may want to see large, in the order of precedence. */
export interface LargeWishes {
  readonly pinned: string | null;
  /** Keys of shared screens, the newest first. */
  readonly shares: readonly string[];
  readonly speakerView: boolean;
  /** Who spoke last. */
  readonly speaker: string | null;
}

/** Which tile is large: what was pinned, else the newest shared screen, else in the speaker view whoever speaks. */
export function largeOf({ screens, people, own }: Tiles, { pinned, shares, speakerView, speaker }: LargeWishes): string | null {
  const all = [...screens, ...people, ...own];
  const has = (key: string | null | undefined) => all.some((tile) => tile.key === key);
  if (pinned !== null && has(pinned)) {
    return pinned;
  }
  const share = shares.find(has);
  if (share) {
    return share;
  }
  if (!speakerView) {
    return null;
  }
  const spoke = speaker && keyOf(speaker, 'camera');
  return spoke && has(spoke) ? spoke : ((people.find(({ camera }) => camera) ?? people[0])?.key ?? null);
}

/** What is drawn where, on one page of the stage. */
export function arrange(tiles: Tiles, stage: Size, videoSlots: number, { large, selfView, page }: Wish): Arrangement {
  const isLarge = ({ key }: Tile) => key === large;
  const others = [...tiles.screens, ...tiles.people].filter((tile) => !isLarge(tile));
  const main = [...tiles.screens, ...tiles.people, ...tiles.own].find(isLarge);
  // Alone one sees oneself where the others will be.
  const floats = selfView === 'floating' && others.length + (main && !main.self ? 1 : 0) > 0;
  const own = tiles.own.filter((tile) => !isLarge(tile) && (tile.kind === 'screen' || !(selfView === 'hidden' || floats)));
  const floating = floats ? (tiles.own.find((tile) => tile.kind === 'camera' && !isLarge(tile)) ?? null) : null;

  const mains = main ? 1 : 0;
  const most = withOwn(capacity(stage, mains, videoSlots, tileGapPx), own.length, stage, mains);
  const paged = others.length + own.length > most;
  // One's own picture stays in its place on every page, unless that would leave too little room for the others.
  const stays = paged && most > 2 * own.length;
  const pool = stays ? others : [...others, ...own];
  const perPage = stays ? most - own.length : Math.min(pool.length, most);
  const pages = Math.max(1, Math.ceil(pool.length / Math.max(1, perPage)));
  const current = Math.min(Math.max(0, page), pages - 1);
  const visible = pool.slice(current * perPage, (current + 1) * perPage);
  // Every page is laid out for a full one, so that tiles keep their size while paging.
  const layout = place(stage, mains, paged ? most : visible.length, tileGapPx);
  const ownPlaces = stays ? layout.people.slice(-own.length) : [];
  const placed: Placed[] = [
    ...zip(main ? [main] : [], layout.screens, true),
    ...zip(visible, layout.people, false),
    ...zip(stays ? own : [], ownPlaces, false),
  ];
  const order = new Map([...tiles.screens, ...tiles.people, ...tiles.own].map(({ key }, index) => [key, index]));
  placed.sort((left, right) => order.get(left.tile.key)! - order.get(right.tile.key)!);
  const elsewhere = new Map(pool.map(({ key }, index) => [key, Math.floor(index / Math.max(1, perPage))] as const).filter(([, on]) => on !== current));
  return { placed, floating, page: current, pages, elsewhere };
}

/** One's own pictures need no slots: where they make no tile smaller they come on top. */
function withOwn(most: number, own: number, stage: Size, mains: number): number {
  const size = (count: number) => place(stage, mains, count, tileGapPx).people[0]?.width ?? 0;
  let count = most;
  while (count < most + own && size(count + 1) >= size(most)) {
    count++;
  }
  return count;
}

function zip(tiles: readonly Tile[], rects: readonly Rect[], large: boolean): Placed[] {
  return tiles.flatMap((tile, index) => {
    const rect = rects[index];
    return rect ? [{ tile, rect, large }] : [];
  });
}

/** A video that is shown somewhere else than in its tile: in full screen or in a window of its own. */
export interface Elsewhere extends Size {
  readonly key: string;
  /** It is seen also while the page is not. */
  readonly always: boolean;
}

export interface Seeing {
  readonly pixelRatio: number;
  /** Nobody looks at the stage. */
  readonly hidden: boolean;
  /** To save data people are asked for small, however large they are shown; shared screens could not be read then. */
  readonly small: boolean;
  readonly videoSlots: number;
  readonly elsewhere: readonly Elsewhere[];
}

/**
 * What to ask the server for: the videos of others that are seen, at the size in device pixels at which they are shown, never
 * more than there are slots. People without a camera on stay in the list, last: when they turn it on, a slot is already theirs.
 */
export function viewOf({ placed }: Arrangement, tiles: Tiles, { pixelRatio, hidden, small, videoSlots, elsewhere }: Seeing): ViewItem[] {
  const ratio = Math.min(maxPixelRatio, Math.max(1, pixelRatio));
  const wanted = new Map<string, { tile: Tile; size: Size }>();
  const want = (tile: Tile, size: Size) => {
    const known = wanted.get(tile.key);
    if (!tile.self && (!known || known.size.width < size.width)) {
      wanted.set(tile.key, { tile, size });
    }
  };
  for (const { tile, rect } of hidden ? [] : placed) {
    want(tile, tile.kind === 'screen' ? rect : covering(rect));
  }
  for (const { key, always, width, height } of elsewhere) {
    const tile = always || !hidden ? [...tiles.screens, ...tiles.people].find((other) => other.key === key) : undefined;
    if (tile) {
      want(tile, { width, height });
    }
  }
  const importance = ({ key, kind, camera }: Tile) => (elsewhere.some((other) => other.key === key) ? 0 : kind === 'screen' ? 1 : camera ? 2 : 3);
  return [...wanted.values()]
    .sort((left, right) => importance(left.tile) - importance(right.tile) || right.size.width - left.size.width)
    .slice(0, videoSlots)
    .map(({ tile: { participantId, kind }, size }) => {
      const { width, height } = small && kind === 'camera' ? smallPicture : { width: Math.round(size.width * ratio), height: Math.round(size.height * ratio) };
      return { participantId, kind, width, height };
    });
}

/** Size of a 16:9 picture that fills a tile; its edges are cut off, but it must be sharp at this size. */
function covering({ width, height }: Size): Size {
  return { width: Math.max(width, height * pictureAspect), height: Math.max(height, width / pictureAspect) };
}
