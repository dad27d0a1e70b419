import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { CommandRequest, JoinRequest, ParticipantInfo, ProblemCode, RestoreChatRequest, ResumeResult, RoomSettingsInfo, RoomSnapshot, ServerMethods } from '../src/signaling/contract.g.ts';
import type { HubEvents } from '../src/signaling/hub.ts';
import type { PeerState } from '../src/rtc/peer.ts';
import type { Source } from '../src/rtc/sources.ts';
import { CaptureError } from '../src/rtc/capture.ts';
import { LocalMedia } from '../src/state/local.ts';
import { Notices } from '../src/state/notices.ts';
import { Preferences } from '../src/state/preferences.ts';
import { Session } from '../src/state/session.ts';
import { Stage } from '../src/state/stage.ts';
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

class World {
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
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) {
    await Promise.resolve();
  }
}

/** Until the server has been asked, but not until it has answered. */
async function untilAsked(world: World): Promise<void> {
  while (world.calls.at(-1)?.calls.length !== 1) {
    await Promise.resolve();
  }
}

async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms);
  await settle();
}

function scenario(name: string, run: (world: World) => Promise<void>): void {
  test(name, async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      await run(new World());
    } finally {
      mock.timers.reset();
    }
  });
}

const bob: ParticipantInfo = { id: '7', name: 'Bob', mic: false, camera: true, screen: false, screenAudio: false, role: 'participant', guest: false, hand: 0, maySpeak: false, reconnecting: false };

scenario('Joining answers the offer, publishes nothing and asks for no device', async (world) => {
  await world.session.open('team');
  assert.equal(world.session.phase.value, 'prejoin');
  await world.session.join('Ada');
  assert.equal(world.session.phase.value, 'room');
  assert.equal(world.session.connection.value, 'connecting');
  assert.deepEqual(world.last.calls, [
    ['Join', { room: 'team', name: 'Ada', videoSlots: 9, keepSeat: true }],
    ['Answer', { sdp: 'answer to offer 1' }],
  ]);
  assert.equal(world.cameras.length + world.mics.length, 0);
  world.last.media('connected');
  assert.equal(world.session.connection.value, 'connected');
});

scenario('What was turned on before joining is sent at once, and a camera turned off goes out', async (world) => {
  await world.session.open('team');
  await world.local.toggle('camera');
  await world.enter();
  assert.equal(world.last.sent.get('camera')!.name, 'camera');
  assert.deepEqual(world.last.calls.slice(2), [['SetPublishing', { mic: false, camera: true, screen: false, screenAudio: false }]]);
  await world.local.toggle('camera');
  await settle();
  assert.equal(world.cameras[0]!.stopped, true);
  assert.equal(world.last.sent.get('camera'), null);
  assert.deepEqual(world.last.calls.at(-1), ['SetPublishing', { mic: false, camera: false, screen: false, screenAudio: false }]);
});

scenario('A muted microphone is not sent but stays open, so that speaking again is instant', async (world) => {
  await world.enter();
  await world.local.toggle('mic');
  await world.local.toggle('mic');
  await settle();
  assert.equal(world.last.sent.get('mic'), null);
  assert.deepEqual([world.mics[0]!.enabled, world.mics[0]!.stopped], [false, false]);
  await world.local.toggle('mic');
  assert.equal(world.mics.length, 1);
  await world.session.leave();
  assert.equal(world.mics[0]!.stopped, true);
});

scenario('A device that goes away is turned off and the visitor is told', async (world) => {
  await world.enter();
  await world.local.toggle('camera');
  world.cameras[0]!.dispatchEvent(new Event('ended'));
  await settle();
  assert.equal(world.local.isOn('camera'), false);
  assert.deepEqual(world.notices.list.value.map(({ code }) => code), ['camera-lost']);
});

scenario('A refused device says why, a cancelled one says nothing', async (world) => {
  await world.session.open('team');
  world.captureFails = new CaptureError('denied');
  await world.local.toggle('mic');
  assert.deepEqual(world.notices.list.value.map(({ code, kind }) => [code, kind]), [['mic-denied', 'problem']]);
  assert.equal(world.local.isOn('mic'), false);
  world.notices.clear();
  world.captureFails = new CaptureError('cancelled');
  await world.local.toggle('mic');
  assert.deepEqual(world.notices.list.value, []);
});

scenario('A full room says so and lets one try again', async (world) => {
  world.refusals = ['room-full'];
  await world.session.open('team');
  await world.session.join('Ada');
  assert.equal(world.session.phase.value, 'prejoin');
  assert.deepEqual(world.session.refusal.value, { code: 'room-full', text: '' });
  assert.equal(world.last.hubStopped, true);
  await world.session.join('Ada');
  assert.equal(world.session.phase.value, 'room');
});

scenario('Whoever goes elsewhere while joining does not end up in the room', async (world) => {
  await world.session.open('team');
  const joined = world.session.join('Ada');
  await world.session.open(null);
  await joined;
  await settle();
  assert.equal(world.session.phase.value, 'home');
  assert.equal(world.session.joining.value, false);
  assert.equal(world.last.hubStopped, true);
});

scenario('One click on the page after the room leads back into it', async (world) => {
  await world.enter();
  await world.session.leave();
  await world.session.join(world.session.name.peek());
  assert.equal(world.session.phase.value, 'room');
  assert.deepEqual(world.last.calls[0], ['Join', { room: 'team', name: 'Ada', videoSlots: 9, keepSeat: true, seat: 'seat 1' }]);
});

scenario('People come, change and go', async (world) => {
  await world.enter();
  world.last.events.room({ sequence: 11, action: 'joined', participant: bob });
  assert.equal(world.session.meeting.roster.value.get('7')!.name, 'Bob');
  world.last.events.room({ sequence: 12, participant: { ...bob, mic: true } });
  assert.equal(world.session.meeting.roster.value.get('7')!.mic, true);
  world.last.events.room({ sequence: 13, action: 'left', left: '7' });
  assert.equal(world.session.meeting.roster.value.size, 0);
});

scenario('A lost signalling connection is replaced; the media goes on and the room catches up', async (world) => {
  await world.enter();
  await world.local.toggle('camera');
  world.last.events.room({ sequence: 11, participant: bob });
  world.session.call.value!.setView([]);
  world.refusals = ['unreachable'];
  world.resumed = { seat: 'newer seat', updates: [{ sequence: 11, participant: bob }, { sequence: 12, participant: { ...bob, hand: 3 } }], snapshot: null };
  const call = world.session.call.value;
  world.last.lose();
  await pass(0);
  assert.equal(world.session.connection.value, 'reconnecting');
  await pass(500);
  assert.deepEqual(world.last.calls, [
    ['Resume', { seat: 'seat 1', epoch: 'e', sequence: 11 }],
    ['SetPublishing', { mic: false, camera: true, screen: false, screenAudio: false }],
    ['SetView', { items: [] }],
  ]);
  assert.equal(world.session.call.value, call);
  assert.deepEqual([world.calls[0]!.hubStopped, world.calls[0]!.peerClosed], [true, false]);
  assert.equal(world.session.connection.value, 'connected');
  assert.equal(world.session.meeting.roster.value.get('7')!.hand, 3);
  assert.match(world.storage.getItem('sfu.stay')!, /newer seat/);
});

scenario('What happens while one enters or comes back is not lost', async (world) => {
  world.whenAsked = (method, call) => method === 'SetPublishing' && call.events.room({ sequence: 11, action: 'joined', participant: bob });
  await world.local.toggle('camera');
  await world.enter();
  assert.deepEqual([...world.session.meeting.roster.value.keys()], ['7']);

  world.whenAsked = (method, call) => method === 'SetPublishing' && call.events.room({ sequence: 13, participant: { ...bob, mic: true, hand: 3 } });
  world.resumed = { seat: 'newer seat', updates: [{ sequence: 12, message: { number: 1, from: '7', fromName: 'Bob', to: null, toName: null, text: 'missed', atMs: 1, proof: '' } }], snapshot: null };
  world.last.lose();
  await pass(0);
  assert.deepEqual(world.session.meeting.chat.value.map(({ text }) => text), ['missed']);
  assert.equal(world.session.meeting.roster.value.get('7')!.hand, 3);
});

scenario('A seat whose media is gone is taken again by joining; the old media plays until the new call stands', async (world) => {
  await world.enter();
  await world.local.toggle('camera');
  world.refusals = ['unreachable', 'seat-invalid', 'room-full'];
  world.last.lose();
  await pass(0);
  assert.equal(world.calls[0]!.peerClosed, false);
  await pass(500);
  await pass(1000);
  assert.deepEqual(world.calls.map((call) => call.calls[0]?.[0]), ['Join', undefined, 'Resume', 'Join', 'Join']);
  assert.equal((world.last.calls[0]![1] as JoinRequest).seat, 'seat 1');
  assert.equal(world.calls[0]!.peerClosed, true);
  assert.equal(world.last.sent.get('camera')!.name, 'camera');
  world.last.media('connected');
  assert.equal(world.session.connection.value, 'connected');
  assert.equal(world.session.phase.value, 'room');
});

scenario('A connection that is lost together with its media joins for the seat at once', async (world) => {
  await world.enter();
  world.last.media('failed');
  await settle();
  world.last.lose();
  await pass(0);
  assert.equal(world.last.calls[0]![0], 'Join');
});

scenario('A command without an answer is repeated under its number, before any later one', async (world) => {
  await world.enter();
  world.answersCommands = false;
  const raised = world.session.meeting.do({ command: 'raise-hand' });
  await settle();
  world.refusals = ['unreachable'];
  world.last.lose();
  await pass(0);
  const said = world.session.meeting.do({ command: 'send-chat', text: 'still here' });
  world.answersCommands = true;
  await pass(500);
  const sent = world.calls.flatMap(({ calls }) => calls).filter(([method]) => method === 'Do').map(([, request]) => request as CommandRequest);
  const first = sent[0]!.id;
  assert.deepEqual(sent.map(({ id, command }) => [id - first, command]), [[0, 'raise-hand'], [0, 'raise-hand'], [1, 'send-chat']]);
  assert.deepEqual([await raised, await said], [null, null]);
});

scenario('Commands that were never answered end with the stay', async (world) => {
  await world.enter();
  world.answersCommands = false;
  const raised = world.session.meeting.do({ command: 'raise-hand' });
  await world.session.leave();
  assert.equal(await raised, 'not-joined');
  assert.equal(await world.session.meeting.do({ command: 'raise-hand' }), 'not-joined');
});

scenario('After a reload numbers of commands are higher than before it', async (world) => {
  await world.enter();
  await world.session.meeting.do({ command: 'raise-hand' });
  await new Promise((resolve) => setImmediate(resolve)); // numbers go on from the time in milliseconds
  const before = (world.last.calls.at(-1)![1] as CommandRequest).id;
  await world.reload();
  await world.session.meeting.do({ command: 'lower-hand' });
  assert.ok((world.last.calls.at(-1)![1] as CommandRequest).id >= before);
});

scenario('A reload leads straight back to the seat, with nothing turned on', async (world) => {
  await world.enter();
  world.last.events.seat({ seat: 'newest seat' });
  await world.reload();
  assert.equal(world.session.phase.value, 'room');
  assert.deepEqual(world.last.calls.map(([method, request]) => (method === 'Join' ? request : method)), [
    { room: 'team', name: 'Ada', videoSlots: 9, keepSeat: true, seat: 'newest seat' },
    'Answer',
    'SetPublishing',
  ]);
  assert.deepEqual(world.notices.list.value.map(({ code }) => code), ['back-after-reload']);
});

scenario('After a restart of the server chat is handed in that the room does not have yet, in pieces that fit', async (world) => {
  await world.enter();
  const line = (number: number, text = 'hi') => ({ number, from: '7', fromName: 'Bob', to: null, toName: null, text, atMs: number, proof: `proof ${number}` });
  const long = 'x'.repeat(30_000);
  [line(1), line(2, long), line(3, long), { ...line(4), proof: null }].forEach((message, index) => world.last.events.room({ sequence: 11 + index, message }));
  world.refusals = ['seat-invalid'];
  world.snapshot = { epoch: 'next', restored: 'e', sequence: 1, chat: [line(1)] };
  world.last.lose();
  await pass(0);
  const handedIn = world.last.calls.filter(([method]) => method === 'RestoreChat').map(([, request]) => (request as RestoreChatRequest).messages.map(({ number }) => number));
  assert.deepEqual(handedIn, [[2], [3]]);
  world.last.events.room({ sequence: 2, message: line(9) });
  world.last.events.room({ sequence: 3, messages: [line(2), line(3)] });
  world.last.events.room({ sequence: 4, messages: [line(3)] });
  assert.deepEqual(world.session.meeting.chat.value.map(({ number }) => number), [1, 2, 3, 9]);
});

scenario('Chat of another meeting under the same name is kept back', async (world) => {
  await world.enter();
  world.last.events.room({ sequence: 11, message: { number: 1, from: '7', fromName: 'Bob', to: null, toName: null, text: 'hi', atMs: 1, proof: 'p' } });
  world.refusals = ['seat-invalid'];
  world.snapshot = { epoch: 'next' };
  world.last.lose();
  await pass(0);
  assert.deepEqual([world.methods().includes('RestoreChat'), world.session.meeting.chat.value], [false, []]);
});

scenario('After leaving the tab holds nothing, and a reload stays before the door', async (world) => {
  await world.enter();
  assert.equal(world.storage.kept.size, 1);
  await world.session.leave();
  assert.equal(world.storage.kept.size, 0);
  await world.reload();
  assert.equal(world.session.phase.value, 'prejoin');
});

scenario('Another room or the start page ends what the tab keeps', async (world) => {
  await world.session.open('team', 'owner link');
  assert.equal(world.storage.kept.size, 1);
  await world.session.open(null);
  assert.equal(world.storage.kept.size, 0);
});

scenario('A tab that is opened anew at the room asks before it takes the seat', async (world) => {
  await world.enter();
  const seat = world.storage.getItem('sfu.stay');
  await world.session.open('team');
  world.storage.setItem('sfu.stay', seat!);
  const joins = world.calls.length;
  await world.session.open('team');
  assert.deepEqual([world.session.phase.value, world.calls.length], ['prejoin', joins]);
});

scenario('The link one came by is shown at the door, also after a reload, and another link begins anew', async (world) => {
  await world.session.open('team', 'owner link');
  await world.reload();
  assert.equal(world.session.phase.value, 'prejoin');
  await world.session.join('Ada');
  assert.equal((world.last.calls[0]![1] as JoinRequest).link, 'owner link');
  await world.reload('guest link');
  const { link, seat } = world.last.calls[0]![1] as JoinRequest;
  assert.deepEqual([link, seat], ['guest link', undefined]);
});

scenario('A server that stays away ends in words and a way to try again', async (world) => {
  await world.enter();
  world.refusals = Array.from({ length: 12 }, () => 'unreachable');
  world.last.lose();
  for (let second = 0; second < 150; second++) {
    await pass(1000);
  }
  assert.equal(world.session.connection.value, 'failed');
  assert.equal(world.session.failure.value, 'server');
  world.session.retry();
  await pass(0);
  world.last.media('connected');
  assert.equal(world.session.connection.value, 'connected');
});

scenario('A refusal that waiting does not change ends the attempts at the door, where it says why', async (world) => {
  await world.enter();
  world.refusals = ['seat-invalid', 'password-required'];
  world.last.lose();
  await pass(0);
  assert.equal(world.session.phase.value, 'prejoin');
  assert.equal(world.session.refusal.value!.code, 'password-required');
  assert.equal(world.session.secret.value, 'password');
  assert.deepEqual([world.calls[0]!.peerClosed, world.session.call.value], [true, null]);
});

scenario('Before the door one hears the moderators, and comes in when admitted', async (world) => {
  world.refusals = ['waiting'];
  await world.session.open('team');
  void world.session.join('Ada');
  await settle();
  world.last.events.lobby({ state: 'waiting', seat: 'place', text: '' });
  await settle();
  assert.equal(world.session.phase.value, 'lobby');
  world.last.events.lobby({ state: 'waiting', seat: 'place', text: 'One moment' });
  await settle();
  assert.deepEqual(world.session.waiting.value, { for: 'admission', text: 'One moment' });
  assert.match(world.storage.getItem('sfu.stay')!, /place/);
  world.last.events.lobby({ state: 'admitted', seat: 'let in', text: '' });
  await settle();
  assert.equal(world.session.phase.value, 'room');
  assert.equal(world.calls.length, 1);
  assert.deepEqual(world.last.calls.slice(0, 2).map(([method, request]) => [method, (request as JoinRequest).seat]), [['Join', undefined], ['Join', 'let in']]);
});

scenario('Admission that is heard before the answer to the knock is not missed', async (world) => {
  world.refusals = ['waiting'];
  await world.session.open('team');
  void world.session.join('Ada');
  await untilAsked(world);
  world.last.events.lobby({ state: 'admitted', seat: 'let in', text: '' });
  await settle();
  assert.equal(world.session.phase.value, 'room');
});

scenario('Whoever is rejected reads the reason at the door and may knock as somebody new', async (world) => {
  world.refusals = ['waiting'];
  await world.session.open('team');
  void world.session.join('Ada');
  await settle();
  world.last.events.lobby({ state: 'waiting', seat: 'place', text: '' });
  await settle();
  world.last.events.lobby({ state: 'rejected', seat: 'place', text: 'Members only' });
  await settle();
  assert.equal(world.session.phase.value, 'prejoin');
  assert.deepEqual(world.session.refusal.value, { code: 'rejected', text: 'Members only' });
  await world.session.join('Ada');
  assert.equal((world.last.calls[0]![1] as JoinRequest).seat, undefined);
});

scenario('A connection that breaks before the door goes back to the same place', async (world) => {
  world.refusals = ['waiting', 'unreachable', 'waiting'];
  await world.session.open('team');
  void world.session.join('Ada');
  await settle();
  world.last.events.lobby({ state: 'waiting', seat: 'place', text: '' });
  await settle();
  world.last.lose();
  await settle();
  await pass(0);
  await pass(1000);
  assert.equal((world.last.calls[0]![1] as JoinRequest).seat, 'place');
  assert.equal(world.session.phase.value, 'lobby');
  world.last.events.lobby({ state: 'admitted', seat: 'let in', text: '' });
  await settle();
  assert.equal(world.session.phase.value, 'room');
});

scenario('A reload before the door goes back to the same place', async (world) => {
  world.refusals = ['waiting'];
  await world.session.open('team');
  void world.session.join('Ada');
  await settle();
  world.last.events.lobby({ state: 'waiting', seat: 'place', text: '' });
  await settle();
  world.refusals = ['waiting'];
  const reloaded = world.reload();
  await settle();
  assert.equal((world.last.calls[0]![1] as JoinRequest).seat, 'place');
  world.last.events.lobby({ state: 'admitted', seat: 'let in', text: '' });
  await reloaded;
  assert.equal(world.session.phase.value, 'room');
});

scenario('Whoever stops waiting tells the server and stands before the door again', async (world) => {
  world.refusals = ['waiting'];
  await world.session.open('team', 'guest link');
  void world.session.join('Ada');
  await settle();
  world.last.events.lobby({ state: 'waiting', seat: 'place', text: '' });
  await settle();
  await world.session.leave();
  assert.equal(world.session.phase.value, 'prejoin');
  assert.deepEqual([world.last.calls.at(-1)![0], world.last.hubStopped], ['Leave', true]);
  assert.doesNotMatch(world.storage.getItem('sfu.stay')!, /place/);
  assert.match(world.storage.getItem('sfu.stay')!, /guest link/);
});

scenario('A room that nobody has opened yet is tried again until somebody has', async (world) => {
  world.refusals = ['not-started', 'not-started'];
  await world.session.open('team', 'participant link');
  void world.session.join('Ada');
  await settle();
  assert.deepEqual([world.session.phase.value, world.session.waiting.value.for], ['lobby', 'start']);
  await pass(2000);
  await pass(4000);
  assert.equal(world.session.phase.value, 'room');
});

scenario('The door asks for code and password, forgets a wrong one and shows what was typed', async (world) => {
  world.refusals = ['code-required', 'code-wrong'];
  await world.session.open('team');
  await world.session.join('Ada');
  assert.equal(world.session.secret.value, 'code');
  await world.session.join('Ada', { code: 'wrong' });
  assert.deepEqual([world.session.refusal.value!.code, world.session.secret.value, (world.last.calls[0]![1] as JoinRequest).code], ['code-wrong', 'code', 'wrong']);
  await world.session.join('Ada', { code: 'right' });
  assert.deepEqual([world.session.phase.value, (world.last.calls[0]![1] as JoinRequest).code], ['room', 'right']);
});

scenario('A link that does not open is put away, so that the next try goes without it', async (world) => {
  world.refusals = ['link-expired'];
  await world.session.open('team', 'old link');
  await world.session.join('Ada');
  assert.equal(world.session.refusal.value!.code, 'link-expired');
  await world.session.join('Ada');
  assert.equal((world.last.calls[0]![1] as JoinRequest).link, undefined);
});

scenario('Somebody with a seat comes back although her link has expired', async (world) => {
  await world.session.open('team', 'old link');
  await world.enter();
  await world.reload('old link');
  world.refusals = ['seat-invalid', 'link-expired'];
  world.last.lose();
  await pass(0);
  const { seat, link } = world.last.calls[0]![1] as JoinRequest;
  assert.deepEqual([world.session.phase.value, seat !== undefined, link], ['room', true, undefined]);
});

scenario('A short break heals by itself', async (world) => {
  await world.enter();
  world.last.media('disconnected');
  assert.equal(world.session.connection.value, 'reconnecting');
  await pass(500);
  world.last.media('connected');
  await pass(60_000);
  assert.equal(world.session.connection.value, 'connected');
  assert.ok(!world.methods().includes('RestartIce'));
});

scenario('A longer break restarts ICE once, then joins anew', async (world) => {
  await world.enter();
  world.last.media('disconnected');
  await pass(1000);
  assert.deepEqual(world.methods().slice(-2), ['RestartIce', 'Answer']);
  world.last.media('failed');
  await pass(0);
  assert.equal(world.calls.length, 2);
  world.last.media('connected');
  assert.equal(world.session.connection.value, 'connected');
});

scenario('An ICE restart that works keeps the call', async (world) => {
  await world.enter();
  world.last.media('disconnected');
  await pass(1000);
  world.last.media('connected');
  await pass(60_000);
  assert.equal(world.calls.length, 1);
  assert.equal(world.session.connection.value, 'connected');
});

scenario('Media that never gets through is named as such', async (world) => {
  await world.session.open('team');
  await world.session.join('Ada');
  await pass(12_000);
  await pass(0);
  assert.equal(world.calls.length, 2);
  await pass(12_000);
  assert.equal(world.session.connection.value, 'failed');
  assert.equal(world.session.failure.value, 'media');
});

scenario('Leaving tells the server, gives the devices back and stays left when the answer is late', async (world) => {
  await world.enter();
  await world.local.toggle('camera');
  const call = world.last;
  await world.session.leave();
  assert.equal(world.session.phase.value, 'left');
  assert.equal(call.calls.at(-1)![0], 'Leave');
  assert.deepEqual([call.hubStopped, call.peerClosed, world.cameras[0]!.stopped], [true, true, true]);
  call.lose();
  await pass(60_000);
  assert.equal(world.calls.length, 1);
});

scenario('Leaving while reconnecting ends the attempts', async (world) => {
  await world.enter();
  world.refusals = ['unreachable', 'unreachable'];
  world.last.lose();
  await pass(0);
  await world.session.leave();
  const before = world.calls.length;
  await pass(120_000);
  assert.equal(world.calls.length, before);
  assert.equal(world.session.phase.value, 'left');
});

scenario('Whoever is put out is told why and by whom', async (world) => {
  await world.enter();
  world.last.events.closed({ reason: 'removed', by: 'Bob' });
  await settle();
  assert.equal(world.session.phase.value, 'left');
  assert.deepEqual(world.session.ending.value, { reason: 'removed', by: 'Bob', logoutAddress: '' });
  assert.equal(world.storage.kept.size, 0);
});

scenario('A seat used elsewhere can be had back', async (world) => {
  await world.enter();
  world.last.events.closed({ reason: 'replaced' });
  await settle();
  assert.equal(world.session.ending.value.reason, 'replaced');
  await world.session.join('Ada');
  assert.deepEqual([world.session.phase.value, (world.last.calls[0]![1] as JoinRequest).seat], ['room', 'seat 1']);
});

scenario('The server that stops is waited for, with the seat in hand', async (world) => {
  await world.enter();
  world.refusals = ['unreachable', 'unreachable', 'unreachable'];
  world.last.events.closed({ reason: 'server-stopping' });
  await pass(0);
  await pass(500);
  await pass(1000);
  await pass(2000);
  assert.deepEqual(world.last.calls[0], ['Join', { room: 'team', name: 'Ada', videoSlots: 9, keepSeat: true, seat: 'seat 1' }]);
  assert.equal(world.session.phase.value, 'room');
});

scenario('The server hears what is shown once things stand still, and again after joining anew', async (world) => {
  const stage = new Stage(world.session, world.local, new Preferences(null));
  const stop = stage.report();
  world.participants = [bob];
  await world.enter();
  await pass(1000);
  const views = () => world.last.calls.filter(([method]) => method === 'SetView').map(([, request]) => request as { items: { participantId: string }[] });
  assert.equal(views().length, 0, 'the stage has no size yet');
  stage.size.value = { width: 1000, height: 600 };
  await pass(0);
  assert.deepEqual(views().map(({ items }) => items.map(({ participantId }) => participantId)), [['7']]);
  stage.size.value = { width: 900, height: 600 };
  await pass(100);
  stage.size.value = { width: 800, height: 600 };
  await pass(100);
  assert.equal(views().length, 1);
  await pass(50);
  assert.equal(views().length, 2);
  world.last.events.speakers({ participantIds: ['7'] });
  await pass(1000);
  assert.equal(views().length, 2);
  stage.hidden.value = true;
  await pass(150);
  assert.deepEqual(views().at(-1), { items: [] });
  stage.hidden.value = false;
  await pass(150);
  world.last.lose();
  await pass(0);
  await pass(0);
  assert.equal(views().length, 1);
  stop();
});
