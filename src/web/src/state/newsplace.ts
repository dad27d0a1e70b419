import { signal } from '@preact/signals';

/** A modal dialogue, as things were when it opened. What is outside of it can neither be clicked nor heard by screen readers. */
export interface OpenDialog {
  /** Number of the newest notice; 0 if there was none. */
  readonly lastNotice: number;
  /** There was no trouble with the connection. */
  readonly connected: boolean;
}

/** The topmost is the last. Kept by the dialogues themselves. */
export const openDialogs = signal<readonly OpenDialog[]>([]);

/** Where a notice is told: in the topmost dialogue that it came after. Null: on the page, where it was before any opened. */
export function placeOfNotice(dialogs: readonly OpenDialog[], id: number): OpenDialog | null {
  return dialogs.findLast(({ lastNotice }) => lastNotice < id) ?? null;
}

/** The same for trouble with the connection. */
export function placeOfTrouble(dialogs: readonly OpenDialog[]): OpenDialog | null {
  return dialogs.findLast(({ connected }) => connected) ?? null;
}

/** Where it is said what others do: only what is in the topmost dialogue is heard. */
export function placeOfSpeech(dialogs: readonly OpenDialog[]): OpenDialog | null {
  return dialogs.at(-1) ?? null;
}
