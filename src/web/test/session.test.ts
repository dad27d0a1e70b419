import assert from 'node:assert/strict';
import { CaptureError } from '../src/rtc/capture.ts';
import { Preferences } from '../src/state/preferences.ts';
import { Stage } from '../src/state/stage.ts';
import { bob, pass, scenario, settle } from './world.ts';

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

scenario('Whoever is put out is told why and by whom', async (world) => {
  await world.enter();
  world.last.events.closed({ reason: 'removed', by: 'Bob' });
  await settle();
  assert.equal(world.session.phase.value, 'left');
  assert.deepEqual(world.session.ending.value, { reason: 'removed', by: 'Bob', logoutAddress: '' });
  assert.equal(world.storage.kept.size, 0);
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
