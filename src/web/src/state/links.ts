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
