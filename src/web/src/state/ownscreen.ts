import { signal } from '@preact/signals';
import { CaptureError, type ScreenTracks } from '../rtc/capture.ts';
import { stop } from './owndevice.ts';

/** What the visitor shares of her screen. Picked anew each time. Owned by `LocalMedia`. */
export class OwnScreen {
  readonly on = signal(false);
  /** The browser's picker is open. */
  readonly busy = signal(false);
  readonly track = signal<MediaStreamTrack | null>(null);
  #audio: MediaStreamTrack | null = null;
  #stay = 0;
  readonly #pick: () => Promise<ScreenTracks>;
  readonly #ended: () => void;

  /** @param ended The browser's own bar ended it. */
  constructor(pick: () => Promise<ScreenTracks>, ended: () => void) {
    this.#pick = pick;
    this.#ended = ended;
  }

  get audio(): MediaStreamTrack | null {
    return this.#audio;
  }

  async open(): Promise<void> {
    const stay = this.#stay;
    const { video, audio } = await this.#pick();
    if (stay !== this.#stay) {
      stop(video); // the visitor left while the picker was open
      stop(audio);
      throw new CaptureError('cancelled');
    }
    video.addEventListener('ended', () => this.track.peek() === video && this.#ended(), { once: true });
    this.track.value = video;
    this.#audio = audio;
  }

  turnOff(): void {
    this.on.value = false;
    stop(this.track.peek());
    stop(this.#audio);
    this.track.value = null;
    this.#audio = null;
  }

  release(): void {
    this.#stay++;
    this.turnOff();
  }
}
