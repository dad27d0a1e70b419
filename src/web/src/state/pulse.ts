import { Pulse, type PulseEntry, type ShownCamera } from '../rtc/pulse.ts';
import type { Call } from './call.ts';

/** Often enough to say within two seconds that nothing arrives any more. */
const lookEveryMs = 250;

/** Listens for the pulse of one call's media; made when the call is entered. */
export class PulseWatch {
  readonly #pulse = new Pulse();
  readonly #call: Call;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #onLook: (silent: boolean) => void;
  #looking = false;
  #stopped = false;

  /** @param onLook Told after every look whether the line is dead. */
  constructor(call: Call, onLook: (silent: boolean) => void) {
    this.#call = call;
    this.#onLook = onLook;
    this.#timer = setInterval(() => void this.#look(), lookEveryMs);
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#call.mediaState !== 'connected') {
      return;
    }
    this.#looking = true;
    try {
      const entries: PulseEntry[] = [];
      (await this.#call.stats()).forEach((entry: PulseEntry) => entries.push(entry));
      const cameras = this.#call.slots.peek().flatMap(({ mid, participantId, kind }): ShownCamera[] => (participantId !== null && kind === 'camera' ? [{ mid, participant: participantId }] : []));
      if (!this.#stopped) {
        this.#onLook(this.#pulse.isSilent(entries, cameras, performance.now()));
      }
    } catch {
      // The connection is being closed.
    } finally {
      this.#looking = false;
    }
  }
}
