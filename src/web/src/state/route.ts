/** The one page of ours that is no room; the server gives no room this name. */
const selfTestName = 'selftest';

export function isSelfTest(path: string): boolean {
  return path.split('/')[1]?.toLowerCase() === selfTestName;
}

/** The room an address names, as it stands there; null for the start page. The server compares without regard to case. */
export function roomOfPath(path: string): string | null {
  const segment = path.split('/')[1] ?? '';
  if (isSelfTest(path)) {
    return null;
  }
  try {
    return decodeURIComponent(segment).trim() || null;
  } catch {
    return segment; // half an escape: the server will say that it is no room
  }
}

export function pathOfRoom(room: string): string {
  return `/${encodeURIComponent(room)}`;
}

/** The signed link in an address's fragment, which no server log ever sees; empty when there is none. */
export function linkOfFragment(fragment: string): string {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('k') ?? '';
}

/** The address that a signed link is sent as. */
export function addressOfLink(origin: string, room: string, token: string): string {
  return `${origin}${pathOfRoom(room)}#k=${token}`;
}
