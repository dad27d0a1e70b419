import { keepRunning } from './context.ts';

/** Listens to a track of one's own and says how loud it is. Nothing of it is kept or sent. */
export interface Meter {
  /** 0 (silence, -60 dB and less) to 1 (as loud as it can be). */
  level(): number;
  close(): void;
}

const floorDb = -60;

/**
 * Measures a track even while it is muted: the measured one is a copy that stays enabled. The copy keeps the device open, so close
 * the meter before the device is to be given back. Needs a click before it, else browsers hold the sound back and all is silence.
 */
export function createMeter(track: MediaStreamTrack): Meter {
  const copy = track.clone();
  copy.enabled = true;
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  context.createMediaStreamSource(new MediaStream([copy])).connect(analyser);
  const close = keepRunning(context, document);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return loudness(samples);
    },
    close() {
      copy.stop();
      close();
    },
  };
}

/** Loudness of samples between -1 and 1, on the scale of `Meter.level`. */
export function loudness(samples: Float32Array): number {
  let energy = 0;
  for (const sample of samples) {
    energy += sample * sample;
  }
  const db = 10 * Math.log10(energy / samples.length);
  return Math.min(1, Math.max(0, 1 - db / floorDb));
}
