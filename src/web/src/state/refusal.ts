import type { ProblemCode } from '../signaling/contract.g.ts';

/** Reasons not to be let in that are told at the door, each with a text that says what to do next. */
const told = [
  'room-full', 'server-full', 'room-name-invalid', 'name-invalid', 'too-many-requests', 'lobby-full', 'room-locked', 'password-required', 'password-wrong',
  'too-many-attempts', 'code-required', 'code-wrong', 'link-required', 'link-invalid', 'link-expired', 'guests-not-allowed', 'not-started', 'barred', 'rejected',
] as const satisfies readonly ProblemCode[];

/** Besides the server's: the meeting ended while one waited, the server cannot be reached, or it and the browser do not understand one another. */
export type RefusalCode = (typeof told)[number] | 'lobby-closed' | 'server-unreachable' | 'join-failed';

export interface Refusal {
  readonly code: RefusalCode;
  /** A moderator's words, or empty. */
  readonly text: string;
}

/** Something the visitor can type to get in after all. */
export type Secret = 'code' | 'password';

/** The server said no; the code says why. */
export class Refused extends Error {
  readonly code: ProblemCode | 'lobby-closed';
  /** A moderator's words, or empty. */
  readonly text: string;

  constructor(code: ProblemCode | 'lobby-closed', text = '') {
    super(code);
    this.code = code;
    this.text = text;
  }
}

export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Refused)) {
    // A browser without WebRTC, or one that does not take the offer, is told apart from a server that does not answer.
    return { code: error instanceof DOMException || error instanceof ReferenceError ? 'join-failed' : 'server-unreachable', text: '' };
  }
  const code = error.code === 'lobby-closed' ? error.code : told.find((known) => known === error.code);
  return { code: code ?? 'join-failed', text: error.text };
}

/** What has to be typed after a refusal; `before` is what had to be typed until now. */
export function secretFor(code: RefusalCode, before: Secret | null): Secret | null {
  switch (code) {
    case 'code-required':
    case 'code-wrong':
      return 'code';
    case 'password-required':
    case 'password-wrong':
      return 'password';
    case 'too-many-attempts':
    case 'too-many-requests':
    case 'server-unreachable':
      return before;
    default:
      return null;
  }
}

/** Refusals that waiting does not change end attempts to come back; the others do not, for instance a room full of one's own ghost. */
export function isPassing(error: unknown): boolean {
  const passing: readonly (ProblemCode | 'lobby-closed')[] = ['room-full', 'server-full', 'too-many-requests', 'already-joined', 'not-joined'];
  return !(error instanceof Refused) || passing.includes(error.code);
}
