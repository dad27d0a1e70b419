import type { ChatMessage } from '../signaling/contract.g.ts';

/** How a saved chat reads. */
export interface ChatWords {
  readonly title: string;
  readonly time: (atMs: number) => string;
  readonly to: (name: string) => string;
}

/** The chat as a text file. Later lines of a message are indented, so that nobody can write lines for somebody else. */
export function chatAsText(messages: readonly ChatMessage[], { title, time, to }: ChatWords): string {
  const lines = messages.map(({ atMs, fromName, toName, text }) => `[${time(atMs)}] ${fromName}${toName === null ? '' : ` ${to(toName)}`}: ${text.replace(/\n/g, '\n    ')}`);
  return [title, '', ...lines, ''].join('\n');
}
