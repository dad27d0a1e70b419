import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { DetailsAssembler, type DetailEntry } from '../src/rtc/details.ts';
import type { PeerState } from '../src/rtc/peer.ts';
import type { ProblemCode } from '../src/signaling/contract.g.ts';
import { isSelfTest, roomOfPath } from '../src/state/route.ts';
import { SelfTest, type StepName } from '../src/state/selftest.ts';

/** A server and a browser that can be told what goes wrong. */
class World {
  web = true;
  hub = true;
  stun: 'answered' | 'silent' | 'unclear' = 'answered';
  media: PeerState | 'nothing' = 'connected';
  route: 'udp' | 'tcp' | 'relay' = 'udp';
  refusal: ProblemCode | null = null;
  readonly did: string[] = [];
  readonly test = new SelfTest({
    readPorts: async () => {
      if (!this.web) {
        throw new Error('no');
      }
      return { media: [10000], addresses: ['192.0.2.1'] };
    },
    connectHub: async () => {
      if (!this.hub) {
        throw new Error('no');
      }
      return {
        join: async ({ room }) => {
          this.did.push(`join ${room}`);
          return this.refusal ? { problem: { code: this.refusal, detail: '' } } : ({ value: { offer: 'offer' } } as never);
        },
        answer: async (sdp) => this.did.push(sdp),
        leave: async () => this.did.push('leave'),
        stop: () => this.did.push('stop'),
      };
    },
    createPeer: (onState) => ({
      accept: async (offer) => {
        setTimeout(() => this.media !== 'nothing' && onState(this.media), 100);
        return `answer to ${offer}`;
      },
      route: async () => this.route,
      close: () => this.did.push('closed'),
    }),
    askStun: async (addresses, port) => {
      this.did.push(`stun ${addresses.join()} ${port}`);
      return this.stun;
    },
    randomName: () => 'abcdefgh',
  });

  async outcome(): Promise<string> {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const run = this.test.run();
      for (let step = 0; step < 12; step++) {
        for (let turn = 0; turn < 30; turn++) {
          await Promise.resolve();
        }
        mock.timers.tick(1_000);
      }
      await run;
    } finally {
      mock.timers.reset();
    }
    const steps = this.test.steps.value;
    return (Object.keys(steps) as StepName[]).map((name) => steps[name]).join(' ');
  }
}

test('When all is well the test joins a room of its own, leaves it, and closes everything', async () => {
  const world = new World();
  assert.equal(await world.outcome(), 'web-good hub-good udp-good media-udp');
  assert.deepEqual(world.did, ['stun 192.0.2.1 10000', 'join test-abcdefgh', 'answer to offer', 'leave', 'closed', 'stop']);
  assert.equal(world.test.running.value, false);
});

test('A shut UDP port is told apart from a way around it and from a server that is gone', async () => {
  const blocked = Object.assign(new World(), { stun: 'silent', media: 'failed' });
  assert.equal(await blocked.outcome(), 'web-good hub-good udp-bad media-bad');
  const hanging = Object.assign(new World(), { stun: 'unclear', media: 'nothing' });
  assert.equal(await hanging.outcome(), 'web-good hub-good udp-bad media-bad');
  const around = Object.assign(new World(), { stun: 'silent', route: 'tcp' });
  assert.equal(await around.outcome(), 'web-good hub-good udp-tcp media-tcp');
  const silent = Object.assign(new World(), { stun: 'silent', hub: false });
  assert.equal(await silent.outcome(), 'web-good hub-bad udp-bad skipped');
  assert.equal(await Object.assign(new World(), { web: false }).outcome(), 'web-bad skipped skipped skipped');
});

test('Where strangers open no rooms the port is still tested, and the connection is said to be untested', async () => {
  const world = Object.assign(new World(), { refusal: 'code-required' });
  assert.equal(await world.outcome(), 'web-good hub-good udp-good media-closed');
  assert.equal(await Object.assign(new World(), { refusal: 'server-full' }).outcome(), 'web-good hub-good udp-good media-bad');
});

test('The self-test’s address is no room', () => {
  assert.deepEqual([isSelfTest('/selftest'), isSelfTest('/SelfTest/'), isSelfTest('/selftests')], [true, true, false]);
  assert.deepEqual([roomOfPath('/selftest'), roomOfPath('/selftests')], [null, 'selftests']);
});

test('Counters become rates, losses since the last look, a route in one word, and a new owner of a slot starts anew', () => {
  const assembler = new DetailsAssembler();
  const report = (seconds: number, more: Partial<DetailEntry> = {}): DetailEntry[] => [
    { id: 'p', type: 'candidate-pair', nominated: true, state: 'succeeded', bytesSent: seconds * 10_000, bytesReceived: seconds * 50_000, currentRoundTripTime: 0.025, availableOutgoingBitrate: 2_000_000, localCandidateId: 'l' },
    { id: 'l', type: 'local-candidate', candidateType: 'host', protocol: 'udp', ...more },
    { id: 'c', type: 'codec', mimeType: 'audio/opus', sdpFmtpLine: 'minptime=10;stereo=1' },
    { id: 'o', type: 'outbound-rtp', mid: 'cam', rid: 'm', bytesSent: seconds * 5_000, frameWidth: 640, frameHeight: 360, framesPerSecond: 29.7, qualityLimitationReason: 'cpu' },
    { id: 'r', type: 'remote-inbound-rtp', localId: 'o', fractionLost: 0.02 },
    { id: 'i', type: 'inbound-rtp', mid: 'a0', bytesReceived: seconds * 4_000, packetsReceived: seconds * 45, packetsLost: seconds * 5, codecId: 'c' },
  ];
  const ada = [{ mid: 'a0', participant: '1', name: 'Ada', kind: 'mic' as const }];
  assert.equal(assembler.assemble(report(1), ada, 1_000).received[0]!.kbps, 0);
  const details = assembler.assemble(report(2), ada, 2_000);
  assert.deepEqual([details.upKbps, details.downKbps, details.rttMs, details.availableUpKbps, details.route], [80, 400, 25, 2000, 'udp']);
  assert.deepEqual(details.sent, [{ codec: '', width: 640, height: 360, fps: 30, limitedBy: 'cpu', name: '', kind: 'camera', layer: 'm', kbps: 40, lost: 0.02 }]);
  assert.deepEqual(details.received.map(({ name, kbps, lost, codec }) => [name, kbps, lost, codec]), [['Ada', 32, 0.1, 'opus stereo']]);
  const bob = [{ mid: 'a0', participant: '2', name: 'Bob', kind: 'mic' as const }];
  assert.deepEqual(assembler.assemble(report(3, { candidateType: 'relay' }), bob, 3_000).received.map(({ kbps, lost }) => [kbps, lost]), [[0, 0]]);
  assert.equal(assembler.assemble(report(4, { protocol: 'tcp' }), bob, 4_000).route, 'tcp');
});
