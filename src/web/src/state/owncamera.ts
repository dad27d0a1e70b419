import { computed, signal } from '@preact/signals';
import { OwnDevice, stop, tellProblem, type Surroundings } from './owndevice.ts';

/** The visitor's camera. Off means closed, so that its light goes out. */
export class OwnCamera extends OwnDevice {
  /** One that is tried out while none is on. */
  readonly #tested = signal<MediaStreamTrack | null>(null);
  /** What it shows its owner: what is sent, or what is tried out. */
  readonly preview = computed(() => this.track.value ?? this.#tested.value);

  constructor(page: Surroundings) {
    super('camera', page);
  }

  override async test(): Promise<void> {
    if (this.track.peek() || this.busy.peek()) {
      return;
    }
    const stay = this.stay;
    const track = await this.page.open();
    if (stay !== this.stay || this.track.peek()) {
      stop(track);
    } else {
      this.#tested.value = track;
    }
  }

  override endTest(): void {
    stop(this.#tested.peek());
    this.#tested.value = null;
  }

  protected override rest(): void {
    this.close();
  }

  /** The old one is used until the new one is there, and further if that cannot be had. */
  protected override async reopen(old: MediaStreamTrack | null): Promise<void> {
    try {
      const track = await this.page.open();
      if (this.track.peek() !== old || (!old && !this.on.peek())) {
        stop(track); // turned off while the new one was being opened
        return;
      }
      this.take(track);
      stop(old);
      this.page.changed();
    } catch (error) {
      if (old && old.readyState !== 'ended') {
        tellProblem(this.page.notices, 'camera', error);
      } else {
        this.gaveUp(error);
      }
    }
  }

  protected override async renewTest(): Promise<void> {
    if (this.#tested.peek()) {
      this.endTest();
      await this.test();
    }
  }
}
