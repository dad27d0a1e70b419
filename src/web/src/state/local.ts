import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { CaptureError, type ScreenTracks } from '../rtc/capture.ts';
import type { Source } from '../rtc/sources.ts';
import type { Device, Notices } from './notices.ts';

export interface Captures {
  mic(): Promise<MediaStreamTrack>;
  camera(): Promise<MediaStreamTrack>;
  screen(): Promise<ScreenTracks>;
}

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
  #mic: MediaStreamTrack | null = null;
  #screenAudio: MediaStreamTrack | null = null;
  /** Called after every change of what is to be sent. */
  onChange: () => void = () => undefined;

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

  get screenTrack(): ReadonlySignal<MediaStreamTrack | null> {
    return this.#screen;
  }

  tracks(): Tracks {
    return {
      mic: this.#switches.mic.on.peek() ? this.#mic : null,
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
    busy.value = true;
    try {
      await this.#open(device);
      on.value = true;
      this.onChange();
    } catch (error) {
      const problem = error instanceof CaptureError ? error.problem : 'unknown';
      if (problem !== 'cancelled') {
        this.#notices.problem(`${device}-${problem}`);
      }
    } finally {
      busy.value = false;
    }
  }

  /** Gives every device back, as on leaving. */
  release(): void {
    this.#turnOff('camera', false);
    this.#turnOff('screen', false);
    this.#turnOff('mic', false);
    stop(this.#mic);
    this.#mic = null;
    this.onChange();
  }

  async #open(device: Device): Promise<void> {
    switch (device) {
      case 'mic':
        this.#mic ??= this.#watched(await this.#captures.mic(), () => this.#lost('mic'));
        this.#mic.enabled = true;
        break;
      case 'camera':
        this.#camera.value = this.#watched(await this.#captures.camera(), () => this.#lost('camera'));
        break;
      case 'screen': {
        const { video, audio } = await this.#captures.screen();
        // "Stop sharing" in the browser's own bar ends the track.
        this.#screen.value = this.#watched(video, () => this.#turnOff('screen'));
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
        if (this.#mic) {
          this.#mic.enabled = false;
        }
        break;
      case 'camera':
        stop(this.#camera.peek()); // the device's light goes out
        this.#camera.value = null;
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

  #lost(device: 'mic' | 'camera'): void {
    const wasOn = this.#switches[device].on.peek();
    if (device === 'mic') {
      this.#mic = null;
    }
    this.#turnOff(device);
    if (wasOn) {
      this.#notices.problem(`${device}-lost`);
    }
  }

  /** `ended` fires when the device goes away, not when we stop the track ourselves. */
  #watched(track: MediaStreamTrack, onEnded: () => void): MediaStreamTrack {
    track.addEventListener('ended', onEnded, { once: true });
    return track;
  }
}

function stop(track: MediaStreamTrack | null): void {
  track?.stop();
}
