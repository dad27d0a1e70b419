import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { CaptureError } from '../src/rtc/capture.ts';
import { chimeFor } from '../src/state/aids.ts';
import { DeviceChoice, listsOf } from '../src/state/devices.ts';
import { LocalMedia } from '../src/state/local.ts';
import { Notices } from '../src/state/notices.ts';
import { Preferences, readTaste, standard } from '../src/state/preferences.ts';
import { MutedTalk } from '../src/state/talking.ts';

class FakeTrack extends EventTarget {
  enabled = true;
  muted = false;
  readyState: 'live' | 'ended' = 'live';
  readonly name: string;
  readonly label: string;

  constructor(name: string, label: string) {
    super();
    this.name = name;
    this.label = label;
  }

  /** As when the system takes it for a phone call, or gives it back. */
  mute(muted: boolean): void {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** As when the device goes: ended, and told. */
  vanish(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

class Desk {
  readonly notices = new Notices();
  readonly opened: FakeTrack[] = [];
  readonly sent: string[] = [];
  granted = true;
  hidden = false;
  /** What is plugged in. */
  model = 'desk';
  problem: CaptureError | null = null;
  /** While set, openings wait for it. */
  gate: Promise<void> | null = null;
  readonly local: LocalMedia;

  constructor() {
    const open = (name: string) => async () => {
      await this.gate;
      if (this.problem) {
        throw this.problem;
      }
      const track = new FakeTrack(`${name}${this.opened.length}`, this.model);
      this.opened.push(track);
      return track as unknown as MediaStreamTrack;
    };
    this.local = new LocalMedia(
      { mic: open('mic'), camera: open('camera'), screen: async () => ({ video: await open('screen')(), audio: null }), granted: async () => this.granted, hidden: () => this.hidden },
      this.notices,
    );
    this.local.onChange = () => {
      const { mic, camera } = this.local.tracks() as unknown as Record<string, FakeTrack | null>;
      this.sent.push(`${mic?.name ?? '-'} ${camera?.name ?? '-'}`);
    };
  }

  codes(): string[] {
    return this.notices.list.value.map(({ code }) => code);
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) {
    await Promise.resolve();
  }
}

const info = (kind: string, deviceId: string, label: string) => ({ kind, deviceId, label }) as MediaDeviceInfo;

test('Another microphone replaces the one in use without a gap, and the old one is given back', async () => {
  const desk = new Desk();
  await desk.local.toggle('mic');
  await desk.local.renew('mic');
  assert.deepEqual(desk.sent, ['mic0 -', 'mic1 -']);
  assert.deepEqual(desk.opened.map(({ readyState }) => readyState), ['ended', 'live']);
  assert.deepEqual(desk.codes(), []);
});

test('A muted microphone is renewed muted, and nothing is opened that was not open', async () => {
  const desk = new Desk();
  await desk.local.renew('camera');
  assert.equal(desk.opened.length, 0);
  await desk.local.toggle('mic');
  await desk.local.toggle('mic');
  await desk.local.renew('mic');
  assert.deepEqual([desk.opened[1]!.enabled, desk.local.isOn('mic'), desk.sent.at(-1)], [false, false, '- -']);
});

test('If the other device cannot be had the old one stays in use and the reason is told', async () => {
  const desk = new Desk();
  await desk.local.toggle('camera');
  desk.problem = new CaptureError('busy');
  await desk.local.renew('camera');
  assert.deepEqual([desk.opened[0]!.readyState, desk.local.isOn('camera'), desk.codes()[0]], ['live', true, 'camera-busy']);
});

test('A microphone that cannot be opened anew is off, and the reason is told', async () => {
  const desk = new Desk();
  await desk.local.toggle('mic');
  desk.problem = new CaptureError('busy');
  await desk.local.renew('mic');
  assert.deepEqual([desk.opened[0]!.readyState, desk.local.isOn('mic'), desk.sent.at(-1), desk.codes()], ['ended', false, '- -', ['mic-busy']]);
});

test('A microphone that is muted while it is opened anew comes back muted', async () => {
  const desk = new Desk();
  await desk.local.toggle('mic');
  const renewed = desk.local.renew('mic');
  await desk.local.toggle('mic');
  await renewed;
  assert.deepEqual([desk.opened[1]!.enabled, desk.local.isOn('mic'), desk.sent.at(-1)], [false, false, '- -']);
});

test('A device that vanishes is replaced by another if the browser need not ask', async () => {
  const desk = new Desk();
  await desk.local.toggle('mic');
  desk.model = 'headset';
  desk.opened[0]!.vanish();
  await settle();
  assert.deepEqual([desk.sent.at(-1), desk.local.isOn('mic'), desk.codes()[0]], ['mic1 -', true, 'mic-switched']);
  desk.notices.clear();
});

test('A device that vanishes while the browser would ask is turned off and told', async () => {
  const desk = new Desk();
  desk.granted = false;
  await desk.local.toggle('mic');
  desk.opened[0]!.vanish();
  await settle();
  assert.deepEqual([desk.sent.at(-1), desk.local.isOn('mic'), desk.codes(), desk.opened.length], ['- -', false, ['mic-lost'], 1]);
});

/** Time for the system to give a device back. */
const giveBackMs = 1_500;

function interrupted(name: string, run: (desk: Desk) => Promise<void>): void {
  test(name, async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const desk = new Desk();
      await desk.local.toggle('mic');
      desk.opened[0]!.mute(true);
      assert.deepEqual(desk.codes(), ['mic-interrupted']);
      await run(desk);
      desk.notices.clear();
    } finally {
      mock.timers.reset();
    }
  });
}

interrupted('An interruption is told, and taken back when the system gives the device back', async (desk) => {
  desk.local.revive();
  desk.opened[0]!.mute(false);
  assert.deepEqual(desk.codes(), []);
  mock.timers.tick(giveBackMs);
  await settle();
  assert.deepEqual([desk.opened.length, desk.sent.at(-1)], [1, 'mic0 -']);
});

interrupted('A device that the system keeps is opened anew a moment after the page is looked at again, without a word', async (desk) => {
  desk.local.revive();
  await settle();
  assert.equal(desk.opened.length, 1, 'the system may still give it back');
  mock.timers.tick(giveBackMs);
  await settle();
  assert.deepEqual([desk.sent.at(-1), desk.codes(), desk.opened[0]!.readyState], ['mic1 -', [], 'ended']);
});

interrupted('Where the browser would ask, nothing is taken away on the way back; turning off and on opens the device anew', async (desk) => {
  desk.granted = false;
  desk.local.revive();
  mock.timers.tick(giveBackMs);
  await settle();
  assert.deepEqual([desk.local.isOn('mic'), desk.opened.length, desk.codes()], [true, 1, ['mic-interrupted']]);
  await desk.local.toggle('mic');
  assert.deepEqual(desk.codes(), [], 'whoever is muted need not be told that she is not heard');
  await desk.local.toggle('mic');
  assert.deepEqual([desk.sent.at(-1), desk.codes()], ['mic1 -', []]);
});

interrupted('A device that was opened anew tells of the next interruption too', async (desk) => {
  await desk.local.toggle('mic');
  await desk.local.toggle('mic');
  desk.opened[1]!.mute(true);
  assert.deepEqual([desk.local.isOn('mic'), desk.codes()], [true, ['mic-interrupted']]);
});

test('A device lost while nobody looks, and not to be had then, comes back with the next look', async () => {
  const desk = new Desk();
  await desk.local.toggle('mic');
  await desk.local.toggle('camera');
  desk.hidden = true;
  desk.problem = new CaptureError('denied');
  desk.opened.forEach((track) => track.vanish());
  await settle();
  assert.deepEqual([desk.local.isOn('mic'), desk.local.isOn('camera'), desk.codes()], [true, true, ['mic-interrupted', 'camera-interrupted']]);
  desk.hidden = false;
  desk.problem = null;
  desk.local.revive();
  await settle();
  assert.deepEqual([desk.sent.at(-1), desk.codes()], ['mic2 camera3', []]);
});

test('A screen picked after leaving is given back', async () => {
  const desk = new Desk();
  let pick = () => {};
  desk.gate = new Promise((resolve) => (pick = resolve));
  const shared = desk.local.toggle('screen');
  desk.local.release();
  pick();
  await shared;
  assert.deepEqual([desk.opened[0]!.readyState, desk.local.isOn('screen'), desk.codes()], ['ended', false, []]);
});

test('Whoever leaves while the browser asks gets no open device', async () => {
  const desk = new Desk();
  let admit = () => {};
  desk.gate = new Promise((resolve) => (admit = resolve));
  const turned = desk.local.toggle('camera');
  desk.local.release();
  admit();
  await turned;
  assert.deepEqual([desk.opened[0]!.readyState, desk.local.isOn('camera'), desk.codes()], ['ended', false, []]);
});

test('A held key opens the microphone for as long as it is held', async () => {
  const desk = new Desk();
  await desk.local.talk(true);
  assert.equal(desk.local.isOn('mic'), true);
  await desk.local.talk(true);
  await desk.local.talk(false);
  assert.equal(desk.local.isOn('mic'), false);
  let admit = () => {};
  desk.local.release();
  desk.gate = new Promise((resolve) => (admit = resolve));
  const held = desk.local.talk(true);
  await desk.local.talk(false);
  admit();
  await held;
  assert.equal(desk.local.isOn('mic'), false, 'let go before the device was open');
});

test('A held key does not mute somebody who was heard already', async () => {
  const desk = new Desk();
  await desk.local.toggle('mic');
  await desk.local.talk(true);
  await desk.local.talk(false);
  assert.equal(desk.local.isOn('mic'), true);
});

test('Devices are listed once they have names; the system’s choice is no device of its own', () => {
  const lists = listsOf([
    info('audioinput', 'default', 'Default - Desk'),
    info('audioinput', 'communications', 'Communications - Desk'),
    info('audioinput', 'a1', 'Desk (046d:0a44)'),
    info('videoinput', '', ''),
    info('audiooutput', 'b1', 'Headset'),
  ]);
  assert.deepEqual(lists, { mic: [{ id: 'a1', label: 'Desk' }], camera: [], speaker: [{ id: 'b1', label: 'Headset' }] });
});

test('Nothing is looked up before it is needed; afterwards what is plugged in or out is followed', async () => {
  let there = [info('audioinput', 'desk', 'Desk'), info('audiooutput', 'hall', 'Hall'), info('audiooutput', 'ear', 'Ear')];
  let asked = 0;
  const source = Object.assign(new EventTarget(), { enumerateDevices: async () => (asked++, there) }) as unknown as MediaDevices;
  const devices = new DeviceChoice(source, { mic: 'desk', camera: '', speaker: 'ear' });
  const heard: string[] = [];
  devices.onChosen = (kind, why) => heard.push(`${kind} ${why}`);
  assert.equal(asked, 0);
  assert.equal(devices.usable('speaker'), 'ear', 'before anything is known the wish counts');
  await devices.look();
  there = there.slice(0, 2);
  (source as EventTarget).dispatchEvent(new Event('devicechange'));
  await settle();
  assert.equal(devices.usable('speaker'), '');
  assert.equal(devices.chosen.value.speaker, 'ear', 'the wish stays');
  there = [...there, info('audiooutput', 'ear', 'Ear')];
  (source as EventTarget).dispatchEvent(new Event('devicechange'));
  await settle();
  devices.choose('speaker', 'hall');
  devices.choose('speaker', 'hall');
  assert.deepEqual(heard, ['speaker gone', 'speaker back', 'speaker chosen']);
});

test('A kept taste is taken member by member; anything else is the standard', () => {
  assert.deepEqual(readTaste(null), standard);
  assert.deepEqual(readTaste({ music: true, theme: 'pink', sounds: 'yes', screenContent: 'motion', other: 1 }), { ...standard, music: true, screenContent: 'motion' });
  const preferences = new Preferences({ saver: true });
  const told: object[] = [];
  preferences.onChange = (changed) => told.push(changed);
  preferences.set({ music: true });
  assert.deepEqual([preferences.sending(), told], [{ music: true, saver: true }, [{ music: true }]]);
});

test('Talking while muted is told once; a cough is not, and neither is silence', () => {
  const talk = new MutedTalk();
  const hear = (from: number, to: number, level: number) => {
    let told = 0;
    for (let nowMs = from; nowMs < to; nowMs += 100) {
      told += talk.hear(level, nowMs) ? 1 : 0;
    }
    return told;
  };
  assert.equal(hear(0, 3_000, 0.1), 0);
  assert.equal(hear(3_000, 3_500, 0.8), 0, 'a cough');
  assert.equal(hear(3_500, 6_000, 0.1), 0);
  assert.equal(hear(6_000, 9_000, 0.6), 1);
  talk.reset();
  assert.equal(hear(9_000, 11_000, 0.6), 1);
});

test('Comings, goings, hands and knocking have a sound; one’s own and those of a crowd do not', () => {
  const who = (id: string) => ({ id, name: id }) as never;
  assert.equal(chimeFor({ sequence: 1, action: 'joined', participant: who('b') }, 3, 'a'), 'joined');
  assert.equal(chimeFor({ sequence: 1, action: 'joined', participant: who('b') }, 13, 'a'), null);
  assert.equal(chimeFor({ sequence: 1, action: 'left', left: 'b' }, 3, 'a'), 'left');
  assert.equal(chimeFor({ sequence: 1, action: 'hand-raised', participant: who('a') }, 3, 'a'), null);
  assert.equal(chimeFor({ sequence: 1, action: 'hand-raised', participant: who('b') }, 3, 'a'), 'hand');
  assert.equal(chimeFor({ sequence: 1, action: 'knocked', lobby: [] }, 3, 'a'), 'knock');
  assert.equal(chimeFor({ sequence: 1, action: 'muted' }, 3, 'a'), null);
});
