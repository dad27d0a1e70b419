import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pulse, type ShownCamera } from '../src/rtc/pulse.ts';

const lookMs = 300;
const bela: ShownCamera = { mid: 'v0', participant: '2' };

/** A line in virtual time: what is counted at every look, and what the pulse says then. */
class Line {
  cameras: ShownCamera[] = [];
  #nowMs = 5_000;
  #counts = { received: 1, answers: 1, sent: 0, camera: 0 };
  readonly #pulse = new Pulse();

  /** Looks until so much time has passed; gives when the line was called dead, counted from the first look, or null. */
  run(forMs: number, perLook: Partial<Line['counts']>): number | null {
    let deadMs: number | null = null;
    for (let ms = lookMs; ms <= forMs; ms += lookMs) {
      this.#nowMs += lookMs;
      for (const [name, more] of Object.entries(perLook) as [keyof Line['counts'], number][]) {
        this.#counts[name] += more;
      }
      deadMs ??= this.#look() ? ms : null;
    }
    return deadMs;
  }

  sleep(ms: number): void {
    this.#nowMs += ms;
  }

  get counts() {
    return this.#counts;
  }

  #look(): boolean {
    const { received, answers, sent, camera } = this.#counts;
    const report = [
      { type: 'candidate-pair', bytesReceived: received, responsesReceived: answers },
      { type: 'outbound-rtp', packetsSent: sent },
      { type: 'inbound-rtp', mid: 'v0', packetsReceived: camera },
    ];
    return this.#pulse.isSilent(report, this.cameras, this.#nowMs);
  }
}

test('Who sends and hears nothing back is told within two seconds', () => {
  const line = new Line();
  assert.equal(line.run(30_000, { sent: 10, received: 200 }), null);
  const deadMs = line.run(10_000, { sent: 10 });
  assert.ok(deadMs !== null && deadMs <= 1_700, String(deadMs));
  assert.equal(line.run(3_000, { sent: 10, received: 200 }), null);
});

test('Who only watches is told within two seconds that the pictures have stopped', () => {
  const line = new Line();
  line.cameras = [bela];
  assert.equal(line.run(30_000, { received: 2_000, camera: 5 }), null);
  const deadMs = line.run(10_000, {});
  assert.ok(deadMs !== null && deadMs <= 1_700, String(deadMs));
});

test('An answer to a connectivity check is a sign of life', () => {
  const line = new Line();
  line.cameras = [bela];
  line.run(9_000, { received: 2_000, camera: 5 });
  assert.notEqual(line.run(3_000, {}), null);
  assert.equal(line.run(lookMs, { answers: 1 }), null);
  assert.equal(line.run(60_000, {}), null, 'no pictures were coming any more: nothing is owed');
});

test('Where nothing is sent either way, silence is nothing', () => {
  assert.equal(new Line().run(60_000, {}), null);
});

test('Who turns the camera off, or is no longer shown, owes nothing', () => {
  const line = new Line();
  line.cameras = [bela];
  line.run(9_000, { received: 2_000, camera: 5 });
  line.cameras = [];
  assert.equal(line.run(60_000, {}), null);
  line.cameras = [{ mid: 'v0', participant: '3' }];
  assert.equal(line.run(60_000, {}), null, 'somebody else in the slot, who sends nothing');
});

test('The first words after a long silence are no trouble', () => {
  const line = new Line();
  assert.equal(line.run(60_000, {}), null);
  for (let word = 0; word < 5; word++) {
    assert.equal(line.run(lookMs, { sent: 10 }), null);
    assert.equal(line.run(3_000, { sent: 10, received: 100 }), null);
    assert.equal(line.run(9_000, {}), null);
  }
});

test('A line on which things come seldom is given more time', () => {
  const line = new Line();
  for (let second = 0; second < 20; second++) {
    assert.equal(line.run(900, { sent: 1 }), null);
    assert.equal(line.run(lookMs, { sent: 1, received: 60 }), null);
  }
  const deadMs = line.run(10_000, { sent: 1 });
  assert.ok(deadMs !== null && deadMs > 1_700 && deadMs <= 4_000, String(deadMs));
});

test('A page that slept does not judge what it did not see', () => {
  const line = new Line();
  line.run(9_000, { sent: 10, received: 200 });
  line.sleep(60_000);
  assert.equal(line.run(1_200, { sent: 10 }), null);
});
