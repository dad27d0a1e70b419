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

/** A piece of a message. `host` is the true name of a link's server where the address as written hides it. */
export interface TextPart {
  readonly text: string;
  readonly href?: string;
  readonly host?: string;
}

const address = /https?:\/\/[^\s<>"`\\^{|}“”„«»‹›\u200c\u200d]+/giu;
const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/** Splits a message at its web addresses. Everything else stays text, other schemes too. */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const found of text.matchAll(address)) {
    // "xhttps://…" is a word, not an address.
    const before = text.slice(0, found.index).match(/[\p{L}\p{N}_]$/u);
    const written = withoutPunctuation(found[0]);
    const link = before ? null : linkOf(written);
    if (!link) {
      continue;
    }
    if (found.index > done) {
      parts.push({ text: text.slice(done, found.index) });
    }
    parts.push(link);
    done = found.index + written.length;
  }
  if (done < text.length) {
    parts.push({ text: text.slice(done) });
  }
  return parts;
}

/** A full stop or a bracket after an address belongs to the sentence. */
function withoutPunctuation(written: string): string {
  for (let end = written.length; end > 0; end--) {
    const last = written[end - 1]!;
    const kept = written.slice(0, end);
    const opening = closing[last];
    if (opening ? count(kept, last) <= count(kept, opening) : !/[.,;:!?'*_~’…]/.test(last)) {
      return kept;
    }
  }
  return '';
}

function linkOf(written: string): TextPart | null {
  let url: URL;
  try {
    url = new URL(written);
  } catch {
    return null;
  }
  // A name before an @ pretends to be the server ("https://bank.example@elsewhere.example").
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || !url.hostname || url.username || url.password) {
    return null;
  }
  // Letters of other scripts can look like Latin ones: the name as the network knows it stands beside.
  const shown = /^https?:\/\/([^/?#:]*)/i.exec(written)?.[1]?.toLowerCase();
  return url.hostname === shown || url.hostname.startsWith('[') ? { text: written, href: url.href } : { text: written, href: url.href, host: url.hostname };
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

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
