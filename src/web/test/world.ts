import { mock, test } from 'node:test';
import type { ParticipantInfo, ProblemCode, ResumeResult, RoomSettingsInfo, RoomSnapshot, ServerMethods } from '../src/signaling/contract.g.ts';
import type { HubEvents } from '../src/signaling/hub.ts';
import type { PeerState } from '../src/rtc/peer.ts';
import type { Source } from '../src/rtc/sources.ts';
import type { CaptureError } from '../src/rtc/capture.ts';
import { LocalMedia } from '../src/state/local.ts';
import { Notices } from '../src/state/notices.ts';
import { Session } from '../src/state/session.ts';
import { StayStore } from '../src/state/stay.ts';

/** A track that can be stopped and can end by itself. */
class FakeTrack extends EventTarget {
  enabled = true;
  stopped = false;
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  stop(): void {
    this.stopped = true;
  }
}

const trackOf = (fake: FakeTrack) => fake as unknown as MediaStreamTrack;

/** The tab's storage, as far as it is needed. */
class FakeStorage {
  readonly kept = new Map<string, string>();

  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }

  removeItem(key: string): void {
    this.kept.delete(key);
  }
}

/** One scripted connection: what was called, and handles to make things happen; with the media, unless it took over another's. */
interface FakeCall {
  readonly calls: [method: string, request: unknown][];
  readonly sent: Map<Source, FakeTrack | null>;
  events: HubEvents;
  lose(): void;
  media(state: PeerState): void;
  hubStopped: boolean;
  peerClosed: boolean;
}

/** A server and a browser that do what a test tells them, and the session between them. */
export class World {
  readonly calls: FakeCall[] = [];
  readonly notices = new Notices();
  readonly cameras: FakeTrack[] = [];
  readonly mics: FakeTrack[] = [];
  captureFails: CaptureError | null = null;
  /** What the server does with the next connections: refuses the first call, or does not answer at all. */
  refusals: (ProblemCode | 'unreachable' | 'ok')[] = [];
  /** Something that happens at the server while it answers. */
  whenAsked: (method: keyof ServerMethods, call: FakeCall) => void = () => undefined;
  resumed: ResumeResult = { seat: 'resumed seat', updates: [], snapshot: null };
  /** What is different in the next rooms. */
  snapshot: Partial<RoomSnapshot> = {};
  /** Answers commands; null while they stay unanswered. */
  answersCommands = true;
  readonly storage = new FakeStorage();
  participants: ParticipantInfo[] = [];
  readonly local: LocalMedia;
  session: Session;

  constructor() {
    const capture = (kept: FakeTrack[], name: string) => async () => {
      if (this.captureFails) {
        throw this.captureFails;
      }
      const track = new FakeTrack(name);
      kept.push(track);
      return trackOf(track);
    };
    this.local = new LocalMedia(
      { mic: capture(this.mics, 'mic'), camera: capture(this.cameras, 'camera'), screen: async () => ({ video: trackOf(new FakeTrack('screen')), audio: null }) },
      this.notices,
    );
    this.session = this.#load();
  }

  /** The tab is loaded again: what was in memory is gone. */
  async reload(link = ''): Promise<void> {
    this.session = this.#load();
    const opened = this.session.open('team', link, true);
    await settle();
    return opened;
  }

  get last(): FakeCall {
    return this.calls[this.calls.length - 1]!;
  }

  async enter(): Promise<void> {
    await this.session.open('team');
    await this.session.join('Ada');
    this.last.media('connected');
    await settle();
  }

  methods(call = this.last): string[] {
    return call.calls.map(([method]) => method);
  }

  #load(): Session {
    return new Session(
      {
        connectHub: (events, onLost) => this.#connect(events, onLost),
        createPeer: (onState) => this.#peer(onState),
        stays: new StayStore(this.storage),
        videoSlots: () => 9,
        jitter: () => 0,
      },
      this.local,
      this.notices,
    );
  }

  #peer(onState: (state: PeerState) => void) {
    const call = this.last;
    call.media = onState;
    return {
      accept: async (offer: string) => `answer to ${offer}`,
      send: async (source: Source, track: MediaStreamTrack | null) => void call.sent.set(source, track as unknown as FakeTrack | null),
      stream: () => null,
      contributors: () => [],
      stats: async () => new Map() as unknown as RTCStatsReport,
      close: () => void (call.peerClosed = true),
    };
  }

  async #connect(events: HubEvents, onLost: () => void) {
    const call: FakeCall = { calls: [], sent: new Map(), events, lose: () => undefined, media: () => undefined, hubStopped: false, peerClosed: false };
    this.calls.push(call);
    const refusal = this.refusals.shift();
    if (refusal === 'unreachable') {
      throw new Error('no');
    }
    let isOpen = true;
    const unanswered: (() => void)[] = [];
    call.lose = () => {
      isOpen = false;
      unanswered.forEach((reject) => reject());
      onLost();
    };
    const id = String(this.calls.length);
    const values: Partial<Record<keyof ServerMethods, unknown>> = {
      Join: { participantId: id, offer: `offer ${id}`, participants: this.participants, audioSlots: ['a0'], videoSlots: ['v0', 'v1', 'v2', 'v3'], seat: `seat ${id}`, snapshot: { ...snapshotOf(id, this.participants), ...this.snapshot } },
      Resume: this.resumed,
      RestartIce: { offer: 'restart' },
      Do: {},
      RestoreChat: {},
      Answer: {},
      SetPublishing: {},
      SetView: {},
      Leave: {},
    };
    const method = (name: keyof ServerMethods) => async (request: unknown) => {
      call.calls.push([name, request]);
      this.whenAsked(name, call);
      if (name === 'Do' && !this.answersCommands) {
        return new Promise((_, reject) => unanswered.push(() => reject(new Error('lost'))));
      }
      const refuses = refusal !== undefined && refusal !== 'ok' && call.calls.length === 1;
      return refuses ? { problem: { code: refusal, detail: '' } } : { value: values[name] };
    };
    const hub = Object.fromEntries((Object.keys(values) as (keyof ServerMethods)[]).map((name) => [name, method(name)]));
    return {
      call: hub as unknown as ServerMethods,
      get isOpen() {
        return isOpen;
      },
      stop: () => void (call.hubStopped = true),
    };
  }
}

function snapshotOf(id: string, others: readonly ParticipantInfo[]): RoomSnapshot {
  const settings: RoomSettingsInfo = {
    lobby: false, locked: false, guestsAllowed: true, micAllowed: true, cameraAllowed: true, screenAllowed: true, chatAllowed: true, privateChatAllowed: true,
    webcamsOnlyForModerator: false, muteOnStart: false, talkTimeForAll: false, speaking: 'free', maxParticipants: 0, durationMinutes: 0, subject: '', welcome: '',
    moderatorMessage: '', logoutAddress: '',
  };
  const self: ParticipantInfo = { ...bob, id, name: 'Ada', camera: false };
  const you = { role: 'participant', mic: true, camera: true, screen: true, chat: true, privateChat: true } as const;
  return { epoch: 'e', sequence: 10, participants: [...others, self], you, settings, hasPassword: false, chat: [], polls: [], lobby: [], endsAtMs: null };
}

/** Lets everything that only waits for promises come to its end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) {
    await Promise.resolve();
  }
}

/** Until the server has been asked, but not until it has answered. */
export async function untilAsked(world: World): Promise<void> {
  while (world.calls.at(-1)?.calls.length !== 1) {
    await Promise.resolve();
  }
}

export async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms);
  await settle();
}

/** A test in virtual time. */
export function scenario(name: string, run: (world: World) => Promise<void>): void {
  test(name, async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      await run(new World());
    } finally {
      mock.timers.reset();
    }
  });
}

export const bob: ParticipantInfo = { id: '7', name: 'Bob', mic: false, camera: true, screen: false, screenAudio: false, role: 'participant', guest: false, hand: 0, maySpeak: false, reconnecting: false };
