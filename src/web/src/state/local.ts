import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { CaptureError, type ScreenTracks } from '../rtc/capture.ts';
import type { Source } from '../rtc/sources.ts';
import type { Device, NoticeCode, Notices } from './notices.ts';

export interface Captures {
  mic(): Promise<MediaStreamTrack>;
  camera(): Promise<MediaStreamTrack>;
  screen(): Promise<ScreenTracks>;
  /** Whether the browser would hand the device over without asking; without it: no. */
  granted?(device: Own): Promise<boolean>;
}

/** A device that stays with the visitor, unlike a screen, which is picked anew each time. */
export type Own = 'mic' | 'camera';

/** What is to be sent on each source now. */
export type Tracks = Readonly<Record<Source, MediaStreamTrack | null>>;

type Switch = { readonly on: Signal<boolean>; readonly busy: Signal<boolean> };

/**
 * The visitor's own microphone, camera and screen. All are off until `toggle` is called from a click; nothing else asks for a device.
 * Lives as long as the page, so that a rejoin publishes the same tracks again.
 */
export class LocalMedia {
  readonly #captures: Captures;
  readonly #notices: Notices;
  readonly #switches: Readonly<Record<Device, Switch>> = {
    mic: { on: signal(false), busy: signal(false) },
    camera: { on: signal(false), busy: signal(false) },
    screen: { on: signal(false), busy: signal(false) },
  };
  readonly #camera = signal<MediaStreamTrack | null>(null);
  readonly #screen = signal<MediaStreamTrack | null>(null);
  readonly #mic = signal<MediaStreamTrack | null>(null);
  readonly #interrupted: Record<Own, boolean> = { mic: false, camera: false };
  /** The microphone is on only as long as a key is held. */
  #held = false;
  /** The microphone was opened only to be tried out. */
  #testsMic = false;
  /** A camera that is tried out while none is on. */
  readonly #preview = signal<MediaStreamTrack | null>(null);
  readonly #previewed = computed(() => this.#camera.value ?? this.#preview.value);
  /** Counts up whenever everything is given back. */
  #stay = 0;
  /** Openings of one device wait for each other. */
  readonly #work: Record<Own, Promise<unknown>> = { mic: Promise.resolve(), camera: Promise.resolve() };
  #screenAudio: MediaStreamTrack | null = null;
  /** Called after every change of what is to be sent. */
  onChange: () => void = () => undefined;
  /** Why a device may not be turned on now, or null; the room has rules about who speaks. */
  refusal: (device: Device) => NoticeCode | null = () => null;

  constructor(captures: Captures, notices: Notices) {
    this.#captures = captures;
    this.#notices = notices;
  }

  isOn(device: Device): boolean {
    return this.#switches[device].on.value;
  }

  /** A device is being opened; the browser may be asking the visitor. */
  isBusy(device: Device): boolean {
    return this.#switches[device].busy.value;
  }

  get cameraTrack(): ReadonlySignal<MediaStreamTrack | null> {
    return this.#camera;
  }

  /** The open microphone, also while it is muted and nothing of it is sent. */
  get micTrack(): ReadonlySignal<MediaStreamTrack | null> {
    return this.#mic;
  }

  /** What the camera shows its owner: what is sent, or what is tried out. */
  get previewTrack(): ReadonlySignal<MediaStreamTrack | null> {
    return this.#previewed;
  }

  get screenTrack(): ReadonlySignal<MediaStreamTrack | null> {
    return this.#screen;
  }

  tracks(): Tracks {
    return {
      mic: this.#switches.mic.on.peek() ? this.#mic.peek() : null,
      camera: this.#camera.peek(),
      screen: this.#screen.peek(),
      'screen-audio': this.#screenAudio,
    };
  }

  async toggle(device: Device): Promise<void> {
    const { on, busy } = this.#switches[device];
    if (busy.peek()) {
      return;
    }
    if (on.peek()) {
      this.#turnOff(device);
      return;
    }
    const refusal = this.refusal(device);
    if (refusal) {
      this.#notices.problem(refusal);
      return;
    }
    busy.value = true;
    try {
      await this.#open(device);
      on.value = true;
      this.onChange();
    } catch (error) {
      this.#tellProblem(device, error);
    } finally {
      busy.value = false;
    }
  }

  /** Turns a device off, if it is on. */
  turnOff(device: Device): void {
    if (this.#switches[device].on.peek()) {
      this.#turnOff(device);
    }
  }

  /** Turns the microphone on while a key is held. One that was on already stays on afterwards. */
  async talk(held: boolean): Promise<void> {
    if (!held) {
      if (this.#held) {
        this.#held = false;
        this.turnOff('mic');
      }
      return;
    }
    if (this.#held || this.isOn('mic') || this.isBusy('mic')) {
      return;
    }
    this.#held = true;
    await this.toggle('mic');
    if (!this.#held) {
      this.turnOff('mic'); // let go while the device was being opened
    }
  }

  /**
   * Opens a device anew, because another one or another treatment was chosen; on or muted as it was.
   */
  renew(device: Own): Promise<void> {
    const turn = this.#work[device].then(() => this.#renew(device));
    this.#work[device] = turn;
    return turn;
  }

  /** The page is looked at again: devices that a call or another app took meanwhile are opened anew. */
  revive(): void {
    for (const device of ['mic', 'camera'] as const) {
      const track = this.#trackOf(device).peek();
      if (track && (track.readyState === 'ended' || this.#interrupted[device])) {
        void this.#replaceLost(device);
      }
    }
  }

  /** Opens a device to try it out. Nothing is sent, and the others see no change. False: it cannot be had; the reason is told. */
  async test(device: Own): Promise<boolean> {
    try {
      if (!this.#trackOf(device).peek() && !this.isBusy(device)) {
        const stay = this.#stay;
        const track = await this.#captures[device]();
        if (stay !== this.#stay || this.#trackOf(device).peek()) {
          stop(track);
        } else if (device === 'mic') {
          track.enabled = false;
          this.#take('mic', track);
          this.#testsMic = true;
        } else {
          this.#preview.value = track;
        }
      }
      return true;
    } catch (error) {
      this.#tellProblem(device, error);
      return false;
    }
  }

  /** Gives back what was opened to be tried out, unless it is in use now. */
  endTest(device: Own): void {
    if (device === 'camera') {
      stop(this.#preview.peek());
      this.#preview.value = null;
    } else if (this.#testsMic && !this.isOn('mic')) {
      stop(this.#mic.peek());
      this.#mic.value = null;
    }
    if (device === 'mic') {
      this.#testsMic = false;
    }
  }

  /** Gives every device back, as on leaving. */
  release(): void {
    this.#stay++;
    this.#held = false;
    this.#turnOff('camera', false);
    this.#turnOff('screen', false);
    this.#turnOff('mic', false);
    stop(this.#mic.peek());
    this.#mic.value = null;
    this.endTest('mic');
    this.endTest('camera');
    this.onChange();
  }

  async #open(device: Device): Promise<void> {
    switch (device) {
      case 'mic':
      case 'camera': {
        const stay = this.#stay;
        const turn = this.#work[device].then(async () => {
          if (this.#trackOf(device).peek()) {
            return;
          }
          const track = await this.#captures[device]();
          if (stay === this.#stay) {
            this.#take(device, track);
          } else {
            stop(track); // the visitor left while the browser was asking
          }
        });
        this.#work[device] = turn.catch(() => undefined);
        await turn;
        const track = this.#trackOf(device).peek();
        if (!track) {
          throw new CaptureError('cancelled');
        }
        track.enabled = true;
        break;
      }
      case 'screen': {
        const { video, audio } = await this.#captures.screen();
        // "Stop sharing" in the browser's own bar ends the track.
        video.addEventListener('ended', () => this.#turnOff('screen'), { once: true });
        this.#screen.value = video;
        this.#screenAudio = audio;
        break;
      }
    }
  }

  #turnOff(device: Device, tell = true): void {
    this.#switches[device].on.value = false;
    switch (device) {
      case 'mic':
        // The device stays open and unsent: a Bluetooth headset would change its profile at every word, and some browsers ask again.
        if (this.#mic.peek()) {
          this.#mic.peek()!.enabled = false;
        }
        break;
      case 'camera':
        stop(this.#camera.peek()); // the device's light goes out
        this.#camera.value = null;
        this.#interrupt('camera', false);
        break;
      case 'screen':
        stop(this.#screen.peek());
        stop(this.#screenAudio);
        this.#screen.value = null;
        this.#screenAudio = null;
        break;
    }
    if (tell) {
      this.onChange();
    }
  }

  #trackOf(device: Own): Signal<MediaStreamTrack | null> {
    return device === 'mic' ? this.#mic : this.#camera;
  }

  /** Makes a newly opened track the one that is used. */
  #take(device: Own, track: MediaStreamTrack): void {
    const own = (then: () => void) => () => void (this.#trackOf(device).peek() === track && then());
    // `ended` fires when the device goes away, not when we stop the track ourselves.
    track.addEventListener('ended', own(() => void this.#replaceLost(device)), { once: true });
    // iOS takes the devices away for a phone call and gives them back afterwards; some laptops have a key for it.
    track.addEventListener('mute', own(() => this.#interrupt(device, true)));
    track.addEventListener('unmute', own(() => this.#interrupt(device, false)));
    this.#trackOf(device).value = track;
    this.#interrupt(device, false);
  }

  async #renew(device: Own): Promise<void> {
    const old = this.#trackOf(device).peek();
    if (old) {
      await (device === 'mic' ? this.#renewMic(old) : this.#renewCamera(old));
    } else if (device === 'camera' && this.#preview.peek()) {
      this.endTest('camera');
      await this.test('camera');
    }
  }

  /** The old camera is used until the new one is there, and further if it cannot be had. */
  async #renewCamera(old: MediaStreamTrack): Promise<void> {
    try {
      const track = await this.#captures.camera();
      if (this.#camera.peek() !== old) {
        stop(track); // turned off while the new one was being opened
        return;
      }
      this.#take('camera', track);
      stop(old);
      this.onChange();
    } catch (error) {
      this.#tellProblem('camera', error);
    }
  }

  /** The old microphone goes first: as long as anything listens to it, Chromium opens it again only with the treatment it has. */
  async #renewMic(old: MediaStreamTrack): Promise<void> {
    const stay = this.#stay;
    this.#mic.value = null;
    stop(old);
    try {
      const track = await this.#captures.mic();
      if (stay !== this.#stay) {
        stop(track); // the visitor left meanwhile
        return;
      }
      track.enabled = this.isOn('mic');
      this.#take('mic', track);
      this.onChange();
    } catch (error) {
      this.turnOff('mic');
      this.#tellProblem('mic', error);
    }
  }

  /** The device is gone. Another one takes its place if the browser gives it without asking. */
  async #replaceLost(device: Own): Promise<void> {
    const old = this.#trackOf(device).peek();
    const wasOn = this.#switches[device].on.peek();
    if (wasOn && (await this.#captures.granted?.(device))) {
      await this.renew(device);
      const now = this.#trackOf(device).peek();
      if (now !== old) {
        if (now) {
          this.#notices.news(`${device}-switched`);
        }
        return;
      }
    }
    if (this.#trackOf(device).peek() !== old) {
      return;
    }
    this.#trackOf(device).value = null;
    stop(old);
    this.#interrupt(device, false);
    if (wasOn) {
      this.#turnOff(device);
      this.#notices.problem(`${device}-lost`);
    }
  }

  #interrupt(device: Own, interrupted: boolean): void {
    if (this.#interrupted[device] === interrupted) {
      return;
    }
    this.#interrupted[device] = interrupted;
    if (interrupted && this.#switches[device].on.peek()) {
      this.#notices.problem(`${device}-interrupted`);
    } else {
      this.#notices.dismissCode(`${device}-interrupted`);
    }
  }

  #tellProblem(device: Device, error: unknown): void {
    const problem = error instanceof CaptureError ? error.problem : 'unknown';
    if (problem !== 'cancelled') {
      this.#notices.problem(`${device}-${problem}`);
    }
  }
}

function stop(track: MediaStreamTrack | null): void {
  track?.stop();
}
