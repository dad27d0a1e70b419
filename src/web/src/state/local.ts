import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ScreenTracks } from '../rtc/capture.ts';
import type { Source } from '../rtc/sources.ts';
import type { Device, NoticeCode, Notices } from './notices.ts';
import { OwnCamera } from './owncamera.ts';
import { tellProblem, type Own, type Surroundings } from './owndevice.ts';
import { OwnMic } from './ownmic.ts';
import { OwnScreen } from './ownscreen.ts';

export type { Own } from './owndevice.ts';

export interface Captures {
  mic(): Promise<MediaStreamTrack>;
  camera(): Promise<MediaStreamTrack>;
  screen(): Promise<ScreenTracks>;
  /** Whether the browser would hand the device over without asking; without it: no. */
  granted?(device: Own): Promise<boolean>;
  /** Nobody looks at the page; without it: somebody always does. */
  hidden?(): boolean;
}

/** What is to be sent on each source now. */
export type Tracks = Readonly<Record<Source, MediaStreamTrack | null>>;

interface Switch {
  readonly on: Signal<boolean>;
  readonly busy: Signal<boolean>;
  open(): Promise<void>;
  turnOff(): void;
}

/**
 * The visitor's own microphone, camera and screen. All are off until `toggle` is called from a click; nothing else asks for a device.
 * Lives as long as the page, so that a rejoin publishes the same tracks again.
 */
export class LocalMedia {
  readonly #notices: Notices;
  readonly #mic: OwnMic;
  readonly #camera: OwnCamera;
  readonly #screen: OwnScreen;
  readonly #switches: Readonly<Record<Device, Switch>>;
  /** The microphone is on only as long as a key is held. */
  #held = false;
  /** Called after every change of what is to be sent. */
  onChange: () => void = () => undefined;
  /** Why a device may not be turned on now, or null; the room has rules about who speaks. */
  refusal: (device: Device) => NoticeCode | null = () => null;

  constructor(captures: Captures, notices: Notices) {
    this.#notices = notices;
    const around = (device: Own): Surroundings => ({
      notices,
      open: () => captures[device](),
      granted: async () => (await captures.granted?.(device)) ?? false,
      hidden: () => captures.hidden?.() ?? false,
      changed: () => this.onChange(),
    });
    this.#mic = new OwnMic(around('mic'));
    this.#camera = new OwnCamera(around('camera'));
    this.#screen = new OwnScreen(
      () => captures.screen(),
      () => this.turnOff('screen'),
    );
    this.#switches = { mic: this.#mic, camera: this.#camera, screen: this.#screen };
  }

  isOn(device: Device): boolean {
    return this.#switches[device].on.value;
  }

  /** A device is being opened; the browser may be asking the visitor. */
  isBusy(device: Device): boolean {
    return this.#switches[device].busy.value;
  }

  get cameraTrack(): ReadonlySignal<MediaStreamTrack | null> {
    return this.#camera.track;
  }

  /** The open microphone, also while it is muted and nothing of it is sent. */
  get micTrack(): ReadonlySignal<MediaStreamTrack | null> {
    return this.#mic.track;
  }

  /** What the camera shows its owner: what is sent, or what is tried out. */
  get previewTrack(): ReadonlySignal<MediaStreamTrack | null> {
    return this.#camera.preview;
  }

  get screenTrack(): ReadonlySignal<MediaStreamTrack | null> {
    return this.#screen.track;
  }

  tracks(): Tracks {
    return { mic: this.#mic.sent, camera: this.#camera.sent, screen: this.#screen.track.peek(), 'screen-audio': this.#screen.audio };
  }

  async toggle(device: Device): Promise<void> {
    const own = this.#switches[device];
    if (own.busy.peek()) {
      return;
    }
    if (own.on.peek()) {
      this.turnOff(device);
      return;
    }
    const refusal = this.refusal(device);
    if (refusal) {
      this.#notices.problem(refusal);
      return;
    }
    own.busy.value = true;
    try {
      await own.open();
      own.on.value = true;
      this.onChange();
    } catch (error) {
      tellProblem(this.#notices, device, error);
    } finally {
      own.busy.value = false;
    }
  }

  /** Turns a device off, if it is on. */
  turnOff(device: Device): void {
    const own = this.#switches[device];
    if (own.on.peek()) {
      own.turnOff();
      this.onChange();
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

  /** Opens a device anew, because another one or another treatment was chosen; on or muted as it was. */
  renew(device: Own): Promise<void> {
    return this.#own(device).renew();
  }

  /** The page is looked at again: devices that a call or another app took meanwhile are opened anew. */
  revive(): void {
    this.#mic.revive();
    this.#camera.revive();
  }

  /** Opens a device to try it out. Nothing is sent, and the others see no change. False: it cannot be had; the reason is told. */
  async test(device: Own): Promise<boolean> {
    try {
      await this.#own(device).test();
      return true;
    } catch (error) {
      tellProblem(this.#notices, device, error);
      return false;
    }
  }

  /** Gives back what was opened to be tried out, unless it is in use now. */
  endTest(device: Own): void {
    this.#own(device).endTest();
  }

  /** Gives every device back, as on leaving. */
  release(): void {
    this.#held = false;
    this.#camera.release();
    this.#screen.release();
    this.#mic.release();
    this.onChange();
  }

  #own(device: Own): OwnMic | OwnCamera {
    return device === 'mic' ? this.#mic : this.#camera;
  }
}
