import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QualityMeter, type Quality, type QualityEntry } from '../src/rtc/quality.ts';

const video = { mid: 'v0', participant: '2', kind: 'camera' } as const;
const audio = { mid: 'a0', participant: '2', kind: 'mic' } as const;

/** One look a second; `after` gives the counters after so many seconds. */
function watch(seconds: number, after: (second: number) => QualityEntry[], owners = [video] as readonly (typeof video | typeof audio)[], meter = new QualityMeter()): Map<string, Quality> {
  let judged = new Map<string, Quality>();
  for (let second = 0; second <= seconds; second++) {
    judged = meter.judge(after(second), owners, '1', second * 1_000);
  }
  return judged;
}

const inbound = (mid: string, received: number, lost: number, more: Partial<QualityEntry> = {}): QualityEntry => ({ type: 'inbound-rtp', mid, packetsReceived: received, packetsLost: lost, ...more });

test('Nothing is said about somebody of whom too little arrives', () => {
  assert.equal(watch(5, () => [inbound('v0', 0, 0)]).has('2'), false);
  assert.equal(watch(5, (second) => [inbound('v0', 2 * second, second)]).has('2'), false);
});

test('Losses and freezes make a connection weak, more of them bad', () => {
  assert.equal(watch(5, (second) => [inbound('v0', 100 * second, second)]).get('2'), 'good');
  assert.equal(watch(5, (second) => [inbound('v0', 100 * second, 8 * second)]).get('2'), 'fair');
  assert.equal(watch(5, (second) => [inbound('v0', 100 * second, 30 * second)]).get('2'), 'poor');
  assert.equal(watch(5, (second) => [inbound('v0', 100 * second, 0, { totalFreezesDuration: second * 0.3 })]).get('2'), 'poor');
});

test('Sound that is made up while somebody speaks counts, silence does not', () => {
  const heard = (silent: boolean) => watch(5, (second) => [inbound('a0', 50 * second, 0, { totalSamplesReceived: 48_000 * second, concealedSamples: 9_600 * second, silentConcealedSamples: silent ? 9_600 * second : 0 })], [audio]);
  assert.equal(heard(false).get('2'), 'poor');
  assert.equal(heard(true).get('2'), 'good');
});

test('The worse of sound and picture counts', () => {
  const both = watch(5, (second) => [inbound('a0', 50 * second, 0), inbound('v0', 100 * second, 30 * second)], [audio, video]);
  assert.equal(both.get('2'), 'poor');
});

test('A line that has recovered is good again after some seconds', () => {
  const after = (second: number) => [inbound('v0', 100 * second, second < 10 ? 30 * second : 300)];
  assert.equal(watch(9, after).get('2'), 'poor');
  assert.equal(watch(16, after).get('2'), 'good');
});

test('Who follows in a slot does not inherit the losses of whoever had it before', () => {
  const meter = new QualityMeter();
  watch(5, (second) => [inbound('v0', 100 * second, 30 * second)], [video], meter);
  const next = { ...video, participant: '3' } as unknown as typeof video;
  assert.equal(meter.judge([inbound('v0', 600, 150)], [next], '1', 6_000).has('3'), false);
  assert.equal(meter.judge([inbound('v0', 700, 150)], [next], '1', 7_000).get('3'), 'good');
});

test('One’s own line is judged by what the server got and by the round trip', () => {
  const own = (fractionLost: number, roundTripTime: number) => new QualityMeter().judge([{ type: 'remote-inbound-rtp', fractionLost, roundTripTime }], [], '1', 0).get('1');
  assert.deepEqual([own(0, 0.05), own(0.06, 0.05), own(0.2, 0.05), own(0, 0.6), own(0, 1.5)], ['good', 'fair', 'poor', 'fair', 'poor']);
});
