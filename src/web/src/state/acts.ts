import type { ProblemCode } from '../signaling/contract.g.ts';
import type { Command, Meeting } from './meeting.ts';
import type { Notices, RefusalCode } from './notices.ts';

/** Has the server do what somebody clicked, and says in words why it did not. One per page. */
export class Acts {
  readonly #meeting: Meeting;
  readonly #notices: Notices;

  constructor(meeting: Meeting, notices: Notices) {
    this.#meeting = meeting;
    this.#notices = notices;
  }

  /** True when it was done. */
  async do(command: Command): Promise<boolean> {
    // A lost connection rejects; it is no refusal, and nothing says whether the server has heard.
    const problem = await this.#meeting.do(command).catch(() => 'not-joined' as const);
    if (problem) {
      this.#notices.problem(refusalOf(problem));
    }
    return problem === null;
  }

  toggleHand(): Promise<boolean> {
    return this.do({ command: this.#meeting.self.peek()?.hand ? 'lower-hand' : 'raise-hand' });
  }

  react(emoji: string): Promise<boolean> {
    return this.do({ command: 'react', text: emoji });
  }

  /** A command that needs nothing but whom it concerns. */
  to(target: string, command: PersonCommand): Promise<boolean> {
    return this.do({ command, target });
  }

  remove(target: string, bar: boolean): Promise<boolean> {
    return this.do({ command: 'remove', target, flag: bar });
  }

  reject(target: string, reason: string): Promise<boolean> {
    return this.do({ command: 'reject', target, ...(reason.trim() && { text: reason.trim() }) });
  }

  async tellLobby(text: string): Promise<boolean> {
    const told = await this.do({ command: 'message-lobby', text: text.trim() });
    if (told) {
      this.#notices.news('lobby-told');
    }
    return told;
  }
}

export type PersonCommand = 'admit' | 'mute' | 'camera-off' | 'stop-share' | 'make-moderator' | 'take-moderator' | 'allow-speak' | 'withdraw-speak' | 'lower-hand';

function refusalOf(problem: ProblemCode): RefusalCode {
  switch (problem) {
    case 'not-allowed':
    case 'target-gone':
    case 'text-invalid':
    case 'limit-reached':
      return `refused-${problem}`;
    case 'too-many-requests':
      return 'refused-too-fast';
    case 'not-joined':
      return 'refused-unreachable';
    default:
      return 'refused-unknown';
  }
}
