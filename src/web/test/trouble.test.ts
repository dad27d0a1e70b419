import assert from 'node:assert/strict';
import type { CommandRequest, JoinRequest, RestoreChatRequest } from '../src/signaling/contract.g.ts';
import { bob, pass, scenario, settle } from './world.ts';

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

scenario('A line on which nothing arrives is told at once, before the browser gives it up, and nothing is done about it yet', async (world) => {
  await world.enter();
  const call = world.session.call.value!;
  world.session.listen(call, true);
  assert.equal(world.session.connection.value, 'reconnecting');
  await pass(60_000);
  assert.deepEqual([world.calls.length, world.methods().includes('RestartIce')], [1, false]);
  world.session.listen(call, false);
  assert.equal(world.session.connection.value, 'connected');
});

scenario('A pulse says nothing about a call that is lost anyway, nor about an older one', async (world) => {
  await world.enter();
  const call = world.session.call.value!;
  world.last.media('disconnected');
  world.session.listen(call, false);
  assert.equal(world.session.connection.value, 'reconnecting');
  world.last.media('connected');
  world.refusals = ['seat-invalid'];
  world.last.lose();
  await pass(0);
  world.last.media('connected');
  assert.notEqual(world.session.call.value, call);
  world.session.listen(call, true);
  assert.equal(world.session.connection.value, 'connected');
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
