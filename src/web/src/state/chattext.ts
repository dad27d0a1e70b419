import type { ChatMessage } from '../signaling/contract.g.ts';

/** Longest message in UTF-16 units; the server's limit. */
export const maxChatLength = 4000;

/** Words of a sender that belong together: to the same people, without a long pause. */
export interface ChatGroup {
  readonly key: number;
  readonly from: string;
  readonly fromName: string;
  readonly own: boolean;
  readonly to: string | null;
  readonly toName: string | null;
  readonly atMs: number;
  readonly messages: readonly ChatMessage[];
}

const groupPauseMs = 5 * 60_000;

export function groupsOf(messages: readonly ChatMessage[], isOwn: (id: string) => boolean): ChatGroup[] {
  const groups: (ChatGroup & { messages: ChatMessage[] })[] = [];
  let lastAtMs = 0;
  for (const message of messages) {
    const open = groups[groups.length - 1];
    if (open && open.from === message.from && open.to === message.to && message.atMs - lastAtMs < groupPauseMs) {
      open.messages.push(message);
    } else {
      const { number: key, from, fromName, to, toName, atMs } = message;
      groups.push({ key, from, fromName, own: isOwn(from), to, toName, atMs, messages: [message] });
    }
    lastAtMs = message.atMs;
  }
  return groups;
}

/** A typed text as the server will keep it: without what cannot be seen or turns other text round, tabs as spaces. */
export function tidy(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .trim();
}
