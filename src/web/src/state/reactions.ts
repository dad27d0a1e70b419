import { signal } from '@preact/signals';

/** What somebody can say with one click; the names are keys of texts. */
export const emojis = [
  { emoji: '👍', name: 'yes' },
  { emoji: '❤️', name: 'heart' },
  { emoji: '👏', name: 'applause' },
  { emoji: '🎉', name: 'party' },
  { emoji: '😂', name: 'laughing' },
  { emoji: '😮', name: 'surprised' },
  { emoji: '🤔', name: 'thinking' },
  { emoji: '👎', name: 'no' },
] as const;

export interface ShownReaction {
  readonly id: number;
  readonly participantId: string;
  readonly name: string;
  readonly emoji: string;
}

const shownMs = 4_000;
/** A hall that applauds; more would hide the people. */
const most = 12;

/** Reactions that float over the stage now. */
export class Reactions {
  readonly shown = signal<readonly ShownReaction[]>([]);
  #last = 0;

  show(participantId: string, name: string, emoji: string): void {
    const id = ++this.#last;
    this.shown.value = [...this.shown.peek(), { id, participantId, name, emoji }].slice(-most);
    setTimeout(() => (this.shown.value = this.shown.peek().filter((one) => one.id !== id)), shownMs);
  }

  clear(): void {
    this.shown.value = [];
  }
}
