/** Where a tile is drawn, in CSS pixels relative to the stage. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What fits on one page of the stage, and where. */
export interface StageLayout {
  /** Shared screens, largest first. */
  readonly screens: readonly Rect[];
  /** People, in order. */
  readonly people: readonly Rect[];
}

/** Camera pictures are 16:9; tiles may lose the sides of them. A stage in portrait would else be left half empty. */
export const pictureAspect = 16 / 9;
const minAspectWide = 6 / 5;
const minAspectTall = 3 / 4;
/** In a smaller tile neither a face nor a name can be made out. */
const minTile: Size = { width: 120, height: 90 };
const stripMinPx = 132;
const stripMaxPx = 264;

/** Most people that are worth showing at once, given the stage and how many video slots there are. */
export function capacity(stage: Size, screens: number, videoSlots: number, gap: number): number {
  const limit = Math.max(1, videoSlots - screens);
  if (stage.width <= 0 || stage.height <= 0) {
    return limit;
  }
  for (let count = limit; count > 1; count--) {
    const { people } = place(stage, screens, count, gap);
    if (people.every((tile) => tile.width >= minTile.width - 0.5 && tile.height >= minTile.height - 0.5)) {
      return count;
    }
  }
  return 1;
}

/** Places shared screens large and people around them, or people alone in a grid. */
export function place(stage: Size, screens: number, people: number, gap: number): StageLayout {
  const whole: Rect = { x: 0, y: 0, ...stage };
  if (screens === 0) {
    return { screens: [], people: grid(whole, people, gap) };
  }
  if (people === 0) {
    return { screens: grid(whole, screens, gap, true), people: [] };
  }
  const wide = stage.width >= stage.height;
  const strip = wide
    ? clamp(stage.width * 0.22, stripMinPx, stripMaxPx)
    : // In portrait a picture as wide as the stage needs only its 16:9 of the height; people get the rest. Few of them would be larger than it.
      clamp(stage.height - (stage.width / pictureAspect + gap) * screens, stage.height * 0.3, people < 4 ? (stage.height * 0.9) / (screens + 1) : stage.height * 0.62);
  const main: Rect = wide
    ? { ...whole, width: Math.max(0, stage.width - strip - gap) }
    : { ...whole, height: Math.max(0, stage.height - strip - gap) };
  const side: Rect = wide
    ? { ...whole, x: main.width + gap, width: strip }
    : { ...whole, y: main.height + gap, height: strip };
  return { screens: grid(main, screens, gap, true), people: grid(side, people, gap) };
}

/** Splits an area into equal tiles: the number of columns that shows most picture wins; a shorter last row is centred. */
export function grid(area: Rect, count: number, gap: number, fill = false): Rect[] {
  if (count <= 0 || area.width <= 0 || area.height <= 0) {
    return [];
  }
  let best = { score: -1, columns: 1, tile: { width: 0, height: 0 } };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cell = { width: (area.width - gap * (columns - 1)) / columns, height: (area.height - gap * (rows - 1)) / rows };
    if (cell.width <= 0 || cell.height <= 0) {
      continue;
    }
    const tile = fill ? cell : fit(cell, area.width >= area.height ? minAspectWide : minAspectTall);
    const score = picture(tile);
    // A hair's breadth more picture is no reason for another arrangement: fewer rows first.
    if (score > best.score * 1.01) {
      best = { score, columns, tile };
    }
  }
  return rowsOf(area, count, best.columns, best.tile, gap);
}

function rowsOf(area: Rect, count: number, columns: number, tile: Size, gap: number): Rect[] {
  const rows = Math.ceil(count / columns);
  const top = area.y + (area.height - rows * tile.height - (rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const left = area.x + (area.width - inRow * tile.width - (inRow - 1) * gap) / 2;
    return round({ x: left + (index % columns) * (tile.width + gap), y: top + row * (tile.height + gap), ...tile });
  });
}

/** The largest tile of an allowed shape inside a cell. */
function fit({ width, height }: Size, minAspect: number): Size {
  const aspect = clamp(width / height, minAspect, pictureAspect);
  return width / height > aspect ? { width: height * aspect, height } : { width, height: width / aspect };
}

/** How much of people is seen in a tile: its area, less a little for what is cut off, since faces are in the middle. */
function picture({ width, height }: Size): number {
  const aspect = width / height;
  const visible = Math.min(aspect / pictureAspect, pictureAspect / aspect);
  return width * height * visible ** 0.25;
}

function round({ x, y, width, height }: Rect): Rect {
  const left = Math.round(x);
  const top = Math.round(y);
  return { x: left, y: top, width: Math.floor(x + width) - left, height: Math.floor(y + height) - top };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** A corner of the stage, where one's own floating picture sits. */
export type Corner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';

const floatMarginPx = 12;

/** One's own picture, floating over the others. */
export function cornerRect(stage: Size, corner: Corner): Rect {
  const width = Math.round(clamp(Math.min(stage.width * 0.2, stage.height * 0.45), 112, 260));
  const height = Math.round(width / pictureAspect);
  return {
    x: corner.endsWith('left') ? floatMarginPx : Math.max(0, stage.width - width - floatMarginPx),
    y: corner.startsWith('top') ? floatMarginPx : Math.max(0, stage.height - height - floatMarginPx),
    width,
    height,
  };
}

/** The corner nearest to a point of the stage. */
export function cornerAt(stage: Size, x: number, y: number): Corner {
  return `${y < stage.height / 2 ? 'top' : 'bottom'}-${x < stage.width / 2 ? 'left' : 'right'}`;
}
