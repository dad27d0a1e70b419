/**
 * Plays the audio slots, one element each: a slot that goes quiet must not hold up the others. The elements never enter the
 * page. Browsers may refuse to play before the visitor has clicked; that is told once and `resume` is called from a click.
 */
export class AudioSinks {
  readonly #elements = new Map<string, HTMLAudioElement>();
  readonly #onBlocked: (blocked: boolean) => void;
  /** The browser's id of the loudspeaker; empty: the system's. */
  #speaker = '';

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
      const element = this.#elements.get(mid) ?? this.#newElement();
      if (element.srcObject !== stream) {
        element.srcObject = stream;
      }
      this.#elements.set(mid, element);
    }
    this.resume();
  }

  /** Plays on another loudspeaker from now on. False: the browser did not; it plays where it played. */
  async useSpeaker(id: string): Promise<boolean> {
    this.#speaker = id;
    const moved = await Promise.all([...this.#elements.values()].map((element) => moveTo(element, id)));
    return moved.every((done) => done);
  }

  resume(): void {
    this.#onBlocked(false);
    this.#elements.forEach((element) => this.#start(element));
  }

  #start(element: HTMLAudioElement): void {
    element.play().catch((error: Error) => {
      // A stream replaced meanwhile rejects with AbortError, which is no refusal.
      if (error.name === 'NotAllowedError') {
        this.#onBlocked(true);
      }
    });
  }

  #newElement(): HTMLAudioElement {
    const element = new Audio();
    // Nobody pauses a conversation: a phone call did, or the key for music.
    element.addEventListener('pause', () => element.srcObject && this.#start(element));
    if (this.#speaker !== '') {
      void moveTo(element, this.#speaker);
    }
    return element;
  }
}

/** Loudspeakers can be chosen here at all. */
export function canChooseSpeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype;
}

async function moveTo(element: HTMLMediaElement, speaker: string): Promise<boolean> {
  try {
    await element.setSinkId(speaker);
    return true;
  } catch {
    return false; // unplugged meanwhile, or not allowed
  }
}
