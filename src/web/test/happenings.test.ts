import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { signal } from '@preact/signals';
import type { ActionName, ParticipantInfo, RoomSettingsInfo, RoomUpdate, YouInfo } from '../src/signaling/contract.g.ts';
import { Announcer, type Announcement } from '../src/state/announcer.ts';
import { keepToTheRules } from '../src/state/floor.ts';
import { Happenings } from '../src/state/happenings.ts';
import { LocalMedia } from '../src/state/local.ts';
import { Meeting } from '../src/state/meeting.ts';
import { Notices, type Device } from '../src/state/notices.ts';
import { Reactions } from '../src/state/reactions.ts';

const person = (id: string, name: string, more: Partial<ParticipantInfo> = {}): ParticipantInfo => ({
  id, name, mic: false, camera: false, screen: false, screenAudio: false, role: 'participant', guest: false, hand: 0, maySpeak: false, reconnecting: false, ...more,
});
const settings: RoomSettingsInfo = {
  lobby: false, locked: false, guestsAllowed: true, micAllowed: true, cameraAllowed: true, screenAllowed: true, chatAllowed: true, privateChatAllowed: true,
  webcamsOnlyForModerator: false, muteOnStart: false, talkTimeForAll: false, speaking: 'free', maxParticipants: 0, durationMinutes: 0, subject: '', welcome: '',
  moderatorMessage: '', logoutAddress: '',
};
const free: YouInfo = { role: 'participant', mic: true, camera: true, screen: true, chat: true, privateChat: true };

/** Ada's page in a room with Bo, who moderates. */
class World {
  readonly notices = new Notices();
  readonly local: LocalMedia;
  readonly meeting = new Meeting();
  readonly announcer = new Announcer();
  readonly reactions = new Reactions();
  readonly connected = signal(true);
  #sequence = 10;

  constructor() {
    const track = () => Object.assign(new EventTarget(), { enabled: true, stop: () => undefined }) as unknown as MediaStreamTrack;
    this.local = new LocalMedia({ mic: async () => track(), camera: async () => track(), screen: async () => ({ video: track(), audio: null }) }, this.notices);
    new Happenings(this.meeting, this.local, this.notices, this.announcer, this.reactions);
    keepToTheRules(this.meeting, this.local, this.notices, () => this.connected.value);
    this.enter();
  }

  enter(self: Partial<ParticipantInfo> = {}, you: YouInfo = free, rules: Partial<RoomSettingsInfo> = {}): void {
    const participants = [person('1', 'Ada', self), person('2', 'Bo', { role: 'owner' })];
    this.meeting.enter('1', { epoch: 'e', sequence: this.#sequence, participants, you, settings: { ...settings, ...rules }, hasPassword: false, chat: [], polls: [], lobby: [], endsAtMs: null }, async () => null);
  }

  /** Turns a device on as a click does, and lets the server say so. */
  async on(device: Device): Promise<void> {
    await this.local.toggle(device);
    this.self({ ...this.meeting.self.peek(), [device]: true });
  }

  update(update: Omit<RoomUpdate, 'sequence'>): void {
    this.meeting.takeUpdate({ sequence: ++this.#sequence, ...update });
  }

  /** Something about Ada. */
  self(change: Partial<ParticipantInfo>, action?: ActionName, by = '2', you?: YouInfo): void {
    this.update({ participant: { ...this.meeting.self.peek()!, ...change }, by, ...(action && { action }), ...(you && { you }) });
  }

  get told(): string[] {
    return this.notices.list.peek().map(({ code, values }) => (values['by'] === undefined ? code : `${code} by ${values['by']}`));
  }

  said(): readonly Announcement[] {
    mock.timers.tick(700);
    return this.announcer.said.peek();
  }
}

function scenario(name: string, run: (world: World) => Promise<void> | void): void {
  test(name, async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      await run(new World());
    } finally {
      mock.timers.reset();
    }
  });
}

scenario('Who is muted is told by whom, and her microphone is off on her page too', async (world) => {
  await world.on('mic');
  await world.on('camera');
  world.self({ mic: false }, 'muted');
  assert.equal(world.local.isOn('mic'), false);
  assert.equal(world.local.isOn('camera'), true);
  assert.deepEqual(world.told, ['you-muted by Bo']);
});

scenario('After a mute, "off" is published before "on" can be', async (world) => {
  const published: boolean[] = [];
  world.local.onChange = () => published.push(world.local.tracks().mic !== null);
  await world.on('mic');
  world.self({ mic: false }, 'muted');
  await world.on('mic');
  assert.deepEqual(published, [true, false, true]);
});

scenario('A camera and a share that were stopped are off, and nothing else', async (world) => {
  await world.on('mic');
  await world.on('camera');
  await world.on('screen');
  world.self({ camera: false }, 'camera-off');
  world.self({ screen: false }, 'share-stopped');
  assert.deepEqual((['mic', 'camera', 'screen'] as const).map((device) => world.local.isOn(device)), [true, false, false]);
  assert.deepEqual(world.told, ['you-camera-off by Bo', 'you-share-stopped by Bo']);
});

scenario('News of oneself that are older than the click turn nothing off', async (world) => {
  await world.local.toggle('mic'); // on its way to the server
  world.self({ hand: 3 }, 'hand-raised', '1');
  world.self({ reconnecting: false });
  assert.equal(world.local.isOn('mic'), true);
  assert.deepEqual(world.told, []);
});

scenario('Being made moderator, and losing it, is told with the name', (world) => {
  world.self({ role: 'moderator' }, 'moderator-made');
  world.self({ role: 'participant' }, 'moderator-taken');
  assert.deepEqual(world.told, ['you-moderator-made by Bo', 'you-moderator-taken by Bo']);
});

scenario('Who gets the floor hears it once, not that her hand went down too', (world) => {
  world.self({ hand: 4 }, 'hand-raised', '1');
  world.self({ maySpeak: true }, 'speak-allowed');
  world.self({ hand: 0 }, 'hand-lowered');
  assert.deepEqual(world.told, ['you-speak-allowed by Bo']);
});

scenario('A hand that a moderator lowered is told, one’s own is not', (world) => {
  world.self({ hand: 4 }, 'hand-raised', '1');
  world.self({ hand: 0 }, 'hand-lowered', '1');
  assert.deepEqual(world.told, []);
  world.self({ hand: 5 }, 'hand-raised', '1');
  world.self({ hand: 0 }, 'hand-lowered');
  assert.deepEqual(world.told, ['you-hand-lowered by Bo']);
});

scenario('Losing the floor closes the microphone', async (world) => {
  await world.on('mic');
  world.self({ maySpeak: false }, 'speak-withdrawn', '2', { ...free, mic: false });
  world.self({ mic: false }, 'speak-withdrawn', '2', { ...free, mic: false });
  assert.equal(world.local.isOn('mic'), false);
  assert.ok(world.told.includes('you-speak-withdrawn by Bo'));
});

scenario('Rules that close a microphone name who made them', async (world) => {
  await world.on('mic');
  world.update({ action: 'settings-changed', by: '2', settings: { ...settings, speaking: 'listeners' }, you: { ...free, mic: false, camera: false } });
  world.self({ mic: false }, 'settings-changed');
  assert.equal(world.local.isOn('mic'), false);
  assert.deepEqual(world.told, ['closed-mic by Bo']);
});

for (const [rules, you, device, code] of [
  [{ speaking: 'ask' }, { mic: false }, 'mic', 'barred-mic-ask'],
  [{ speaking: 'listeners' }, { mic: false }, 'mic', 'barred-mic-listeners'],
  [{ micAllowed: false, speaking: 'ask' }, { mic: false }, 'mic', 'barred-mic-room'],
  [{ cameraAllowed: false }, { camera: false }, 'camera', 'barred-camera'],
  [{ screenAllowed: false }, { screen: false }, 'screen', 'barred-screen'],
] as const) {
  scenario(`What the room forbids is explained and not opened: ${code}`, async (world) => {
    world.enter({}, { ...free, ...you }, rules);
    await world.local.toggle(device);
    assert.equal(world.local.isOn(device), false);
    assert.deepEqual(world.told, [code]);
  });
}

scenario('A microphone that was on before the door of a room that forbids it is closed and explained', async (world) => {
  world.meeting.leave();
  await world.local.toggle('mic');
  world.enter({}, { ...free, mic: false }, { speaking: 'ask' });
  assert.equal(world.local.isOn('mic'), false);
  assert.deepEqual(world.told, ['barred-mic-ask']);
});

scenario('Where everybody begins muted, a microphone that was on before the door is off, and may be turned on', async (world) => {
  world.meeting.leave();
  await world.local.toggle('mic');
  world.enter({}, free, { muteOnStart: true });
  assert.equal(world.local.isOn('mic'), false);
  assert.deepEqual(world.told, ['muted-on-start']);
  await world.on('mic');
  world.enter({ mic: true }, free, { muteOnStart: true }); // back after trouble
  assert.equal(world.local.isOn('mic'), true);
});

scenario('A microphone that the server holds closed does not stay on here', async (world) => {
  await world.on('mic');
  world.enter({ mic: false }); // muted while the connection was away
  mock.timers.tick(4_900);
  assert.equal(world.local.isOn('mic'), true);
  mock.timers.tick(200);
  assert.equal(world.local.isOn('mic'), false);
  assert.deepEqual(world.told, ['closed-mic-unheard']);
});

scenario('Without a connection nothing is concluded', async (world) => {
  world.connected.value = false;
  await world.local.toggle('mic');
  mock.timers.tick(20_000);
  assert.equal(world.local.isOn('mic'), true);
  world.connected.value = true;
  world.self({ mic: true });
  mock.timers.tick(20_000);
  assert.equal(world.local.isOn('mic'), true);
});

scenario('Coming, going, hands, mutes and knocks of others are said, one’s own are not', (world) => {
  world.update({ action: 'joined', by: '3', participant: person('3', 'Cy') });
  world.update({ action: 'hand-raised', by: '3', participant: person('3', 'Cy', { hand: 1 }) });
  world.update({ action: 'muted', by: '2', participant: person('3', 'Cy') });
  world.update({ action: 'knocked', lobby: [{ id: '8', name: 'Di', guest: true, sinceMs: 0 }, { id: '9', name: 'Ed', guest: true, sinceMs: 1 }] });
  world.self({ hand: 2 }, 'hand-raised', '1');
  world.update({ action: 'left', by: '3', left: '3' });
  assert.deepEqual(world.said().map((one) => ('name' in one ? `${one.kind} ${one.name}` : one)), ['came Cy', 'hand Cy', 'muted Cy', 'knocks Ed', 'went Cy']);
});

scenario('Where one has to ask, a raised hand asks to speak', (world) => {
  world.enter({}, free, { speaking: 'ask' });
  world.update({ action: 'hand-raised', by: '2', participant: person('2', 'Bo', { hand: 1 }) });
  assert.deepEqual(world.said(), [{ kind: 'asks', name: 'Bo', detail: '' }]);
});

scenario('Reactions are shown for a moment, one’s own too, and only those of others are said', (world) => {
  world.update({ by: '2', reaction: { participantId: '2', emoji: '👍' } });
  world.update({ by: '1', reaction: { participantId: '1', emoji: '👏' } });
  assert.deepEqual(world.reactions.shown.peek().map(({ name, emoji }) => [name, emoji]), [['Bo', '👍'], ['Ada', '👏']]);
  assert.deepEqual(world.said(), [{ kind: 'reacts', name: 'Bo', detail: '👍' }]);
  mock.timers.tick(4_000);
  assert.deepEqual(world.reactions.shown.peek(), []);
});

scenario('A hall that applauds does not fill the page', (world) => {
  for (let index = 0; index < 100; index++) {
    world.update({ by: '2', reaction: { participantId: '2', emoji: '👏' } });
  }
  assert.equal(world.reactions.shown.peek().length, 12);
});
