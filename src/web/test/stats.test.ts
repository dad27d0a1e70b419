import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StatsAssembler, type Carried, type StatsEntry } from '../src/rtc/stats.ts';

const video = (participant: string, mid = 'v0'): Carried => ({ mid, participant, name: `Person ${participant}`, kind: 'camera' });
const audio = (participant: string, mid = 'a0'): Carried => ({ mid, participant, name: `Person ${participant}`, kind: 'mic' });
const inbound = (mid: string, values: Partial<StatsEntry>): StatsEntry => ({ id: mid, type: 'inbound-rtp', mid, ...values });
const pair = (values: Partial<StatsEntry>): StatsEntry => ({ id: 'pair', type: 'candidate-pair', nominated: true, state: 'succeeded', ...values });

test('Counters of slots become those of whoever is in them', () => {
  const stats = new StatsAssembler().assemble(
    [inbound('v0', { framesDecoded: 30, frameWidth: 640, frameHeight: 360, packetsLost: 2 }), inbound('v1', { framesDecoded: 5 })],
    [video('2')],
    2,
    0,
  );
  assert.equal(stats.participants, 2);
  assert.deepEqual(stats.sources, [{ participant: '2', name: 'Person 2', kind: 'camera', framesDecoded: 30, width: 640, height: 360, audioLevel: 0, packetsLost: 2 }]);
});

test('A slot that has not received anything yet is no source', () => {
  assert.deepEqual(new StatsAssembler().assemble([], [video('2')], 2, 0).sources, []);
});

test('Whoever takes over a slot starts at zero', () => {
  const assembler = new StatsAssembler();
  assembler.assemble([inbound('v0', { framesDecoded: 100, packetsLost: 7 })], [video('2')], 3, 0);
  assert.equal(assembler.assemble([inbound('v0', { framesDecoded: 110, packetsLost: 7 })], [video('3')], 3, 1000).sources[0]!.framesDecoded, 0);
  const [source] = assembler.assemble([inbound('v0', { framesDecoded: 140, packetsLost: 9 })], [video('3')], 3, 2000).sources;
  assert.equal(source!.framesDecoded, 30);
  assert.equal(source!.packetsLost, 2);
});

test('The sound level is the loudest of three seconds and counts sound between two looks', () => {
  const assembler = new StatsAssembler();
  const look = (nowMs: number, values: Partial<StatsEntry>) => assembler.assemble([inbound('a0', values)], [audio('2')], 2, nowMs).sources[0]!.audioLevel;
  assert.equal(look(0, { audioLevel: 0 }), 0);
  // A beep that was over before the look: energy 0.01 in one second is a level of 0.1.
  assert.ok(Math.abs(look(1000, { audioLevel: 0, totalAudioEnergy: 0.01, totalSamplesDuration: 1 }) - 0.1) < 1e-9);
  assert.equal(look(2000, { audioLevel: 0.4, totalAudioEnergy: 0.01, totalSamplesDuration: 2 }), 0.4);
  assert.equal(look(5000, { audioLevel: 0.05, totalAudioEnergy: 0.01, totalSamplesDuration: 5 }), 0.4);
  assert.equal(look(5001, { audioLevel: 0.05, totalAudioEnergy: 0.01, totalSamplesDuration: 5 }), 0.05);
  assert.equal(look(9000, { audioLevel: 7, totalAudioEnergy: 0.01, totalSamplesDuration: 9 }), 1);
});

test('Round trip and bit rates come from the pair in use', () => {
  const assembler = new StatsAssembler();
  const first = assembler.assemble([pair({ bytesSent: 1000, bytesReceived: 5000, currentRoundTripTime: 0.0234 })], [], 1, 0);
  assert.deepEqual([first.rttMs, first.upBps, first.downBps], [23, 0, 0]);
  const second = assembler.assemble([pair({ bytesSent: 2000, bytesReceived: 10_000, currentRoundTripTime: 0.02 })], [], 1, 2000);
  assert.deepEqual([second.upBps, second.downBps], [4000, 20_000]);
  // Asked again at once, it does not divide by nearly nothing.
  assert.equal(assembler.assemble([pair({ bytesSent: 2500, bytesReceived: 10_000 })], [], 1, 2010).upBps, 4000);
  assert.equal(assembler.assemble([{ ...pair({ bytesSent: 9e9 }), nominated: false }], [], 1, 9000).upBps, 4000);
});
