import { signal } from '@preact/signals';
import { CaptureError } from '../rtc/capture.ts';
import type { Device, Notices } from './notices.ts';

/** A device that stays with the visitor, unlike a screen, which is picked anew each time. */
export type Own = 'mic' | 'camera';

/** What a device needs of the page around it. */
export interface Surroundings {
  readonly notices: Notices;
  /** Opens the device as it is chosen now; the browser may be asking the visitor. */
  open(): Promise<MediaStreamTrack>;
  /** Whether the browser would hand the device over without asking. */
  granted(): Promise<boolean>;
  /** Nobody looks at the page: phones hand nothing over meanwhile. */
  hidden(): boolean;
  /** Something else is to be sent than before. */
  changed(): void;
}

/** A system that interrupted gives the device back by itself, a moment after the page is in front again (iOS: some hundred ms). */
const giveBackMs = 1_500;

/**
 * A microphone or camera and its ups and downs: opened by a click only, opened anew for another choice, lost, interrupted by the system.
 * Owned by `LocalMedia`, lives as long as the page.
 */
export abstract class OwnDevice {
  readonly on = signal(false);
  /** Being opened; the browser may be asking the visitor. */
  readonly busy = signal(false);
  /** What is open, also while it is muted and nothing of it is sent. */
  readonly track = signal<MediaStreamTrack | null>(null);
  protected readonly page: Surroundings;
  /** Counts up whenever everything is given back. */
  protected stay = 0;
  readonly #kind: Own;
  /** Openings wait for each other. */
  #work: Promise<unknown> = Promise.resolve();
  /** The system took it away for something else and may give it back. */
  #interrupted = false;
  /** It went while nobody looked and could not be had again; the next look tries. */
  #lost = false;
  /** Name of the last one that was open. */
  #label = '';

  constructor(kind: Own, page: Surroundings) {
    this.#kind = kind;
    this.page = page;
  }

  /** What is sent now. */
  get sent(): MediaStreamTrack | null {
    return this.on.peek() ? this.track.peek() : null;
  }

  /** Opens it, if it is not open, for being turned on. */
  async open(): Promise<void> {
    const stay = this.stay;
    const turn = this.#work.then(async () => {
      if (this.works) {
        return;
      }
      this.close(); // a phone call took it and did not give it back: whoever clicks wants it to work
      const track = await this.page.open();
      if (stay === this.stay) {
        this.take(track);
      } else {
        stop(track); // the visitor left while the browser was asking
      }
    });
    this.#work = turn.catch(() => undefined);
    await turn;
    const track = this.track.peek();
    if (!track) {
      throw new CaptureError('cancelled');
    }
    track.enabled = true;
    if (this.#interrupted) {
      this.page.notices.problem(`${this.#kind}-interrupted`);
    }
  }

  turnOff(): void {
    this.on.value = false;
    this.#lost = false;
    this.rest();
    this.page.notices.dismissCode(`${this.#kind}-interrupted`);
  }

  /** Opens it anew, because another one or another treatment was chosen; on or muted as it was. */
  renew(): Promise<void> {
    const turn = this.#work.then(async () => {
      const old = this.track.peek();
      await (old || this.on.peek() ? this.reopen(old) : this.renewTest());
    });
    this.#work = turn;
    return turn;
  }

  /** The page is looked at again. */
  revive(): void {
    const track = this.track.peek();
    if (this.#lost || track?.readyState === 'ended') {
      this.#lost = false;
      void this.#replaceLost();
    } else if (track && this.#interrupted && this.on.peek()) {
      setTimeout(() => void this.#reviveInterrupted(track), giveBackMs);
    }
  }

  /** Gives it back, as on leaving. */
  release(): void {
    this.stay++;
    this.turnOff();
    this.endTest();
    this.close();
  }

  /** Opens it to try it out; nothing is sent, and the others see no change. Rejects with `CaptureError`. */
  abstract test(): Promise<void>;
  /** Gives back what was opened to be tried out, unless it is in use now. */
  abstract endTest(): void;
  /** Being turned off: how much of it stays open? */
  protected abstract rest(): void;
  /** Opens it with the present choice and takes the new track instead of the old one. */
  protected abstract reopen(old: MediaStreamTrack | null): Promise<void>;
  protected abstract renewTest(): Promise<void>;

  /** It is open, and something comes from it. */
  protected get works(): boolean {
    const track = this.track.peek();
    return track !== null && track.readyState !== 'ended' && !this.#interrupted;
  }

  /** Closes what is open. */
  protected close(): void {
    stop(this.track.peek());
    this.track.value = null;
    this.#interrupt(false);
  }

  /** Makes a newly opened track the one that is used. */
  protected take(track: MediaStreamTrack): void {
    const own = (then: () => void) => () => void (this.track.peek() === track && then());
    // `ended` fires when the device goes away, not when we stop the track ourselves.
    track.addEventListener('ended', own(() => void this.#replaceLost()), { once: true });
    // iOS takes the devices away for a phone call and gives them back afterwards; some laptops have a key for it.
    track.addEventListener('mute', own(() => this.#interrupt(true)));
    track.addEventListener('unmute', own(() => this.#interrupt(false)));
    this.#label = track.label;
    this.track.value = track;
    this.#interrupt(track.muted === true);
  }

  /** It could not be opened anew, and nothing is open any more. */
  protected gaveUp(error: unknown): void {
    if (this.page.hidden() && this.on.peek()) {
      this.#lost = true;
      this.page.changed();
      this.page.notices.problem(`${this.#kind}-interrupted`);
      return;
    }
    this.#off();
    tellProblem(this.page.notices, this.#kind, error);
  }

  #off(): void {
    if (this.on.peek()) {
      this.turnOff();
      this.page.changed();
    }
  }

  /** It is gone. Another one takes its place if the browser gives it without asking. */
  async #replaceLost(): Promise<void> {
    const old = this.track.peek();
    const label = this.#label;
    const wasOn = this.on.peek();
    if (wasOn && (await this.page.granted())) {
      await this.renew();
      const now = this.track.peek();
      if (this.#lost || now !== old) {
        if (now && now.label !== label) {
          this.page.notices.news(`${this.#kind}-switched`);
        }
        return;
      }
    }
    if (this.track.peek() !== old) {
      return;
    }
    this.close();
    if (wasOn) {
      this.#off();
      this.page.notices.problem(`${this.#kind}-lost`);
    }
  }

  /** The system has had time to give it back. Where the browser would have to ask, the notice stays and the visitor decides. */
  async #reviveInterrupted(track: MediaStreamTrack): Promise<void> {
    const still = () => this.track.peek() === track && this.#interrupted && this.on.peek() && !this.page.hidden();
    if (still() && (await this.page.granted()) && still()) {
      await this.renew();
    }
  }

  #interrupt(interrupted: boolean): void {
    const news = interrupted && !this.#interrupted && this.on.peek();
    this.#interrupted = interrupted;
    if (news) {
      this.page.notices.problem(`${this.#kind}-interrupted`);
    } else if (!interrupted) {
      this.page.notices.dismissCode(`${this.#kind}-interrupted`);
    }
  }
}

/** Says why a device could not be had; that the visitor changed her mind needs no words. */
export function tellProblem(notices: Notices, device: Device, error: unknown): void {
  const problem = error instanceof CaptureError ? error.problem : 'unknown';
  if (problem !== 'cancelled') {
    notices.problem(`${device}-${problem}`);
  }
}

export function stop(track: MediaStreamTrack | null): void {
  track?.stop();
}
