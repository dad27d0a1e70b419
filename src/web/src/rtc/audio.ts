/**
 * Plays the audio slots, one element each: a slot that goes quiet must not hold up the others. The elements never enter the
 * page. Browsers may refuse to play before the visitor has clicked; that is told once and `resume` is called from a click.
 */
export class AudioSinks {
  readonly #elements = new Map<string, HTMLAudioElement>();
  readonly #onBlocked: (blocked: boolean) => void;

  constructor(onBlocked: (blocked: boolean) => void) {
    this.#onBlocked = onBlocked;
  }

  /** Plays exactly these streams, by slot. */
  play(streams: ReadonlyMap<string, MediaStream>): void {
    for (const [mid, element] of this.#elements) {
      if (!streams.has(mid)) {
        element.srcObject = null;
        this.#elements.delete(mid);
      }
    }
    for (const [mid, stream] of streams) {
      const element = this.#elements.get(mid) ?? new Audio();
      if (element.srcObject !== stream) {
        element.srcObject = stream;
      }
      this.#elements.set(mid, element);
    }
    this.resume();
  }

  resume(): void {
    this.#onBlocked(false);
    for (const element of this.#elements.values()) {
      element.play().catch((error: Error) => {
        // A stream replaced meanwhile rejects with AbortError, which is no refusal.
        if (error.name === 'NotAllowedError') {
          this.#onBlocked(true);
        }
      });
    }
  }
}
