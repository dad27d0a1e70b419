import { signal } from '@preact/signals';
import type { Closed, LobbyState } from '../signaling/contract.g.ts';
import { Call, type CallEnvironment, type CallListener } from './call.ts';
import { Keys } from './keys.ts';
import { Lifeline, type Connection } from './lifeline.ts';
import type { LocalMedia } from './local.ts';
import { Meeting } from './meeting.ts';
import type { Notices } from './notices.ts';
import { refusalOf, Refused, secretFor, type Refusal, type Secret } from './refusal.ts';
import type { StayStore } from './stay.ts';

export type { Connection, Failure } from './lifeline.ts';

/** Which page is shown; also `document.body.dataset.state`. */
export type Phase = 'home' | 'prejoin' | 'lobby' | 'room' | 'left';

/** Why one is before the door: moderators have to admit, or nobody is there yet who may open the room. */
export interface Waiting {
  readonly for: 'admission' | 'start';
  /** What the moderators wrote to those who wait, or empty. */
  readonly text: string;
}

/** Why the stay is over, and by whom if it was somebody else. */
export interface Ending {
  readonly reason: 'asked' | Exclude<Closed['reason'], 'media-timeout' | 'server-stopping'>;
  readonly by: string;
  /** Where the moderators want people to go afterwards; empty for nowhere. */
  readonly logoutAddress: string;
}

/** What the session needs of the page. */
export interface SessionEnvironment extends CallEnvironment {
  readonly stays: StayStore;
  /** Videos worth asking for on this screen, decided once per join. */
  readonly videoSlots: () => number;
  /** 0..1. */
  readonly jitter: () => number;
}

/** A room that nobody has opened yet is tried again: soon after a restart of the server, then seldom enough for many behind one address. */
const startPollsMs = [2_000, 4_000, 8_000, 15_000];
/** Waiting times between attempts to get back to a place before the door; the server keeps it for a minute. */
const doorDelaysMs = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000];

/** The visitor's way through the pages and the participation while in a room. One per page. */
export class Session {
  readonly phase = signal<Phase>('home');
  readonly room = signal('');
  readonly name = signal('');
  readonly joining = signal(false);
  /** Why one is not let in; told at the door. */
  readonly refusal = signal<Refusal | null>(null);
  /** What has to be typed at the door. */
  readonly secret = signal<Secret | null>(null);
  readonly waiting = signal<Waiting>({ for: 'admission', text: '' });
  readonly ending = signal<Ending>({ reason: 'asked', by: '', logoutAddress: '' });
  readonly call = signal<Call | null>(null);
  readonly meeting = new Meeting();
  readonly #environment: SessionEnvironment;
  readonly #local: LocalMedia;
  readonly #notices: Notices;
  readonly #keys: Keys;
  readonly #lifeline: Lifeline;
  /** A call that has not entered yet. */
  #opening: Call | null = null;
  /** Counts up with every join and leave; work of an older number gives up. */
  #turn = 0;
  #wake: (() => void) | null = null;

  constructor(environment: SessionEnvironment, local: LocalMedia, notices: Notices) {
    this.#environment = environment;
    this.#local = local;
    this.#notices = notices;
    this.#keys = new Keys(environment.stays);
    this.#lifeline = new Lifeline(
      {
        resume: (call) => this.#resume(call),
        rejoin: () => this.#arrive(),
        enter: (call) => this.#enter(call, 'reconnecting'),
        refuse: (error) => this.#turnAway(error),
      },
      environment.jitter,
    );
    local.onChange = () => void this.call.peek()?.publish(local.tracks());
  }

  get connection() {
    return this.#lifeline.connection;
  }

  get failure() {
    return this.#lifeline.failure;
  }

  /** Shows the page an address stands for, with the signed link it held; leaves the room if it was another. `reloaded`: straight back in. */
  async open(room: string | null, link = '', reloaded = false): Promise<void> {
    if (this.phase.peek() === 'room' || this.phase.peek() === 'lobby') {
      void this.#quit({ reason: 'asked', by: '', logoutAddress: '' });
    }
    this.#turn++;
    this.#opening?.close();
    this.joining.value = false;
    this.refusal.value = null;
    this.secret.value = null;
    if (room === null) {
      this.#local.release();
    }
    this.#notices.clear();
    const wasInsideAs = this.#keys.at(room ?? '', link);
    this.room.value = room ?? '';
    this.phase.value = room === null ? 'home' : 'prejoin';
    if (wasInsideAs && reloaded) {
      await this.join(wasInsideAs);
      if (this.phase.peek() === 'room') {
        this.#notices.news('back-after-reload');
      }
    }
  }

  async join(name: string, typed: Partial<Record<Secret, string>> = {}): Promise<void> {
    if (this.joining.peek()) {
      return;
    }
    const turn = ++this.#turn;
    this.name.value = name;
    this.joining.value = true;
    this.refusal.value = null;
    this.#notices.clear();
    this.#keys.type(typed);
    try {
      const call = await this.#arrive();
      if (turn !== this.#turn) {
        call.close();
        return;
      }
      this.#enter(call, 'connecting');
    } catch (error) {
      if (turn === this.#turn) {
        this.#turnAway(error);
      }
    } finally {
      if (turn === this.#turn) {
        this.joining.value = false;
      }
    }
  }

  /** Leaves the room, or gives up waiting for it. */
  async leave(): Promise<void> {
    const logoutAddress = this.meeting.settings.peek()?.logoutAddress ?? '';
    if (this.phase.peek() === 'lobby') {
      this.#turn++;
      this.#wake?.();
      this.joining.value = false;
      this.#keys.seat = '';
      this.#keys.stepBack();
      this.phase.value = 'prejoin';
      await this.#opening?.leave();
    } else {
      await this.#quit({ reason: 'asked', by: '', logoutAddress });
    }
  }

  /** Tries again at once: the visitor asked, or the device is back on a network. */
  retry(): void {
    this.#wake?.();
    if (this.phase.peek() === 'room') {
      this.#lifeline.retry();
    }
  }

  /** Whether the line of a call is dead, from whoever listens to its pulse. */
  listen(call: Call, silent: boolean): void {
    if (call === this.call.peek()) {
      this.#lifeline.listen(silent);
    }
  }

  async #quit(ending: Ending): Promise<void> {
    this.#turn++;
    this.#lifeline.letGo();
    this.#wake?.();
    this.#opening?.close();
    const call = this.call.peek();
    this.call.value = null;
    this.joining.value = false;
    this.meeting.leave();
    this.#keys.leave();
    this.#local.release();
    this.#notices.clear();
    this.ending.value = ending;
    this.phase.value = 'left';
    await call?.leave();
  }

  /** Back to the door, where it says why; the devices stay as they are. */
  #turnAway(error: unknown): void {
    this.#lifeline.letGo();
    this.call.peek()?.close();
    this.call.value = null;
    this.meeting.leave();
    this.#keys.stepBack();
    this.joining.value = false;
    const refusal = refusalOf(error);
    this.refusal.value = refusal;
    this.secret.value = secretFor(refusal.code, this.secret.peek());
    this.phase.value = 'prejoin';
  }

  /** Comes in, however long that takes: waits before the door, and until somebody opens the room. */
  async #arrive(): Promise<Call> {
    const turn = this.#turn;
    let attempt = 0;
    let polls = 0;
    for (;;) {
      try {
        return await this.#open(() => (attempt = 0));
      } catch (error) {
        if (turn !== this.#turn) {
          throw error;
        }
        if (this.#keys.drop(error)) {
          continue;
        }
        if (error instanceof Refused && error.code === 'not-started') {
          this.#showWaiting({ for: 'start', text: '' });
          await this.#pause(startPollsMs[Math.min(polls++, startPollsMs.length - 1)]!);
        } else if (!(error instanceof Refused) && this.phase.peek() === 'lobby' && attempt < doorDelaysMs.length) {
          await this.#pause(doorDelaysMs[attempt++]!);
        } else {
          throw error;
        }
        if (turn !== this.#turn) {
          throw error;
        }
      }
    }
  }

  async #open(onWaiting: () => void): Promise<Call> {
    // A call that was given up may still have something to say, and one that is being opened is looked at by `#enter`.
    const current = (call: Call, then: () => void) => void (call === this.call.peek() && then());
    const listener: CallListener = {
      waiting: (_, lobby) => {
        onWaiting();
        this.#wait(lobby);
      },
      lost: (call) => current(call, () => this.#lifeline.lost(true)),
      mediaChanged: (call) => current(call, () => this.#lifeline.mediaChanged()),
      closed: (call, closed) => current(call, () => this.#closed(closed)),
      snapshot: (call, snapshot) => current(call, () => this.meeting.takeSnapshot(snapshot)),
      update: (call, update) => current(call, () => this.meeting.takeUpdate(update)),
      seat: (call, seat) => (call === this.#opening || call === this.call.peek()) && this.#keys.sit(this.name.peek(), seat),
    };
    const call = new Call(this.#environment, this.name.peek(), listener);
    this.#opening = call;
    try {
      await call.join({ room: this.room.peek(), name: this.name.peek(), videoSlots: this.#environment.videoSlots(), ...this.#keys.show() }, this.#local.tracks());
      return call;
    } finally {
      if (this.#opening === call) {
        this.#opening = null;
      }
    }
  }

  #wait({ seat, text }: LobbyState): void {
    this.#keys.sit(this.name.peek(), seat);
    this.#showWaiting({ for: 'admission', text });
  }

  #showWaiting(waiting: Waiting): void {
    // After a restart the door may be closed behind somebody who was inside.
    this.call.peek()?.close();
    this.call.value = null;
    this.meeting.leave();
    this.waiting.value = waiting;
    this.phase.value = 'lobby';
  }

  #closed({ reason, by }: Closed): void {
    switch (reason) {
      case 'media-timeout':
      case 'server-stopping':
        this.#lifeline.lost(false);
        break;
      default:
        void this.#quit({ reason, by: by ?? '', logoutAddress: this.meeting.settings.peek()?.logoutAddress ?? '' });
    }
  }

  async #resume(call: Call): Promise<void> {
    const resumed = await call.resume({ seat: this.#keys.seat, epoch: this.meeting.epoch, sequence: this.meeting.sequence }, this.#local.tracks());
    if (call === this.call.peek()) {
      this.#keys.sit(this.name.peek(), resumed.seat);
      this.meeting.resume(resumed, (request) => call.do(request));
      call.release();
    }
  }

  #enter(call: Call, connection: Connection): void {
    this.meeting.enter(call.id, call.snapshot, (request) => call.do(request));
    void call.restoreChat(this.meeting.unrestoredChat).catch(() => undefined);
    this.call.value = call;
    this.secret.value = null;
    this.phase.value = 'room';
    this.#lifeline.hold(call, connection);
    // What was switched while the call was being opened.
    void call.publish(this.#local.tracks());
    call.release();
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
