import { keyOf, type Tile } from '../state/tiles.ts';
import { stage } from '../state/app.ts';

/** iPhones show only a video itself in full screen, in a way of their own. */
type PhoneVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void };

export const canFillScreen = typeof document !== 'undefined' && document.fullscreenEnabled;

export function tileElement({ participantId, kind }: Tile): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-testid="tile"][data-participant="${CSS.escape(participantId)}"][data-kind="${kind}"]`);
}

/** Whether this tile can fill the screen in this browser. */
export function canTileFillScreen(tile: Tile): boolean {
  return canFillScreen || 'webkitEnterFullscreen' in (tileElement(tile)?.querySelector('video') ?? {});
}

/** Fills the screen with a tile, or with the whole page. */
export function fillScreen(tile?: Tile): void {
  const element = tile ? tileElement(tile) : document.documentElement;
  if (canFillScreen) {
    element?.requestFullscreen().catch(() => undefined);
  } else {
    (element?.querySelector('video') as PhoneVideo | null)?.webkitEnterFullscreen?.();
  }
}

export function leaveFullScreen(): void {
  document.exitFullscreen().catch(() => undefined);
}

/** Tells the stage which tile fills the screen; returns how to stop. */
export function watchFullScreen(): () => void {
  const onChange = () => {
    const { participant, kind } = (document.fullscreenElement as HTMLElement | null)?.dataset ?? {};
    stage.fullScreen.value = participant && kind ? keyOf(participant, kind as Tile['kind']) : null;
  };
  document.addEventListener('fullscreenchange', onChange);
  return () => document.removeEventListener('fullscreenchange', onChange);
}
