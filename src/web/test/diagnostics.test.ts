import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportLines, type Facts } from '../src/state/diagnosticreport.ts';

const facts: Facts = {
  atMs: Date.UTC(2026, 0, 2, 3, 4, 55),
  view: 'room',
  connection: 'connected',
  embedded: false,
  secure: true,
  online: true,
  userAgent: 'Mozilla/5.0 Chrome/150.0.0.0',
  language: 'de',
  screen: [1280, 800, 1],
  window: [1200, 700],
  cores: 4,
  devices: [1, 2, 3],
  mic: 'granted',
  camera: 'prompt',
  people: 3,
};

/** What browsers say, with everything in it that must not get into the report. */
const stats = [
  { id: 'P', type: 'candidate-pair', nominated: true, state: 'succeeded', localCandidateId: 'L', remoteCandidateId: 'R', currentRoundTripTime: 0.0123, availableOutgoingBitrate: 2_345_678 },
  { id: 'L', type: 'local-candidate', candidateType: 'host', protocol: 'udp', address: '192.0.2.77', ip: '192.0.2.77', port: 54321, relatedAddress: '10.9.8.7', usernameFragment: 'MarkerFrag', networkType: 'MarkerNet', url: 'stun:MarkerUrl' },
  { id: 'R', type: 'remote-candidate', candidateType: 'host', protocol: 'udp', address: '2001:db8::77', ip: '2001:db8::77', port: 10000 },
  { id: 'T', type: 'transport', iceState: 'connected', dtlsState: 'connected', tlsVersion: 'FEFD', dtlsCipher: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', srtpCipher: 'AEAD_AES_128_GCM', iceLocalUsernameFragment: 'MarkerFrag' },
  { id: 'C', type: 'codec', mimeType: 'video/VP8', sdpFmtpLine: 'MarkerFmtp' },
  { id: 'O', type: 'outbound-rtp', kind: 'video', codecId: 'C', rid: 'h', frameWidth: 1280, frameHeight: 720, framesPerSecond: 29.7, packetsSent: 900, nackCount: 2, mid: 'MarkerMid', encoderImplementation: 'MarkerEncoder', qualityLimitationReason: 'cpu' },
  { id: 'I', type: 'inbound-rtp', kind: 'audio', packetsReceived: 700, packetsLost: 7, jitter: 0.0034, trackIdentifier: 'MarkerTrack', remoteId: 'MarkerRemote', name: 'MarkerName' },
  { id: 'E', type: 'inbound-rtp', kind: 'audio', packetsReceived: 0 },
  { id: 'S', type: 'media-source', kind: 'audio', trackIdentifier: 'MarkerTrack', label: 'MarkerHeadset' },
];

test('The report says how the connection is', () => {
  const text = reportLines(facts, stats).map(({ label, value }) => `${label}: ${value}`);
  assert.ok(text.includes('time: 2026-01-02T03:04Z'));
  assert.ok(text.includes('path: host udp → host udp'));
  assert.ok(text.includes('encryption: FEFD TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 AEAD_AES_128_GCM'));
  assert.ok(text.includes('roundtrip: 12 ms'));
  assert.ok(text.includes('sent: video/VP8 h 1280×720 30/s packets=900 nackCount=2 cpu'));
  assert.deepEqual(text.filter((line) => line.startsWith('received')), ['received: audio packets=700 packetsLost=7 jitter=0.003']);
});

test('No address, no name, no room and no device gets into the report, whatever the browser puts into its statistics', () => {
  const text = JSON.stringify(reportLines(facts, stats));
  for (const secret of ['Marker', '192.0.2', '10.9.8', '2001:db8', '54321', '10000']) {
    assert.ok(!text.includes(secret), `${secret} in ${text}`);
  }
  // Every string member of every entry replaced: only words of closed lists come through.
  const hostile = stats.map((entry) => Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, typeof value === 'string' && !['type', 'id', 'state', 'codecId', 'localCandidateId', 'remoteCandidateId'].includes(key) ? 'Marker 192.0.2.77' : value])));
  const from = JSON.stringify(reportLines(facts, hostile));
  assert.ok(!from.includes('Marker') && !from.includes('192.0.2'), from);
});

test('Outside a room the report has no call in it', () => {
  const labels = reportLines({ ...facts, people: null }, stats).map(({ label }) => label);
  assert.ok(labels.includes('browser') && !labels.includes('path') && !labels.includes('sent'));
});
