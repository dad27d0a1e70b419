import { computed, effect, signal, untracked, type ReadonlySignal, type Signal } from '@preact/signals';
import type { PollInfo, PollRequest, ProblemCode } from '../signaling/contract.g.ts';
import type { Meeting } from './meeting.ts';
import type { PanelName } from './panel.ts';

export type { PollInfo as Poll };

/** Longest question and answer in UTF-16 units, and how many answers and polls there may be; the server's limits. */
export const maxPollTextLength = 300;
export const maxPollOptions = 20;

/** Why a poll that is being written cannot be started yet. */
export type DraftProblem = 'no-question' | 'too-few-options' | 'same-options';

const emptyDraft: PollRequest = { question: '', options: ['', ''], multiple: false, anonymous: true, live: true };

export interface PollSurroundings {
  readonly panel: Signal<PanelName | null>;
  /** The page is in the background. */
  readonly hidden: ReadonlySignal<boolean>;
}

/** The polls of a room as one participant has them: her choices, what she has not seen, the poll she is writing. One per page. */
export class Polls {
  /** Newest first: they are numbered as they were started. */
  readonly list: ReadonlySignal<readonly PollInfo[]> = computed(() => [...this.#meeting.polls.value].sort((one, other) => Number(other.id) - Number(one.id)));
  /** Open polls she has neither looked at nor voted in. */
  readonly unread: ReadonlySignal<number> = computed(() => this.#meeting.polls.value.filter((poll) => isNew(poll) && !this.#seen.value.has(poll.id)).length);
  /** A poll that was just started by somebody else, until she has looked, voted or closed the notice. */
  readonly notice: ReadonlySignal<PollInfo | null> = computed(() => this.#meeting.polls.value.find((poll) => poll.id === this.#noticed.value && isNew(poll) && !this.#seen.value.has(poll.id)) ?? null);
  /** A poll that is being written; null when none is. Stays when the panel closes. */
  readonly draft = signal<PollRequest | null>(null);
  /** Why the server did not take the last thing asked of it, by poll; the empty id stands for the draft. */
  readonly problem = signal<{ readonly poll: string; readonly code: ProblemCode } | null>(null);
  readonly busy = signal(false);
  readonly #meeting: Meeting;
  readonly #choices = signal<ReadonlyMap<string, readonly number[]>>(new Map());
  /** Polls whose vote is being changed. */
  readonly #changing = signal<ReadonlySet<string>>(new Set());
  readonly #seen = signal<ReadonlySet<string>>(new Set());
  readonly #noticed = signal<string | null>(null);

  constructor(meeting: Meeting, { panel, hidden }: PollSurroundings) {
    this.#meeting = meeting;
    effect(() => {
      const polls = meeting.polls.value;
      if (panel.value === 'polls' && !hidden.value) {
        untracked(() => this.#look(polls));
      }
    });
    effect(() => {
      if (meeting.self.value === null) {
        untracked(() => this.#forget());
      }
    });
    meeting.onUpdate(({ action, by, poll }) => {
      if (action === 'poll-created' && poll) {
        if (by === meeting.self.peek()?.id) {
          this.#see(poll.id);
        } else {
          this.#noticed.value = poll.id;
        }
      }
    });
  }

  /** What she has ticked but perhaps not sent. */
  choicesIn({ id, yourChoices }: PollInfo): readonly number[] {
    return this.#choices.value.get(id) ?? yourChoices;
  }

  /** Whether she is to be asked: she has not voted, or wants to change her vote. */
  isAsking({ id, closed, yourChoices }: PollInfo): boolean {
    return !closed && (yourChoices.length === 0 || this.#changing.value.has(id));
  }

  choose(poll: PollInfo, option: number, chosen: boolean): void {
    const now = poll.multiple ? this.choicesIn(poll).filter((other) => other !== option) : [];
    this.#choices.value = new Map(this.#choices.peek()).set(poll.id, chosen ? [...now, option].sort((a, b) => a - b) : now);
  }

  async vote(poll: PollInfo): Promise<void> {
    const choices = this.choicesIn(poll);
    if (choices.length > 0 && (await this.#do(poll.id, { command: 'vote', target: poll.id, choices }))) {
      this.#stopChanging(poll.id);
    }
  }

  changeVote({ id }: PollInfo): void {
    this.#changing.value = new Set(this.#changing.peek()).add(id);
  }

  /** Leaves the vote as it was. */
  keepVote({ id }: PollInfo): void {
    const choices = new Map(this.#choices.peek());
    choices.delete(id);
    this.#choices.value = choices;
    this.#stopChanging(id);
  }

  async close({ id }: PollInfo): Promise<void> {
    await this.#do(id, { command: 'close-poll', target: id });
  }

  startDraft(): void {
    this.draft.value ??= emptyDraft;
  }

  discardDraft(): void {
    this.draft.value = null;
    this.problem.value = null;
  }

  edit(by: Partial<PollRequest>): void {
    this.draft.value = { ...(this.draft.peek() ?? emptyDraft), ...by };
    this.problem.value = null;
  }

  /** Hands the draft to the room; it is gone when the room has it. */
  async start(): Promise<void> {
    const draft = this.draft.peek();
    if (!draft || problemOf(draft)) {
      return;
    }
    if (await this.#do('', { command: 'create-poll', poll: { ...draft, question: draft.question.trim(), options: optionsOf(draft) } })) {
      this.draft.value = null;
    }
  }

  dismissNotice(): void {
    this.#noticed.value = null;
  }

  async #do(poll: string, command: Parameters<Meeting['do']>[0]): Promise<boolean> {
    if (this.busy.peek()) {
      return false;
    }
    this.busy.value = true;
    this.problem.value = null;
    // Without a connection this takes until there is one again.
    const code = await this.#meeting.do(command);
    this.busy.value = false;
    this.problem.value = code && this.#meeting.self.peek() ? { poll, code } : null;
    return code === null;
  }

  #stopChanging(id: string): void {
    const changing = new Set(this.#changing.peek());
    changing.delete(id);
    this.#changing.value = changing;
  }

  #look(polls: readonly PollInfo[]): void {
    if (polls.some(({ id }) => !this.#seen.peek().has(id))) {
      this.#seen.value = new Set(polls.map(({ id }) => id));
    }
  }

  #see(id: string): void {
    this.#seen.value = new Set(this.#seen.peek()).add(id);
  }

  /** Another stay begins with nothing of the last one. */
  #forget(): void {
    this.#choices.value = new Map();
    this.#changing.value = new Set();
    this.#seen.value = new Set();
    this.#noticed.value = null;
    this.draft.value = null;
    this.problem.value = null;
  }
}

function isNew({ closed, yourChoices }: PollInfo): boolean {
  return !closed && yourChoices.length === 0;
}

/** The answers that were filled in. */
export function optionsOf({ options }: PollRequest): string[] {
  return options.map((option) => option.trim()).filter((option) => option !== '');
}

export function problemOf(draft: PollRequest): DraftProblem | null {
  const options = optionsOf(draft);
  if (draft.question.trim() === '') {
    return 'no-question';
  }
  if (options.length < 2) {
    return 'too-few-options';
  }
  return new Set(options.map((option) => option.toLocaleLowerCase())).size < options.length ? 'same-options' : null;
}
