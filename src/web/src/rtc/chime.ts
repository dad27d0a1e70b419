export type ChimeName = 'joined' | 'left' | 'hand' | 'knock' | 'message' | 'test';

/** One tone: frequency in Hz, when it begins, how long it rings. */
type Tone = readonly [hz: number, atMs: number, ringsMs: number];

/** Own work: two or three sine tones each, up for coming, down for going. */
const chimes: Readonly<Record<ChimeName, readonly Tone[]>> = {
  joined: [[523, 0, 180], [784, 110, 260]],
  left: [[659, 0, 180], [440, 110, 260]],
  hand: [[880, 0, 140], [880, 150, 220]],
  knock: [[330, 0, 110], [330, 170, 110], [440, 340, 260]],
  message: [[988, 0, 160]],
  test: [[523, 0, 300], [659, 250, 300], [784, 500, 500]],
};

/** Below speech, so that nobody is startled. */
const volume = 0.12;
const attackMs = 12;

/** Makes short sounds. The sound output is opened for the first one and given back when it was quiet for a while. */
export class Chimes {
  #context: AudioContext | null = null;
  #closing: ReturnType<typeof setTimeout> | undefined;
  #speaker = '';

  useSpeaker(id: string): void {
    this.#speaker = id;
  }

  async play(name: ChimeName): Promise<void> {
    const context = (this.#context ??= new AudioContext());
    clearTimeout(this.#closing);
    this.#closing = setTimeout(() => this.#close(), 10_000);
    const movable = context as AudioContext & { setSinkId?: (id: string) => Promise<void>; sinkId?: string };
    if (movable.setSinkId && movable.sinkId !== this.#speaker) {
      await movable.setSinkId(this.#speaker).catch(() => undefined);
    }
    await context.resume().catch(() => undefined);
    // Held back by the browser or by a phone call: later it would only be noise.
    if (context.state === 'running') {
      chimes[name].forEach((tone) => ring(context, tone));
    }
  }

  #close(): void {
    void this.#context?.close();
    this.#context = null;
  }
}

function ring(context: AudioContext, [hz, atMs, ringsMs]: Tone): void {
  const start = context.currentTime + atMs / 1000;
  const end = start + ringsMs / 1000;
  const gain = context.createGain();
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(volume, start + attackMs / 1000);
  gain.gain.exponentialRampToValueAtTime(0.0005, end);
  const tone = context.createOscillator();
  tone.frequency.value = hz;
  tone.connect(gain).connect(context.destination);
  tone.start(start);
  tone.stop(end);
}
