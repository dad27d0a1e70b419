import { computed, effect, signal, untracked, type ReadonlySignal, type Signal } from '@preact/signals';
import type { ChatMessage, ProblemCode } from '../signaling/contract.g.ts';
import { groupsOf, maxChatLength, tidy, type ChatGroup } from './chattext.ts';
import type { Meeting } from './meeting.ts';
import { privateTo, type PanelName } from './panel.ts';

export type { ProblemCode };

/** A message that is on its way, or that did not get through. */
export interface Outgoing {
  readonly key: number;
  readonly text: string;
  readonly to: string | null;
  readonly toName: string | null;
  /** `unsent`: the server refused it, and it may be sent again. */
  readonly state: 'sending' | 'unsent';
  /** Why the server refused. */
  readonly problem: ProblemCode | null;
  /** The last message known when it was sent: its own has a higher number. */
  readonly after: number;
}

/** Whom the next message is for. */
export interface Recipient {
  readonly id: string;
  readonly name: string;
  readonly gone: boolean;
}

/** `public-off`: she may write to single persons only; `private-off`: to everybody only; `gone`: the recipient has left. */
export type Blocked = 'chat-off' | 'public-off' | 'private-off' | 'gone';

/** Around the chat: what is shown, and whether anybody looks at it. */
export interface ChatSurroundings {
  readonly panel: Signal<PanelName | null>;
  /** The page is in the background. */
  readonly hidden: ReadonlySignal<boolean>;
}

const previewLastsMs = 7_000;

/** The chat of a room as one participant has it: what was said, what she is writing, what she has not read. One per page. */
export class Chat {
  /** What is being written; stays when the panel closes. */
  readonly draft = signal('');
  /** Why the draft was not taken; gone with the next change. */
  readonly problem = signal<ProblemCode | null>(null);
  readonly outgoing = signal<readonly Outgoing[]>([]);
  /** A message that came while the panel was closed, for a moment. */
  readonly preview = signal<ChatMessage | null>(null);
  /** Whether such messages are shown at all. */
  readonly previews = signal(true);
  /** Who emptied the chat; null when nobody has. */
  readonly clearedBy = signal<string | null>(null);
  /** The last message that had been read when the panel was opened; null when there was nothing new. */
  readonly newSince = signal<number | null>(null);
  readonly groups: ReadonlySignal<readonly ChatGroup[]> = computed(() => groupsOf(this.#meeting.chat.value, (id) => this.isOwn(id)));
  readonly unread: ReadonlySignal<number> = computed(() => this.#meeting.chat.value.filter(({ number, from }) => number > this.#readUpTo.value && !this.isOwn(from)).length);
  readonly recipient: ReadonlySignal<Recipient | null> = computed(() => this.#recipientOf(privateTo.value));
  /** Why nothing can be written now; null: it can. */
  readonly blocked: ReadonlySignal<Blocked | null> = computed(() => {
    const you = this.#meeting.you.value;
    const recipient = this.recipient.value;
    if (!you?.chat && !you?.privateChat) {
      return 'chat-off';
    }
    if (recipient?.gone) {
      return 'gone';
    }
    return (recipient ? you.privateChat : you.chat) ? null : recipient ? 'private-off' : 'public-off';
  });
  /** Characters that still fit; negative: too many. */
  readonly room: ReadonlySignal<number> = computed(() => maxChatLength - this.draft.value.length);
  readonly #meeting: Meeting;
  readonly #around: ChatSurroundings;
  readonly #readUpTo = signal(0);
  /** Every id this participant has had in this stay. */
  readonly #ownIds = signal<ReadonlySet<string>>(new Set());
  readonly #names = new Map<string, string>();
  #lastKey = 0;
  #looking = false;
  #previewTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(meeting: Meeting, around: ChatSurroundings) {
    this.#meeting = meeting;
    this.#around = around;
    effect(() => this.#follow(meeting.self.value?.id ?? null));
    effect(() => {
      for (const { id, name } of meeting.roster.value.values()) {
        this.#names.set(id, name);
      }
    });
    effect(() => this.#compare(meeting.chat.value));
    effect(() => this.#read(around.panel.value === 'chat' && !around.hidden.value, meeting.chat.value));
    meeting.onUpdate(({ action, by, message }) => {
      if (action === 'chat-cleared') {
        this.clearedBy.value = by ? meeting.nameOf(by) : '';
      }
      if (message) {
        this.clearedBy.value = null;
        this.#show(message);
      }
    });
  }

  isOwn(id: string): boolean {
    return this.#ownIds.value.has(id);
  }

  write(text: string): void {
    this.draft.value = text;
    this.problem.value = null;
  }

  /** Sends the draft, if it can be sent. */
  async send(): Promise<void> {
    const text = tidy(this.draft.peek());
    if (text === '' || this.room.peek() < 0 || this.blocked.peek()) {
      return;
    }
    this.write('');
    const recipient = this.recipient.peek();
    const outgoing: Outgoing = {
      key: ++this.#lastKey,
      text,
      to: recipient?.id ?? null,
      toName: recipient?.name ?? null,
      state: 'sending',
      problem: null,
      after: lastNumber(this.#meeting.chat.peek()),
    };
    this.outgoing.value = [...this.outgoing.peek(), outgoing];
    await this.#deliver(outgoing);
  }

  /** Tries an unsent message again. */
  async sendAgain(key: number): Promise<void> {
    const outgoing = this.outgoing.peek().find((one) => one.key === key);
    if (outgoing?.state === 'unsent') {
      this.#change(key, { state: 'sending', problem: null });
      await this.#deliver(outgoing);
    }
  }

  discard(key: number): void {
    this.outgoing.value = this.outgoing.peek().filter((one) => one.key !== key);
  }

  /** Empties the chat for everybody; answers why not, or null. */
  clear(): Promise<ProblemCode | null> {
    return this.#meeting.do({ command: 'clear-chat' });
  }

  dismissPreview(): void {
    clearTimeout(this.#previewTimer);
    this.preview.value = null;
  }

  async #deliver({ key, text, to }: Outgoing): Promise<void> {
    // Without a connection this takes until there is one again; the meeting sees to it that it is carried out once.
    const problem = await this.#meeting.do({ command: 'send-chat', text, ...(to !== null && { target: to }) });
    if (problem === null) {
      this.discard(key);
    } else if (!this.outgoing.peek().some((one) => one.key === key)) {
      return; // the stay is over
    } else if (this.draft.peek() === '' && privateTo.peek() === to) {
      this.discard(key);
      this.write(text);
      this.problem.value = problem;
    } else {
      this.#change(key, { state: 'unsent', problem });
    }
  }

  #change(key: number, by: Partial<Outgoing>): void {
    this.outgoing.value = this.outgoing.peek().map((one) => (one.key === key ? { ...one, ...by } : one));
  }

  /** What has arrived is no longer on its way, even if the answer is late or got lost. */
  #compare(messages: readonly ChatMessage[]): void {
    untracked(() => {
      const outgoing = this.outgoing.peek();
      if (outgoing.length === 0) {
        return;
      }
      const arrived = messages.filter(({ from }) => this.isOwn(from));
      this.outgoing.value = outgoing.filter((one) => {
        const index = arrived.findIndex(({ number, text, to }) => number > one.after && to === one.to && text === one.text);
        if (index >= 0) {
          arrived.splice(index, 1);
        }
        return index < 0;
      });
    });
  }

  #read(looking: boolean, messages: readonly ChatMessage[]): void {
    untracked(() => {
      const last = lastNumber(messages);
      const opened = looking && !this.#looking;
      this.#looking = looking;
      if (!looking) {
        // After a restart of the server the numbers may begin anew.
        this.#readUpTo.value = Math.min(this.#readUpTo.peek(), last);
        return;
      }
      if (opened) {
        this.newSince.value = this.unread.peek() > 0 && this.#readUpTo.peek() > 0 ? this.#readUpTo.peek() : null;
      }
      this.#readUpTo.value = last;
      this.dismissPreview();
    });
  }

  #show(message: ChatMessage): void {
    if (this.previews.peek() && this.#around.panel.peek() !== 'chat' && !this.isOwn(message.from)) {
      clearTimeout(this.#previewTimer);
      this.preview.value = message;
      this.#previewTimer = setTimeout(() => this.dismissPreview(), previewLastsMs);
    }
  }

  #recipientOf(id: string | null): Recipient | null {
    if (id === null) {
      return null;
    }
    const person = this.#meeting.roster.value.get(id);
    // Whoever writes to somebody who has left must not suddenly write to everybody.
    return { id, name: person?.name ?? this.#names.get(id) ?? '', gone: !person };
  }

  /** Another stay begins with nothing of the last one. */
  #follow(id: string | null): void {
    untracked(() => {
      if (id !== null) {
        this.#ownIds.value = new Set([...this.#ownIds.peek(), id]);
        return;
      }
      this.#ownIds.value = new Set();
      this.#names.clear();
      this.#readUpTo.value = 0;
      this.write('');
      this.outgoing.value = [];
      this.clearedBy.value = null;
      this.newSince.value = null;
      privateTo.value = null;
      this.dismissPreview();
    });
  }
}

function lastNumber(messages: readonly ChatMessage[]): number {
  return messages[messages.length - 1]?.number ?? 0;
}
