import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { ParticipantInfo, ProblemCode, RoomSettingsInfo, RoomSnapshot, ServerMethods } from '../src/signaling/contract.g.ts';
import type { HubEvents } from '../src/signaling/hub.ts';
import type { PeerState } from '../src/rtc/peer.ts';
import type { Source } from '../src/rtc/sources.ts';
import { CaptureError } from '../src/rtc/capture.ts';
import { LocalMedia } from '../src/state/local.ts';
import { Notices } from '../src/state/notices.ts';
import { Session } from '../src/state/session.ts';
import { Stage } from '../src/state/stage.ts';

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

/** One scripted participation: what was called, and handles to make things happen. */
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
  /** What the server does with the next joins: a refusal, or no answer at all. */
  refusals: (ProblemCode | 'unreachable')[] = [];
  participants: ParticipantInfo[] = [];
  readonly local: LocalMedia;
  readonly session: Session;

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
    this.session = new Session({ connectHub: (events, onLost) => this.#connect(events, onLost), createPeer: (onState) => this.#peer(onState) }, this.local, this.notices, () => 9, () => 0);
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

  #peer(onState: (state: PeerState) => void) {
    const call: FakeCall = { calls: [], sent: new Map(), events: {} as HubEvents, lose: () => undefined, media: onState, hubStopped: false, peerClosed: false };
    this.calls.push(call);
    return {
      accept: async (offer: string) => `answer to ${offer}`,
      send: async (source: Source, track: MediaStreamTrack | null) => void call.sent.set(source, track as unknown as FakeTrack | null),
      stream: () => null,
      stats: async () => new Map() as unknown as RTCStatsReport,
      close: () => void (call.peerClosed = true),
    };
  }

  async #connect(events: HubEvents, onLost: () => void) {
    const call = this.last;
    const refusal = this.refusals.shift();
    if (refusal === 'unreachable') {
      throw new Error('no');
    }
    call.events = events;
    call.lose = onLost;
    const id = String(this.calls.length);
    const values: Partial<Record<keyof ServerMethods, unknown>> = {
      Join: { participantId: id, offer: `offer ${id}`, participants: this.participants, audioSlots: ['a0'], videoSlots: ['v0', 'v1', 'v2', 'v3'], seat: `seat ${id}`, snapshot: snapshotOf(id, this.participants) },
      RestartIce: { offer: 'restart' },
      Answer: {},
      SetPublishing: {},
      SetView: {},
      Leave: {},
    };
    const method = (name: keyof ServerMethods) => async (request: unknown) => {
      call.calls.push([name, request]);
      return name === 'Join' && refusal ? { problem: { code: refusal, detail: '' } } : { value: values[name] };
    };
    const hub = Object.fromEntries((Object.keys(values) as (keyof ServerMethods)[]).map((name) => [name, method(name)]));
    return { call: hub as unknown as ServerMethods, stop: () => void (call.hubStopped = true) };
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
    ['Join', { room: 'team', name: 'Ada', videoSlots: 9 }],
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
  assert.deepEqual(world.notices.list.value.map(({ code }) => code), ['room-full']);
  assert.deepEqual([world.last.hubStopped, world.last.peerClosed], [true, true]);
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
  assert.deepEqual([world.last.hubStopped, world.last.peerClosed], [true, true]);
});

scenario('One click on the page after the room leads back into it', async (world) => {
  await world.enter();
  await world.session.leave();
  await world.session.join(world.session.name.peek());
  assert.equal(world.session.phase.value, 'room');
  assert.deepEqual(world.last.calls[0], ['Join', { room: 'team', name: 'Ada', videoSlots: 9 }]);
});

scenario('People come, change and go', async (world) => {
  await world.enter();
  world.last.events.room({ sequence: 11, action: 'joined', participant: bob });
  assert.deepEqual(world.session.lastEvent.value, { kind: 'came', name: 'Bob' });
  world.last.events.room({ sequence: 12, participant: { ...bob, mic: true } });
  assert.equal(world.session.meeting.roster.value.get('7')!.mic, true);
  world.last.events.room({ sequence: 13, action: 'left', left: '7' });
  assert.equal(world.session.meeting.roster.value.size, 0);
  assert.deepEqual(world.session.lastEvent.value, { kind: 'went', name: 'Bob' });
});

scenario('A lost signalling connection is replaced; the old media plays until the new call stands', async (world) => {
  await world.enter();
  await world.local.toggle('camera');
  world.refusals = ['unreachable', 'room-full'];
  world.last.lose();
  await pass(0);
  assert.equal(world.session.connection.value, 'reconnecting');
  assert.equal(world.calls[0]!.peerClosed, false);
  await pass(500);
  await pass(1000);
  assert.equal(world.calls.length, 4);
  assert.equal(world.calls[0]!.peerClosed, true);
  assert.equal(world.last.sent.get('camera')!.name, 'camera');
  world.last.media('connected');
  assert.equal(world.session.connection.value, 'connected');
  assert.equal(world.session.phase.value, 'room');
});

scenario('A server that stays away ends in words and a way to try again', async (world) => {
  await world.enter();
  world.refusals = Array.from({ length: 9 }, () => 'unreachable');
  world.last.lose();
  for (let second = 0; second < 100; second++) {
    await pass(1000);
  }
  assert.equal(world.session.connection.value, 'failed');
  assert.equal(world.session.failure.value, 'server');
  world.session.retry();
  await pass(0);
  world.last.media('connected');
  assert.equal(world.session.connection.value, 'connected');
});

scenario('A refusal that waiting does not change ends the attempts', async (world) => {
  await world.enter();
  world.refusals = ['room-name-invalid'];
  world.last.lose();
  await pass(0);
  assert.equal(world.session.connection.value, 'failed');
  assert.deepEqual(world.notices.list.value.map(({ code }) => code), ['room-name-invalid']);
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

scenario('Being removed shows the page after the room', async (world) => {
  await world.enter();
  world.last.events.closed({ reason: 'left' });
  await settle();
  assert.equal(world.session.phase.value, 'left');
});

scenario('The server hears what is shown once things stand still, and again after joining anew', async (world) => {
  const stage = new Stage(world.session, world.local);
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
