import { signal } from '@preact/signals';
import type { ProblemCode } from '../signaling/contract.g.ts';
import { Call, Refused, type CallEnvironment, type CallListener } from './call.ts';
import type { LocalMedia } from './local.ts';
import { Meeting } from './meeting.ts';
import type { NoticeCode, Notices } from './notices.ts';

/** Which page is shown; also `document.body.dataset.state`. */
export type Phase = 'home' | 'prejoin' | 'room' | 'left';

/** `connecting` is the first attempt after joining, `reconnecting` every later one. */
export type Connection = 'connecting' | 'connected' | 'reconnecting' | 'failed';

/** Why the connection failed for good: the server cannot be reached at all, or only media does not get through. */
export type Failure = 'server' | 'media';

/** Something that happened to somebody, for screen readers. */
export interface Event {
  readonly kind: 'came' | 'went';
  readonly name: string;
}

/** A short break (a lift, a change of network) heals by itself; libwebrtc reports it after about 5 s without answers. */
const restartAfterMs = 1_000;
/** An ICE restart that has not helped by then will not. */
const restartPatienceMs = 6_000;
/** First connection: ICE and DTLS take well under a second, with losses a few; then media is blocked. */
const mediaPatienceMs = 12_000;
/** Waiting times between attempts to join again; together about 90 s, long enough for a server's restart. */
const rejoinDelaysMs = [0, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000];
/** Media that twice did not come up after joining is blocked on the way. */
const mostMediaFailures = 2;

/**
 * The visitor's way through the pages and the participation while in a room: joins, keeps the call alive through trouble,
 * leaves. One per page.
 */
export class Session {
  readonly phase = signal<Phase>('home');
  readonly room = signal('');
  readonly name = signal('');
  readonly joining = signal(false);
  readonly call = signal<Call | null>(null);
  readonly connection = signal<Connection>('connecting');
  readonly failure = signal<Failure>('server');
  readonly lastEvent = signal<Event | null>(null);
  readonly meeting = new Meeting();
  readonly #environment: CallEnvironment;
  readonly #local: LocalMedia;
  readonly #notices: Notices;
  /** Videos worth asking for on this screen, decided once per join. */
  readonly #videoSlots: () => number;
  /** 0..1; spreads the attempts of all who lost the same server at the same moment. */
  readonly #jitter: () => number;
  /** Counts up with every join and leave; work of an older number gives up. */
  #turn = 0;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #recovering = false;
  #restarted = false;
  #mediaFailures = 0;
  #wake: (() => void) | null = null;

  constructor(environment: CallEnvironment, local: LocalMedia, notices: Notices, videoSlots: () => number, jitter: () => number = Math.random) {
    this.#environment = environment;
    this.#local = local;
    this.#notices = notices;
    this.#videoSlots = videoSlots;
    this.#jitter = jitter;
    this.meeting.onUpdate(({ action, participant, left }) => {
      if (action === 'joined' && participant) {
        this.lastEvent.value = { kind: 'came', name: participant.name };
      } else if (left) {
        this.lastEvent.value = { kind: 'went', name: this.meeting.nameOf(left) };
      }
    });
    local.onChange = () => void this.call.peek()?.publish(local.tracks());
  }

  /** Shows the page an address stands for; leaves the room if it was another. */
  async open(room: string | null): Promise<void> {
    if (this.phase.peek() === 'room') {
      await this.leave();
    }
    this.#turn++;
    this.joining.value = false;
    if (room === null) {
      this.#local.release();
    }
    this.#notices.clear();
    this.room.value = room ?? '';
    this.phase.value = room === null ? 'home' : 'prejoin';
  }

  async join(name: string): Promise<void> {
    if (this.joining.peek()) {
      return;
    }
    const turn = ++this.#turn;
    this.name.value = name;
    this.joining.value = true;
    this.#notices.clear();
    this.#mediaFailures = 0;
    try {
      const call = await this.#open();
      if (turn !== this.#turn) {
        call.close();
        return;
      }
      this.#enter(call, 'connecting');
      this.phase.value = 'room';
    } catch (error) {
      if (turn === this.#turn) {
        this.#notices.problem(joinNotice(error));
      }
    } finally {
      if (turn === this.#turn) {
        this.joining.value = false;
      }
    }
  }

  async leave(): Promise<void> {
    this.#turn++;
    this.#wake?.();
    clearTimeout(this.#watch);
    const call = this.call.peek();
    this.call.value = null;
    this.lastEvent.value = null;
    this.meeting.leave();
    this.#local.release();
    this.#notices.clear();
    this.phase.value = 'left';
    await call?.leave();
  }

  /** Tries again at once: the visitor asked, or the device is back on a network. */
  retry(): void {
    if (this.phase.peek() !== 'room') {
      return;
    }
    if (this.#recovering) {
      this.#wake?.();
    } else if (this.connection.peek() === 'failed') {
      this.#mediaFailures = 0;
      void this.#recover();
    }
  }

  #open(): Promise<Call> {
    const options = { room: this.room.peek(), name: this.name.peek(), videoSlots: this.#videoSlots() };
    // A call that was given up may still have something to say, and one that is being opened is looked at by `#enter`.
    const current = (call: Call, then: () => void) => void (call === this.call.peek() && then());
    const listener: CallListener = {
      lost: (call) => current(call, () => void this.#recover()),
      mediaChanged: (call) => current(call, () => this.#mediaChanged(call)),
      closed: (call, { reason }) => current(call, () => void (reason === 'media-timeout' || reason === 'server-stopping' ? this.#recover() : this.leave())),
      snapshot: (call, snapshot) => current(call, () => this.meeting.takeSnapshot(snapshot)),
      update: (call, update) => current(call, () => this.meeting.takeUpdate(update)),
    };
    return Call.open(this.#environment, options, this.#local.tracks(), listener);
  }

  #enter(call: Call, connection: Connection): void {
    this.#restarted = false;
    this.connection.value = connection;
    this.meeting.enter(call.id, call.snapshot, (request) => call.do(request));
    this.call.value = call;
    // What was switched while the call was being opened.
    void call.publish(this.#local.tracks());
    this.#watchFor(mediaPatienceMs, () => this.#mediaFailed());
    this.#mediaChanged(call);
  }

  #mediaChanged(call: Call): void {
    if (this.#recovering) {
      return; // the old call's trouble is known
    }
    switch (call.mediaState) {
      case 'connected':
        clearTimeout(this.#watch);
        this.#mediaFailures = 0;
        this.#restarted = false;
        this.connection.value = 'connected';
        break;
      case 'disconnected':
        this.connection.value = 'reconnecting';
        this.#watchFor(restartAfterMs, () => void this.#restart());
        break;
      case 'failed':
        this.connection.value = 'reconnecting';
        void this.#restart();
        break;
      case 'connecting':
        break;
    }
  }

  async #restart(): Promise<void> {
    const call = this.call.peek();
    if (!call || this.#restarted) {
      this.#mediaFailed();
      return;
    }
    this.#restarted = true;
    this.#watchFor(restartPatienceMs, () => this.#mediaFailed());
    try {
      await call.restartIce();
    } catch {
      if (call === this.call.peek()) {
        void this.#recover();
      }
    }
  }

  #mediaFailed(): void {
    this.#mediaFailures++;
    if (this.#mediaFailures >= mostMediaFailures) {
      clearTimeout(this.#watch);
      this.failure.value = 'media';
      this.connection.value = 'failed';
    } else {
      void this.#recover();
    }
  }

  /** Joins again under the same name and publishes the same tracks. The old call plays on until the new one stands. */
  async #recover(): Promise<void> {
    if (this.#recovering || this.phase.peek() !== 'room') {
      return;
    }
    const turn = this.#turn;
    this.#recovering = true;
    this.connection.value = 'reconnecting';
    clearTimeout(this.#watch);
    try {
      for (const delayMs of rejoinDelaysMs) {
        await this.#pause(delayMs * (1 + this.#jitter() / 2));
        const call = turn === this.#turn ? await this.#open().catch(hopeless) : null;
        if (turn !== this.#turn) {
          call?.close();
          return;
        }
        if (call) {
          this.call.peek()?.close();
          this.#recovering = false;
          this.#enter(call, 'reconnecting');
          return;
        }
      }
      this.#fail();
    } catch (error) {
      if (turn === this.#turn) {
        this.#notices.problem(joinNotice(error));
        this.#fail();
      }
    } finally {
      this.#recovering = false;
    }
  }

  #fail(): void {
    this.failure.value = 'server';
    this.connection.value = 'failed';
  }

  #watchFor(afterMs: number, then: () => void): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(then, afterMs);
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

/** Refusals that waiting does not change end the attempts; the others (a full room may be full of one's own ghost) do not. */
function hopeless(error: unknown): null {
  const passing: readonly ProblemCode[] = ['room-full', 'server-full', 'too-many-requests', 'already-joined', 'not-joined'];
  if (error instanceof Refused && !passing.includes(error.code)) {
    throw error;
  }
  return null;
}

function joinNotice(error: unknown): NoticeCode {
  if (!(error instanceof Refused)) {
    // A browser without WebRTC, or one that does not take the offer, is told apart from a server that does not answer.
    return error instanceof DOMException || error instanceof ReferenceError ? 'join-failed' : 'server-unreachable';
  }
  switch (error.code) {
    case 'room-full':
    case 'server-full':
    case 'room-name-invalid':
    case 'name-invalid':
    case 'too-many-requests':
      return error.code;
    default:
      return 'join-failed';
  }
}
