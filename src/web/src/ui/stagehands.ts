import { stage } from '../state/app.ts';
import { cornerAt } from '../state/layout.ts';
import type { Tile } from '../state/tiles.ts';

/** Two taps count as one double tap within this. */
const doubleTapMs = 400;
const doubleTapPx = 24;
const swipePx = 60;
const dragPx = 6;

const directions: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Arrow keys go from tile to tile, Page Up and Page Down from page to page; one's own floating picture goes to another corner. */
export function walk(event: KeyboardEvent): void {
  const tile = (event.target as HTMLElement).closest<HTMLElement>('.tile');
  const direction = directions[event.key];
  if (!tile || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  if (event.key === 'PageDown' || event.key === 'PageUp') {
    const list = tile.parentElement;
    stage.turn(event.key === 'PageDown' ? 1 : -1);
    // The tile that had the focus is gone; whoever pages by keyboard wants to go on.
    requestAnimationFrame(() => list?.contains(document.activeElement) || list?.querySelector<HTMLElement>('.tile-menu')?.focus({ preventScroll: true }));
  } else if (direction && tile.dataset['floating'] === 'true') {
    push(direction);
  } else if (direction) {
    nearest(tile, direction)?.querySelector<HTMLElement>('.tile-menu')?.focus({ preventScroll: true });
  } else {
    return;
  }
  event.preventDefault();
}

/** The closest tile in a direction; going straight counts more than being close. */
function nearest(from: HTMLElement, [right, down]: readonly [number, number]): HTMLElement | null {
  const centre = (element: HTMLElement) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  };
  const start = centre(from);
  let best: { element: HTMLElement; far: number } | null = null;
  for (const element of from.parentElement!.querySelectorAll<HTMLElement>('.tile')) {
    const { x, y } = centre(element);
    const ahead = (x - start.x) * right + (y - start.y) * down;
    const aside = Math.abs((x - start.x) * down) + Math.abs((y - start.y) * right);
    const far = ahead + 2 * aside;
    if (ahead > 1 && (!best || far < best.far)) {
      best = { element, far };
    }
  }
  return best?.element ?? null;
}

function push([right, down]: readonly [number, number]): void {
  const [vertical, horizontal] = stage.corner.peek().split('-') as ['top' | 'bottom', 'left' | 'right'];
  stage.corner.value = `${down < 0 ? 'top' : down > 0 ? 'bottom' : vertical}-${right < 0 ? 'left' : right > 0 ? 'right' : horizontal}`;
}

/** Double click or tap pins, a swipe turns the page, and one's own floating picture can be dragged. Returns how to stop. */
export function watchPointers(list: HTMLElement): () => void {
  let start: { x: number; y: number; tile: HTMLElement | null; drags: boolean } | null = null;
  let tap: { atMs: number; x: number; y: number; tile: HTMLElement } | null = null;
  const onDown = (event: PointerEvent) => {
    const target = event.target as HTMLElement;
    if (!event.isPrimary || event.button !== 0 || target.closest('button')) {
      return;
    }
    const tile = target.closest<HTMLElement>('.tile');
    start = { x: event.clientX, y: event.clientY, tile, drags: false };
  };
  const onMove = (event: PointerEvent) => {
    if (!start?.tile || start.tile.dataset['floating'] !== 'true') {
      return;
    }
    const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
    if (!start.drags && Math.hypot(dx, dy) > dragPx) {
      start.drags = true;
      start.tile.setPointerCapture(event.pointerId);
      start.tile.dataset['dragged'] = '';
    }
    if (start.drags) {
      start.tile.style.translate = `${dx}px ${dy}px`;
    }
  };
  const onUp = (event: PointerEvent) => {
    const begun = start;
    start = null;
    if (!begun) {
      return;
    }
    const [dx, dy] = [event.clientX - begun.x, event.clientY - begun.y];
    if (begun.tile && begun.drags) {
      drop(begun.tile, list);
    } else if (Math.abs(dx) > swipePx && Math.abs(dx) > 2 * Math.abs(dy) && event.pointerType !== 'mouse') {
      stage.turn(dx < 0 ? 1 : -1);
    } else if (begun.tile && Math.hypot(dx, dy) < doubleTapPx) {
      tapped(event, begun.tile);
    }
  };
  const tapped = (event: PointerEvent, tile: HTMLElement) => {
    const { participant = '', kind, large } = tile.dataset;
    const twice = tap?.tile === tile && event.timeStamp - tap.atMs < doubleTapMs && Math.hypot(event.clientX - tap.x, event.clientY - tap.y) < doubleTapPx;
    tap = twice ? null : { atMs: event.timeStamp, x: event.clientX, y: event.clientY, tile };
    if (twice) {
      stage.togglePin(participant, kind as Tile['kind']);
    } else if (kind === 'screen' && large === 'false' && tile.dataset['self'] === 'false') {
      // Of several shared screens the one that is clicked becomes the large one.
      stage.pin(participant, 'screen');
      tap = null;
    }
  };
  const onCancel = () => {
    if (start?.drags && start.tile) {
      drop(start.tile, list);
    }
    start = null;
  };
  list.addEventListener('pointerdown', onDown);
  list.addEventListener('pointermove', onMove);
  list.addEventListener('pointerup', onUp);
  list.addEventListener('pointercancel', onCancel);
  return () => {
    list.removeEventListener('pointerdown', onDown);
    list.removeEventListener('pointermove', onMove);
    list.removeEventListener('pointerup', onUp);
    list.removeEventListener('pointercancel', onCancel);
  };
}

function drop(tile: HTMLElement, list: HTMLElement): void {
  const [at, area] = [tile.getBoundingClientRect(), list.getBoundingClientRect()];
  delete tile.dataset['dragged'];
  tile.style.translate = '';
  stage.corner.value = cornerAt({ width: area.width, height: area.height }, at.left + at.width / 2 - area.left, at.top + at.height / 2 - area.top);
}
