import { signal, type ReadonlySignal } from '@preact/signals';
import type { Devices as Chosen } from './remember.ts';

export type DeviceKind = keyof Chosen;

export interface DeviceEntry {
  readonly id: string;
  readonly label: string;
}

export type DeviceLists = Readonly<Record<DeviceKind, readonly DeviceEntry[]>>;

/** The part of the browser that is asked. */
export type DeviceSource = Pick<MediaDevices, 'enumerateDevices' | 'addEventListener'> & {
  /** Firefox: the browser's own picker for loudspeakers. */
  selectAudioOutput?(): Promise<MediaDeviceInfo>;
};

const kinds: Readonly<Record<string, DeviceKind>> = { audioinput: 'mic', videoinput: 'camera', audiooutput: 'speaker' };
/** Chromium lists the system's choice as devices of their own; for us it is the empty id. */
const aliases: readonly string[] = ['', 'default', 'communications'];
const empty: DeviceLists = { mic: [], camera: [], speaker: [] };

/**
 * Which microphones, cameras and loudspeakers there are and which one is wanted. Nothing is looked up before somebody opens a
 * device or a menu. One per page.
 */
export class DeviceChoice {
  readonly #lists = signal<DeviceLists>(empty);
  readonly #chosen;
  readonly #source: DeviceSource | undefined;
  #watching = false;
  /** Called when a device was chosen, or a chosen one came back or went. */
  onChosen: (kind: DeviceKind, why: 'chosen' | 'back' | 'gone') => void = () => undefined;

  constructor(source: DeviceSource | undefined, chosen: Chosen) {
    this.#source = source;
    this.#chosen = signal(chosen);
  }

  get lists(): ReadonlySignal<DeviceLists> {
    return this.#lists;
  }

  /** Wanted devices; empty: whichever the system prefers. A wanted one may not be there at the moment. */
  get chosen(): ReadonlySignal<Chosen> {
    return this.#chosen;
  }

  /** The id of a kind that can be asked for now. */
  usable(kind: DeviceKind): string {
    const id = this.#chosen.peek()[kind];
    const list = this.#lists.peek()[kind];
    return list.length === 0 || list.some((entry) => entry.id === id) ? id : '';
  }

  choose(kind: DeviceKind, id: string): void {
    if (this.#chosen.peek()[kind] !== id) {
      this.#chosen.value = { ...this.#chosen.peek(), [kind]: id };
      this.onChosen(kind, 'chosen');
    }
  }

  /** The browser has a picker of its own for loudspeakers. */
  get canPickSpeaker(): boolean {
    return typeof this.#source?.selectAudioOutput === 'function';
  }

  async pickSpeaker(): Promise<void> {
    const picked = await this.#source?.selectAudioOutput?.().catch(() => null);
    if (picked) {
      await this.look();
      this.choose('speaker', picked.deviceId);
    }
  }

  /** Looks what there is, and from the first time on whenever something is plugged in or out. */
  async look(): Promise<void> {
    if (!this.#source) {
      return; // not a secure context
    }
    if (!this.#watching) {
      this.#watching = true;
      this.#source.addEventListener('devicechange', () => void this.look());
    }
    const before = this.#lists.peek();
    this.#lists.value = listsOf(await this.#source.enumerateDevices().catch(() => []));
    for (const kind of Object.keys(empty) as DeviceKind[]) {
      const id = this.#chosen.peek()[kind];
      const was = before[kind].some((entry) => entry.id === id);
      const is = this.#lists.peek()[kind].some((entry) => entry.id === id);
      if (id !== '' && before[kind].length > 0 && was !== is) {
        this.onChosen(kind, is ? 'back' : 'gone');
      }
    }
  }
}

export function listsOf(devices: readonly MediaDeviceInfo[]): DeviceLists {
  const lists: Record<DeviceKind, DeviceEntry[]> = { mic: [], camera: [], speaker: [] };
  for (const { kind, deviceId, label } of devices) {
    const list = kinds[kind];
    if (list && label !== '' && !aliases.includes(deviceId)) {
      lists[list].push({ id: deviceId, label: label.replace(/ \([0-9a-f]{4}:[0-9a-f]{4}\)$/, '') });
    }
  }
  return lists;
}
