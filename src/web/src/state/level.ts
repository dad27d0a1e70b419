import { createMeter } from '../rtc/level.ts';

const lookEveryMs = 60;

/** Tells how loud a track of one's own is, 0 to 1, until stopped. */
export function watchLevel(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
  const meter = createMeter(track);
  const timer = setInterval(() => onLevel(meter.level()), lookEveryMs);
  return () => {
    clearInterval(timer);
    meter.close();
  };
}
