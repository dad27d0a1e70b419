import { signal } from '@preact/signals';
import type { Closed, CommandRequest, ProblemCode, Reply, RoomSnapshot, RoomUpdate, SlotState, ViewItem } from '../signaling/contract.g.ts';
import type { ConnectHub, Hub } from '../signaling/hub.ts';
import type { Peer, PeerState } from '../rtc/peer.ts';
import { sources } from '../rtc/sources.ts';
import type { Tracks } from './local.ts';

/** The server refused a call; the code says why. */
export class Refused extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode) {
    super(code);
    this.code = code;
  }
}

export interface CallEnvironment {
  readonly connectHub: ConnectHub;
  readonly createPeer: (onState: (state: PeerState) => void) => Peer;
}

/** What a call tells its session. */
export interface CallListener {
  /** The signalling connection broke. */
  lost(call: Call): void;
  /** `call.mediaState` changed. */
  mediaChanged(call: Call): void;
  /** The server ended the participation. */
  closed(call: Call, closed: Closed): void;
  /** The room as it is now. */
  snapshot(call: Call, snapshot: RoomSnapshot): void;
  /** What changed in the room. */
  update(call: Call, update: RoomUpdate): void;
}

export interface JoinOptions {
  readonly room: string;
  readonly name: string;
  readonly videoSlots: number;
}

/**
 * One participation: one signalling connection, one peer connection and what the server says about the room. Opened and closed
 * by the session, never reused; after trouble the session opens another.
 */
export class Call {
  readonly name: string;
  readonly slots = signal<readonly SlotState[]>([]);
  /** Who speaks, loudest first. */
  readonly speakers = signal<readonly string[]>([]);
  mediaState: PeerState = 'connecting';
  id = '';
  audioSlots: readonly string[] = [];
  videoSlots: readonly string[] = [];
  #hub: Hub | null = null;
  #peer: Peer;
  /** What the server was told is sent; it begins with nothing. */
  #publishing = '';
  #closed = false;
  #snapshot: RoomSnapshot | null = null;

  private constructor(environment: CallEnvironment, options: JoinOptions, listener: CallListener) {
    this.name = options.name;
    this.#peer = environment.createPeer((state) =>
      this.#unlessClosed(() => {
        this.mediaState = state;
        listener.mediaChanged(this);
      }),
    );
  }

  /** Joins. Rejects with `Refused` when the server says no and with another error when it cannot be reached. */
  static async open(environment: CallEnvironment, options: JoinOptions, tracks: Tracks, listener: CallListener): Promise<Call> {
    const call = new Call(environment, options, listener);
    try {
      await call.#open(environment, options, tracks, listener);
      return call;
    } catch (error) {
      call.close();
      throw error;
    }
  }

  async #open({ connectHub }: CallEnvironment, options: JoinOptions, tracks: Tracks, listener: CallListener): Promise<void> {
    const told = (tell: () => void) => this.#unlessClosed(tell);
    this.#hub = await connectHub(
      {
        slots: ({ slots }) => told(() => (this.slots.value = slots)),
        speakers: ({ participantIds }) => told(() => (this.speakers.value = participantIds)),
        closed: (closed) => told(() => listener.closed(this, closed)),
        room: (update) => told(() => listener.update(this, update)),
        snapshot: (snapshot) => told(() => listener.snapshot(this, snapshot)),
        lobby: () => undefined,
        seat: () => undefined,
      },
      () => told(() => listener.lost(this)),
    );
    const joined = valueOf(await this.#hub.call.Join({ ...options }));
    this.id = joined.participantId;
    this.audioSlots = joined.audioSlots;
    this.videoSlots = joined.videoSlots;
    this.#snapshot = joined.snapshot;
    await this.#answer(joined.offer);
    await this.publish(tracks);
  }

  /** The room at the moment of joining. */
  get snapshot(): RoomSnapshot {
    if (!this.#snapshot) {
      throw new Error('not joined');
    }
    return this.#snapshot;
  }

  /** Has the server do something; answers why it refused, or null. */
  async do(request: CommandRequest): Promise<ProblemCode | null> {
    const { problem } = await this.#connected.call.Do(request);
    return problem?.code ?? null;
  }

  /** What arrives on a slot. */
  stream(mid: string): MediaStream | null {
    return this.#peer.stream(mid);
  }

  /** What is to be heard, by slot. */
  audioStreams(): Map<string, MediaStream> {
    const streams = new Map<string, MediaStream>();
    for (const mid of this.audioSlots) {
      const stream = this.stream(mid);
      if (stream) {
        streams.set(mid, stream);
      }
    }
    return streams;
  }

  stats(): Promise<RTCStatsReport> {
    return this.#peer.stats();
  }

  /** Sends exactly these tracks. The server is told first: packets of sources it has not heard of would be dropped. */
  async publish(tracks: Tracks): Promise<void> {
    const on = sources.filter((source) => tracks[source] !== null);
    const changed = on.join() !== this.#publishing;
    this.#publishing = on.join();
    const told =
      changed &&
      this.#hub?.call.SetPublishing({
        mic: on.includes('mic'),
        camera: on.includes('camera'),
        screen: on.includes('screen'),
        screenAudio: on.includes('screen-audio'),
      });
    // A lost connection is told to the listener; the next call publishes again.
    await Promise.allSettled([told, ...sources.map((source) => this.#peer.send(source, tracks[source]))]);
  }

  setView(items: readonly ViewItem[]): void {
    this.#hub?.call.SetView({ items: [...items] }).catch(() => undefined);
  }

  /** Looks for a new way to the server, keeping everything else. */
  async restartIce(): Promise<void> {
    const { offer } = valueOf(await this.#connected.call.RestartIce({}));
    await this.#answer(offer);
  }

  /** Tells the others and closes. */
  async leave(): Promise<void> {
    const patience = new Promise((resolve) => setTimeout(resolve, 1_000));
    await Promise.race([this.#hub?.call.Leave({}).catch(() => undefined), patience]);
    this.close();
  }

  close(): void {
    this.#closed = true;
    this.#hub?.stop();
    this.#peer.close();
  }

  async #answer(offer: string): Promise<void> {
    valueOf(await this.#connected.call.Answer({ sdp: await this.#peer.accept(offer) }));
  }

  get #connected(): Hub {
    if (!this.#hub || this.#closed) {
      throw new Error('closed');
    }
    return this.#hub;
  }

  #unlessClosed(tell: () => void): void {
    if (!this.#closed) {
      tell();
    }
  }
}

function valueOf<T>({ value, problem }: Reply<T>): T {
  if (problem) {
    throw new Refused(problem.code);
  }
  return value as T;
}
