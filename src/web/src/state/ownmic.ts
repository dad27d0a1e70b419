import { OwnDevice, stop, type Surroundings } from './owndevice.ts';

/** The visitor's microphone. It stays open while it is muted: a Bluetooth headset would change its profile at every word, and some browsers ask again. */
export class OwnMic extends OwnDevice {
  /** It was opened only to be tried out. */
  #tested = false;

  constructor(page: Surroundings) {
    super('mic', page);
  }

  override async test(): Promise<void> {
    if (this.works || this.busy.peek()) {
      return;
    }
    this.close();
    const stay = this.stay;
    const track = await this.page.open();
    if (stay !== this.stay || this.track.peek()) {
      stop(track);
    } else {
      track.enabled = false;
      this.take(track);
      this.#tested = true;
    }
  }

  override endTest(): void {
    if (this.#tested && !this.on.peek()) {
      this.close();
    }
    this.#tested = false;
  }

  protected override rest(): void {
    const track = this.track.peek();
    if (track) {
      track.enabled = false;
    }
  }

  /** The old one goes first: as long as anything listens to it, Chromium opens it again only with the treatment it has. */
  protected override async reopen(old: MediaStreamTrack | null): Promise<void> {
    const stay = this.stay;
    this.track.value = null;
    stop(old);
    try {
      const track = await this.page.open();
      if (stay !== this.stay) {
        stop(track); // the visitor left meanwhile
        return;
      }
      track.enabled = this.on.peek();
      this.take(track);
      this.page.changed();
    } catch (error) {
      this.gaveUp(error);
    }
  }

  protected override async renewTest(): Promise<void> {
    // One that is tried out is open like any other.
  }
}
