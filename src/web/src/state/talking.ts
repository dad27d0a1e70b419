/** Loudness (see `Meter.level`) of speech into a microphone: -40 dB. Breathing and typing stay below most of the time. */
const speechLevel = 0.33;
/** So much of the last second and a half must be loud: a cough is not. */
const windowMs = 1_500;
const loudMs = 700;

/** Notices that somebody talks although the microphone is muted; says so once per time of being muted. */
export class MutedTalk {
  #heard: { readonly atMs: number; readonly forMs: number; readonly loud: boolean }[] = [];
  #told = false;

  /** Takes one look at the microphone. True: tell it now. */
  hear(level: number, nowMs: number): boolean {
    const last = this.#heard.at(-1);
    // A page in the background looks less often; a long gap says nothing about what was between.
    const forMs = last ? Math.min(nowMs - last.atMs, 250) : 0;
    this.#heard = [...this.#heard.filter(({ atMs }) => nowMs - atMs < windowMs), { atMs: nowMs, forMs, loud: level >= speechLevel }];
    const loud = this.#heard.reduce((sum, look) => sum + (look.loud ? look.forMs : 0), 0);
    if (this.#told || loud < loudMs) {
      return false;
    }
    this.#told = true;
    return true;
  }

  /** The microphone was on meanwhile. */
  reset(): void {
    this.#heard = [];
    this.#told = false;
  }
}
