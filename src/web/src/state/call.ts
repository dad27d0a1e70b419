import { signal } from '@preact/signals';
import type {
  ChatMessage, Closed, CommandRequest, JoinRequest, JoinResult, LobbyState, ProblemCode, Reply, ResumeRequest, ResumeResult, RoleName, RoomSnapshot, RoomUpdate, SlotState, TalkTimeItem,
  ViewItem,
} from '../signaling/contract.g.ts';
import type { ConnectHub, Hub, HubEvents } from '../signaling/hub.ts';
import { FrameOwners } from '../rtc/frames.ts';
import type { Peer, PeerState } from '../rtc/peer.ts';
import { sources } from '../rtc/sources.ts';
import type { Tracks } from './local.ts';
import { Refused } from './refusal.ts';

export interface CallEnvironment {
  readonly connectHub: ConnectHub;
  readonly createPeer: (onState: (state: PeerState) => void) => Peer;
}

/** Of the 64 KiB that a message to the hub may have; the rest is for its frame. */
const mostChatBytes = 48 * 1024;

/** What a call tells its session. */
export interface CallListener {
  /** Before the door: the moderators have to admit her. Also told when their message changes. */
  waiting(call: Call, lobby: LobbyState): void;
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
  /** A newer token for the seat. */
  seat(call: Call, seat: string): void;
}

/**
 * One participation: one peer connection, the signalling connection that speaks for it now, and what the server says about its
 * media. Opened and closed by the session, never reused; when only the signalling breaks, another takes over.
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
  readonly #environment: CallEnvironment;
  readonly #listener: CallListener;
  #hub: Hub | null = null;
  #peer: Peer | null = null;
  readonly #frameOwners = new FrameOwners();
  /** What the server was told is sent; null when it may hold something else. */
  #publishing: string | null = null;
  #view: readonly ViewItem[] | null = null;
  #closed = false;
  /** What the room told before the session has what came before it; null: nothing is held back. */
  #held: (() => void)[] | null = null;
  #snapshot: RoomSnapshot | null = null;
  /** What was heard before the door and not looked at yet, and who waits for it. */
  #lobby: LobbyState | null = null;
  #lobbyWaiter: { resolve: (lobby: LobbyState) => void; reject: (error: Error) => void } | null = null;

  constructor(environment: CallEnvironment, name: string, listener: CallListener) {
    this.#environment = environment;
    this.name = name;
    this.#listener = listener;
  }

  /**
   * Joins, after having waited before the door if there is a lobby. Rejects with `Refused` when the server or a moderator says no and
   * with another error when the server cannot be reached. Once.
   */
  async join(request: JoinRequest, tracks: Tracks): Promise<void> {
    try {
      await this.#connect();
      const joined = valueOf(await this.#knock(request));
      this.#take(joined, request);
      await this.#answer(joined.offer);
      await this.publish(tracks);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Another signalling connection takes over; the media goes on. Rejects like `join`, and nothing is lost by trying. */
  async resume(request: ResumeRequest, tracks: Tracks): Promise<ResumeResult> {
    this.deafen();
    await this.#connect();
    const resumed = valueOf(await this.#connected.call.Resume(request));
    this.#publishing = null;
    await this.publish(tracks);
    if (this.#view) {
      this.setView(this.#view);
    }
    return resumed;
  }

  /** The room at the moment of joining. */
  get snapshot(): RoomSnapshot {
    if (!this.#snapshot) {
      throw new Error('not joined');
    }
    return this.#snapshot;
  }

  /** Has the server do something; answers why it refused, or null. Rejects when the connection broke before the answer. */
  async do(request: CommandRequest): Promise<ProblemCode | null> {
    const hub = this.#connected;
    try {
      const { problem } = await hub.call.Do(request);
      return problem?.code ?? null;
    } catch (error) {
      if (hub.isOpen) {
        return 'request-invalid'; // the server stumbled; asking it again would not help
      }
      throw error;
    }
  }

  /** A signed link into this room. Rejects with `Refused` or when the connection is gone. */
  async createLink(role: RoleName, expiresInMinutes: number): Promise<string> {
    return valueOf(await this.#connected.call.CreateLink({ role, expiresInMinutes })).token;
  }

  /** Who spoke how long, longest first. Rejects like `createLink`. */
  async talkTime(): Promise<readonly TalkTimeItem[]> {
    return valueOf(await this.#connected.call.GetTalkTime({})).items;
  }

  /** Hands in chat from before a restart of the server, in pieces that fit into a message. What gets lost is handed in by others, or by the next connection. */
  async restoreChat(lines: readonly ChatMessage[]): Promise<void> {
    let messages: ChatMessage[] = [];
    let size = 0;
    for (const line of lines) {
      const bytes = new TextEncoder().encode(JSON.stringify(line)).length;
      if (size + bytes > mostChatBytes && messages.length > 0) {
        await this.#connected.call.RestoreChat({ messages });
        messages = [];
        size = 0;
      }
      messages.push(line);
      size += bytes;
    }
    if (messages.length > 0) {
      await this.#connected.call.RestoreChat({ messages });
    }
  }

  /** What arrives on a slot. */
  stream(mid: string): MediaStream | null {
    return this.#peer?.stream(mid) ?? null;
  }

  /** Whether a frame that arrived on a slot is of this source; see `FrameOwners`. */
  owns(mid: string, source: string, rtpTimestamp: number | undefined, settled: boolean): boolean {
    return this.#frameOwners.accepts(source, this.#peer?.contributors(mid) ?? [], rtpTimestamp, settled);
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

  async stats(): Promise<RTCStatsReport> {
    return this.#peer?.stats() ?? (new Map() as RTCStatsReport);
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
    // A lost connection is told to the listener; the next one publishes again.
    await Promise.allSettled([told, ...sources.map((source) => this.#peer?.send(source, tracks[source]))]);
  }

  setView(items: readonly ViewItem[]): void {
    this.#view = items;
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

  /** The session has what the join or the resume brought: what was told after it follows, in order. */
  release(): void {
    const held = this.#held;
    this.#held = null;
    held?.forEach((tell) => tell());
  }

  /** The page goes away, closed or loaded again: the place need not wait long. Nothing can be awaited any more. */
  goAway(): void {
    this.#hub?.call.Leave({ comesBack: true }).catch(() => undefined);
  }

  /** Hears nothing from the server any more; the media plays on. */
  deafen(): void {
    this.#hub?.stop();
    this.#hub = null;
    this.#lobbyWaiter?.reject(new Error('deaf'));
  }

  close(): void {
    this.#closed = true;
    this.deafen();
    this.#peer?.close();
  }

  async #connect(): Promise<void> {
    let hub: Hub | null = null;
    // A connection that was replaced may still have something to say.
    const told = (tell: () => void) => {
      if (!this.#closed && hub !== null && hub === this.#hub) {
        tell();
      }
    };
    const inOrder = (tell: () => void) => told(() => (this.#held ? void this.#held.push(tell) : tell()));
    const listener = this.#listener;
    this.#held = [];
    const events: HubEvents = {
      slots: ({ slots }) => told(() => (this.slots.value = slots)),
      speakers: ({ participantIds }) => told(() => (this.speakers.value = participantIds)),
      closed: (closed) => inOrder(() => listener.closed(this, closed)),
      room: (update) => inOrder(() => listener.update(this, update)),
      snapshot: (snapshot) => inOrder(() => listener.snapshot(this, snapshot)),
      lobby: (lobby) => told(() => this.#hearLobby(lobby)),
      seat: ({ seat }) => told(() => listener.seat(this, seat)),
    };
    const onLost = () =>
      told(() => {
        this.#lobbyWaiter?.reject(new Error('lost'));
        listener.lost(this);
      });
    hub = await this.#environment.connectHub(events, onLost);
    if (this.#closed) {
      hub.stop();
      throw new Error('closed');
    }
    this.#hub = hub;
  }

  /** Calls `Join` until it is answered by something else than waiting. */
  async #knock(request: JoinRequest): Promise<Reply<JoinResult>> {
    let reply = await this.#connected.call.Join(request);
    while (reply.problem?.code === 'waiting') {
      let lobby = await this.#nextLobby();
      while (lobby.state === 'waiting') {
        this.#listener.waiting(this, lobby);
        lobby = await this.#nextLobby();
      }
      if (lobby.state !== 'admitted') {
        throw new Refused(lobby.state === 'rejected' ? 'rejected' : 'lobby-closed', lobby.text);
      }
      reply = await this.#connected.call.Join({ ...request, seat: lobby.seat });
    }
    return reply;
  }

  #take(joined: JoinResult, request: JoinRequest): void {
    this.id = joined.participantId;
    this.audioSlots = joined.audioSlots;
    this.videoSlots = joined.videoSlots;
    this.#snapshot = joined.snapshot;
    // Who comes back may find open what she had open before.
    this.#publishing = request.seat ? null : '';
    this.#listener.seat(this, joined.seat);
    this.#peer = this.#environment.createPeer((state) => {
      if (!this.#closed) {
        this.mediaState = state;
        this.#listener.mediaChanged(this);
      }
    });
  }

  #hearLobby(lobby: LobbyState): void {
    const waiter = this.#lobbyWaiter;
    this.#lobbyWaiter = null;
    if (waiter) {
      waiter.resolve(lobby);
    } else {
      this.#lobby = lobby; // every one is the whole state
    }
  }

  #nextLobby(): Promise<LobbyState> {
    const heard = this.#lobby;
    this.#lobby = null;
    if (heard) {
      return Promise.resolve(heard);
    }
    return new Promise((resolve, reject) => (this.#lobbyWaiter = { resolve, reject }));
  }

  async #answer(offer: string): Promise<void> {
    if (this.#peer) {
      valueOf(await this.#connected.call.Answer({ sdp: await this.#peer.accept(offer) }));
    }
  }

  get #connected(): Hub {
    if (!this.#hub || this.#closed) {
      throw new Error('closed');
    }
    return this.#hub;
  }
}

function valueOf<T>({ value, problem }: Reply<T>): T {
  if (problem) {
    throw new Refused(problem.code);
  }
  return value as T;
}
