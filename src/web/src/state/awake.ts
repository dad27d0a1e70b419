import { effect, type ReadonlySignal } from '@preact/signals';

/** Keeps the screen from going dark while `wanted`: a phone would stop the camera. Browsers take the lock away from hidden pages. */
export function keepAwake(wanted: () => boolean, hidden: ReadonlySignal<boolean>): void {
  const wakeLock = (navigator as { wakeLock?: WakeLock }).wakeLock;
  let lock: Promise<WakeLockSentinel | undefined> | null = null;
  effect(() => {
    const hold = wanted() && !hidden.value;
    if (hold && !lock) {
      // Refused when the battery is low, which is right.
      lock = wakeLock?.request('screen').catch(() => undefined) ?? null;
    } else if (!hold && lock) {
      void lock.then((sentinel) => sentinel?.release());
      lock = null;
    }
  });
}
