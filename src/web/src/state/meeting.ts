import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { ChatMessage, CommandRequest, KnockerInfo, ParticipantInfo, PollInfo, ProblemCode, ResumeResult, RoomSettingsInfo, RoomSnapshot, RoomUpdate, YouInfo } from '../signaling/contract.g.ts';
import { rosterOf, withoutParticipant, withParticipant, type Roster } from './roster.ts';

/** A command without its number, which the meeting gives it. */
export type Command = Omit<CommandRequest, 'id'>;

/** Hands a numbered command to the server; answers why it was refused, or null when it was carried out. Rejects when the connection broke. */
export type SendCommand = (request: CommandRequest) => Promise<ProblemCode | null>;

/** A command that the server has not answered yet. */
interface Pending {
  readonly request: CommandRequest;
  readonly resolve: (problem: ProblemCode | null) => void;
}

const nothingBefore = { epoch: '', chat: [] };

/**
 * The room as the server tells it to this participant: people, rights, settings, chat, polls, lobby. Fed with snapshots and
 * updates by the session, through all connections of one stay. One per page.
 */
export class Meeting {
  /** Everybody else, in the order in which they came. */
  readonly roster = signal<Roster>(new Map());
  /** Oneself, as the others see it: name, role, hand and so on; null outside a room. */
  readonly self = signal<ParticipantInfo | null>(null);
  readonly you = signal<YouInfo | null>(null);
  readonly settings = signal<RoomSettingsInfo | null>(null);
  readonly hasPassword = signal(false);
  readonly chat = signal<readonly ChatMessage[]>([]);
  readonly polls = signal<readonly PollInfo[]>([]);
  /** Who waits outside; only moderators are told. */
  readonly lobby = signal<readonly KnockerInfo[]>([]);
  readonly endsAtMs = signal<number | null>(null);
  /** Moderators and owners. */
  readonly moderates: ReadonlySignal<boolean> = computed(() => this.you.value?.role === 'moderator' || this.you.value?.role === 'owner');
  epoch = '';
  sequence = 0;
  #selfId = '';
  #lastCommand = 0;
  #pending: readonly Pending[] = [];
  /** The meeting before a restart of the server, as this page held it, and the one that the server says goes on here. */
  #before: { readonly epoch: string; readonly chat: readonly ChatMessage[] } = nothingBefore;
  #restored = '';
  #send: SendCommand | null = null;
  readonly #listeners = new Set<(update: RoomUpdate) => void>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
  }

  /**
   * In the room, for the first time or again. The seat may have been used by a page that is gone (a reload), so numbers go on from the
   * time, which is higher than any of that page's.
   */
  enter(selfId: string, snapshot: RoomSnapshot, send: SendCommand): void {
    this.#selfId = selfId;
    this.#lastCommand = Math.max(this.#lastCommand, this.#nowMs());
    if (this.epoch !== '' && this.epoch !== snapshot.epoch) {
      this.#before = { epoch: this.epoch, chat: this.chat.peek() };
    }
    this.takeSnapshot(snapshot);
    this.#connect(send);
  }

  /** The chat that is held from before a restart of the server and that the room as entered does not have yet. */
  get unrestoredChat(): readonly ChatMessage[] {
    const { epoch, chat } = this.#before;
    return epoch !== '' && epoch === this.#restored ? chat.filter(({ number, proof }) => proof && !this.chat.peek().some((known) => known.number === number)) : [];
  }

  /** Another connection goes on where the last one broke. */
  resume({ updates, snapshot }: Pick<ResumeResult, 'updates' | 'snapshot'>, send: SendCommand): void {
    if (snapshot) {
      this.takeSnapshot(snapshot);
    }
    updates.forEach((update) => this.takeUpdate(update));
    this.#connect(send);
  }

  takeSnapshot(snapshot: RoomSnapshot): void {
    this.epoch = snapshot.epoch;
    this.#restored = snapshot.restored ?? '';
    this.sequence = snapshot.sequence;
    this.roster.value = rosterOf(snapshot.participants.filter(({ id }) => id !== this.#selfId));
    this.self.value = snapshot.participants.find(({ id }) => id === this.#selfId) ?? null;
    this.you.value = snapshot.you;
    this.settings.value = snapshot.settings;
    this.hasPassword.value = snapshot.hasPassword;
    this.chat.value = snapshot.chat;
    this.polls.value = snapshot.polls;
    this.lobby.value = snapshot.lobby;
    this.endsAtMs.value = snapshot.endsAtMs;
  }

  takeUpdate(update: RoomUpdate): void {
    if (update.sequence <= this.sequence) {
      return; // a resumed connection tells some again
    }
    this.sequence = update.sequence;
    const { participant, left, you, settings, hasPassword, endsAtMs, message, reaction: _, poll, lobby } = update;
    if (participant?.id === this.#selfId) {
      this.self.value = participant;
    } else if (participant) {
      this.roster.value = withParticipant(this.roster.peek(), participant);
    }
    // Listeners hear of somebody who left while her name is still known.
    this.#listeners.forEach((listener) => listener(update));
    if (left) {
      this.roster.value = withoutParticipant(this.roster.peek(), left);
    }
    if (you) this.you.value = you;
    if (settings) this.settings.value = settings;
    if (hasPassword != null) this.hasPassword.value = hasPassword;
    if (endsAtMs !== undefined) this.endsAtMs.value = endsAtMs || null; // 0: no longer
    if (update.chatCleared) this.chat.value = [];
    if (message) this.chat.value = withMessages(this.chat.peek(), [message]);
    if (update.messages) this.chat.value = withMessages(this.chat.peek(), update.messages);
    if (poll) this.polls.value = [...this.polls.peek().filter(({ id }) => id !== poll.id), poll];
    if (lobby) this.lobby.value = lobby;
  }

  /** Calls the listener with every update that is news; returns how to stop. */
  onUpdate(listener: (update: RoomUpdate) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Somebody's name, also one's own; empty for an id that is not in the room. */
  nameOf(id: string): string {
    return (id === this.#selfId ? this.self.peek() : this.roster.peek().get(id))?.name ?? '';
  }

  /**
   * Has the server do something; answers why it refused, or null. When the connection breaks first, the next one asks again under the
   * same number, which takes effect once.
   */
  do(command: Command): Promise<ProblemCode | null> {
    const send = this.#send;
    if (!send) {
      return Promise.resolve('not-joined');
    }
    return new Promise((resolve) => {
      const pending = { request: { id: ++this.#lastCommand, ...command }, resolve };
      this.#pending = [...this.#pending, pending];
      this.#dispatch(pending, send);
    });
  }

  /** The stay is over: nothing of the room is kept. */
  leave(): void {
    const unanswered = this.#pending;
    this.#send = null;
    this.#pending = [];
    unanswered.forEach(({ resolve }) => resolve('not-joined'));
    this.#selfId = '';
    this.#before = nothingBefore;
    this.#restored = '';
    this.epoch = '';
    this.sequence = 0;
    this.roster.value = new Map();
    this.self.value = null;
    this.you.value = null;
    this.settings.value = null;
    this.hasPassword.value = false;
    this.chat.value = [];
    this.polls.value = [];
    this.lobby.value = [];
    this.endsAtMs.value = null;
  }

  /** What was not answered goes first and in order: the server takes a number only after all lower ones. */
  #connect(send: SendCommand): void {
    this.#send = send;
    this.#pending.forEach((pending) => this.#dispatch(pending, send));
  }

  #dispatch(pending: Pending, send: SendCommand): void {
    send(pending.request).then(
      (problem) => {
        this.#pending = this.#pending.filter((other) => other !== pending);
        pending.resolve(problem);
      },
      () => undefined, // stays pending
    );
  }
}

/** Lines that are new, put in by number: those from before a restart come late. */
function withMessages(chat: readonly ChatMessage[], more: readonly ChatMessage[]): readonly ChatMessage[] {
  const known = new Set(chat.map(({ number }) => number));
  return [...chat, ...more.filter(({ number }) => !known.has(number))].sort((one, other) => one.number - other.number);
}
