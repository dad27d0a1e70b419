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
