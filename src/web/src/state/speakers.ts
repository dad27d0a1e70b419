/** A pause between words takes no mark away. The server waits 600 ms before it calls somebody silent; this is added to it. */
const markHoldMs = 600;
/** The large picture changes when the one shown is silent and somebody else has spoken for this long: a "yes" does not count. */
const takeOverMs = 900;
/** Both speak: whoever is shown keeps the place for longer, so that a quarrel does not make the picture jump. */
const takeOverFromSpeakerMs = 2_500;

/**
 * Who is marked as speaking, and whose picture is large in the speaker view. Calmer than the list it is fed with. Time is an argument:
 * feed it with every list, and once more at `dueMs`.
 */
export class SpeakerTrack {
  /** Marked as speaking now. */
  marked: ReadonlySet<string> = new Set();
  /** Shown large; the last one who spoke while nobody does. */
  current: string | null = null;
  /** When `update` must be called again with the same list; null while nothing is pending. */
  dueMs: number | null = null;
  readonly #heardMs = new Map<string, number>();
  #speaking: readonly string[] = [];
  #challenger: string | null = null;
  #challengedMs = 0;

  /** @param ids Who speaks, loudest first, without oneself. */
  update(ids: readonly string[], nowMs: number): void {
    this.dueMs = null;
    for (const id of [...this.#speaking, ...ids]) {
      this.#heardMs.set(id, nowMs);
    }
    this.#speaking = ids;
    for (const [id, heardMs] of this.#heardMs) {
      if (!ids.includes(id) && nowMs >= heardMs + markHoldMs) {
        this.#heardMs.delete(id);
      } else if (!ids.includes(id)) {
        this.#wake(heardMs + markHoldMs);
      }
    }
    this.#mark([...this.#heardMs.keys()]);
    this.#choose(nowMs);
  }

  /** Somebody left. */
  forget(id: string): void {
    this.#heardMs.delete(id);
    this.#speaking = this.#speaking.filter((other) => other !== id);
    this.#mark([...this.#heardMs.keys()]);
    this.current = this.current === id ? null : this.current;
    this.#challenger = this.#challenger === id ? null : this.#challenger;
  }

  #choose(nowMs: number): void {
    const first = this.#speaking[0] ?? null;
    if (first === null || first === this.current) {
      this.#challenger = null;
      return;
    }
    if (this.current === null) {
      this.current = first;
      return;
    }
    if (first !== this.#challenger) {
      this.#challenger = first;
      this.#challengedMs = nowMs;
    }
    const wins = this.#challengedMs + (this.#speaking.includes(this.current) ? takeOverFromSpeakerMs : takeOverMs);
    if (nowMs >= wins) {
      this.current = first;
      this.#challenger = null;
    } else {
      this.#wake(wins);
    }
  }

  #mark(ids: readonly string[]): void {
    // The same set object while nothing changed, so that nobody is redrawn.
    if (ids.length !== this.marked.size || ids.some((id) => !this.marked.has(id))) {
      this.marked = new Set(ids);
    }
  }

  #wake(atMs: number): void {
    this.dueMs = Math.min(this.dueMs ?? Infinity, atMs);
  }
}
