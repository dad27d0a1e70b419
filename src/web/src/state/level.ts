import { effect, type ReadonlySignal } from '@preact/signals';
import { createMeter } from '../rtc/level.ts';

const lookEveryMs = 60;

/** Tells how loud the track is that is open now, 0 to 1, until stopped. Follows at once when another takes its place, so that the old one is let go. */
export function watchLevel(track: ReadonlySignal<MediaStreamTrack | null>, onLevel: (level: number) => void): () => void {
  return effect(() => {
    const heard = track.value;
    if (!heard) {
      return undefined;
    }
    const meter = createMeter(heard);
    const timer = setInterval(() => onLevel(meter.level()), lookEveryMs);
    return () => {
      clearInterval(timer);
      meter.close();
    };
  });
}
