import type { RoomSettingsInfo } from '../signaling/contract.g.ts';

export type RoomSettings = RoomSettingsInfo;
export type NumberField = 'maxParticipants' | 'durationMinutes';
export type TextField = 'subject' | 'welcome' | 'moderatorMessage' | 'logoutAddress';

/** Largest values that the server takes. */
export const numberFields: Readonly<Record<NumberField, { readonly testId: string; readonly max: number }>> = {
  maxParticipants: { testId: 'room-max', max: 10_000 },
  durationMinutes: { testId: 'room-duration', max: 7 * 24 * 60 },
};

/** Longest texts that the server takes, and how many lines their field shows. */
export const textFields: Readonly<Record<TextField, { readonly testId: string; readonly max: number; readonly lines: number }>> = {
  subject: { testId: 'room-subject', max: 200, lines: 1 },
  welcome: { testId: 'room-welcome', max: 1000, lines: 3 },
  moderatorMessage: { testId: 'room-moderator-message', max: 1000, lines: 3 },
  logoutAddress: { testId: 'room-logout', max: 500, lines: 1 },
};

/** The last minutes of a meeting are told; before that it is nobody's worry. */
const tellBeforeMs = 10 * 60_000;

/** Whole minutes left, at least one, while that is worth telling; null otherwise. */
export function minutesLeft(endsAtMs: number | null, nowMs: number): number | null {
  return endsAtMs === null || endsAtMs - nowMs > tellBeforeMs ? null : Math.max(1, Math.ceil((endsAtMs - nowMs) / 60_000));
}

/** An answer and the news of the change it answers come in any order, but not further apart than this. */
const newsDelayMs = 2_000;

/**
 * Changes the room's settings one by one, although the server takes all of them at once: a change that is on its way is not undone by
 * the next. One per dialogue.
 */
export class SettingsEditor {
  readonly #current: () => RoomSettings | null;
  readonly #send: (settings: RoomSettings) => Promise<boolean>;
  #onTheWay: readonly Partial<RoomSettings>[] = [];

  constructor(current: () => RoomSettings | null, send: (settings: RoomSettings) => Promise<boolean>) {
    this.#current = current;
    this.#send = send;
  }

  /** True when it holds. */
  async change(what: Partial<RoomSettings>): Promise<boolean> {
    const settings = this.#current();
    if (!settings) {
      return false;
    }
    this.#onTheWay = [...this.#onTheWay, what];
    const arrived = () => (this.#onTheWay = this.#onTheWay.filter((other) => other !== what));
    const done = await this.#send(Object.assign({}, settings, ...this.#onTheWay) as RoomSettings);
    if (done) {
      setTimeout(arrived, newsDelayMs);
    } else {
      arrived();
    }
    return done;
  }
}
