import assert from 'node:assert/strict';
import type { CommandRequest, JoinRequest } from '../src/signaling/contract.g.ts';
import { pass, scenario, settle, untilAsked, type World } from './world.ts';

/** Ada stands before the door of a room with a lobby, and knows her place. */
async function knock(world: World, { link = '', refusals = ['waiting'] }: { link?: string; refusals?: World['refusals'] } = {}): Promise<void> {
  world.refusals = refusals;
  await world.session.open('team', link);
  void world.session.join('Ada');
  await settle();
  world.last.events.lobby({ state: 'waiting', seat: 'place', text: '' });
  await settle();
}

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

scenario('Before the door one hears the moderators, and comes in when admitted', async (world) => {
  await knock(world);
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
  await knock(world);
  world.last.events.lobby({ state: 'rejected', seat: 'place', text: 'Members only' });
  await settle();
  assert.equal(world.session.phase.value, 'prejoin');
  assert.deepEqual(world.session.refusal.value, { code: 'rejected', text: 'Members only' });
  await world.session.join('Ada');
  assert.equal((world.last.calls[0]![1] as JoinRequest).seat, undefined);
});

scenario('A connection that breaks before the door goes back to the same place', async (world) => {
  await knock(world, { refusals: ['waiting', 'unreachable', 'waiting'] });
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
  await knock(world);
  world.refusals = ['waiting'];
  const reloaded = world.reload();
  await settle();
  assert.equal((world.last.calls[0]![1] as JoinRequest).seat, 'place');
  world.last.events.lobby({ state: 'admitted', seat: 'let in', text: '' });
  await reloaded;
  assert.equal(world.session.phase.value, 'room');
});

scenario('Whoever stops waiting tells the server and stands before the door again', async (world) => {
  await knock(world, { link: 'guest link' });
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

scenario('A seat used elsewhere can be had back', async (world) => {
  await world.enter();
  world.last.events.closed({ reason: 'replaced' });
  await settle();
  assert.equal(world.session.ending.value.reason, 'replaced');
  await world.session.join('Ada');
  assert.deepEqual([world.session.phase.value, (world.last.calls[0]![1] as JoinRequest).seat], ['room', 'seat 1']);
});
