import { signal } from '@preact/signals';

/** What this device keeps, and only if the visitor asked for it. */
export interface Memory {
  readonly name: string;
  readonly language: string;
  /** The last first. */
  readonly rooms: readonly string[];
  readonly devices: Devices;
  /** What was set to one's taste; read by the preferences. */
  readonly taste: object;
}

/** Chosen devices by the browser's ids, which it makes up for this origin alone; empty: whatever the system offers. */
export interface Devices {
  readonly mic: string;
  readonly camera: string;
  readonly speaker: string;
}

const key = 'sfu';
const mostRooms = 5;
const noDevices: Devices = { mic: '', camera: '', speaker: '' };
const nothing: Memory = { name: '', language: '', rooms: [], devices: noDevices, taste: {} };

/** The part of the browser's storage that is needed; null where the browser's settings block it. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;

/** The memory on this device. Off until asked for; while it is off nothing is written, and forgetting leaves nothing. */
export class Remember {
  readonly on = signal(false);
  readonly memory = signal<Memory>(nothing);
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    const kept = read(store?.getItem(key));
    if (kept) {
      this.on.value = true;
      this.memory.value = kept;
    }
  }

  /** Begins to remember, with what is known already. */
  start(known: Partial<Memory>): void {
    this.on.value = true;
    this.note(known);
  }

  /** Keeps this if anything is to be kept. */
  note(known: Partial<Memory>): void {
    if (this.on.peek()) {
      this.memory.value = { ...this.memory.peek(), ...known };
      this.#store?.setItem(key, JSON.stringify(this.memory.peek()));
    }
  }

  noteRoom(room: string): void {
    this.note({ rooms: [room, ...this.memory.peek().rooms.filter((other) => other !== room)].slice(0, mostRooms) });
  }

  noteDevices(chosen: Partial<Devices>): void {
    this.note({ devices: { ...this.memory.peek().devices, ...chosen } });
  }

  forget(): void {
    this.on.value = false;
    this.memory.value = nothing;
    this.#store?.removeItem(key);
  }
}

/** Takes only what has the right shape: other pages of this origin or an older version may have written there. */
function read(stored: string | null | undefined): Memory | null {
  try {
    const kept = JSON.parse(stored ?? 'null') as Partial<Record<keyof Memory, unknown>> | null;
    return kept && typeof kept === 'object'
      ? {
          name: text(kept.name),
          language: text(kept.language),
          rooms: Array.isArray(kept.rooms) ? kept.rooms.filter((room) => typeof room === 'string').slice(0, mostRooms) : [],
          devices: readDevices(kept.devices),
          taste: kept.taste && typeof kept.taste === 'object' ? kept.taste : {},
        }
      : null;
  } catch {
    return null;
  }
}

function readDevices(kept: unknown): Devices {
  const { mic, camera, speaker } = (kept ?? {}) as Partial<Record<keyof Devices, unknown>>;
  return { mic: text(mic), camera: text(camera), speaker: text(speaker) };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
