import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cameraConstraints, captureProblem, micConstraints } from '../src/rtc/capture.ts';
import { limitEncodings } from '../src/rtc/encodings.ts';
import { hearStereo } from '../src/rtc/stereo.ts';
import { loudness } from '../src/rtc/level.ts';

const parametersOf = (encodings: RTCRtpEncodingParameters[]) => ({ encodings }) as unknown as RTCRtpSendParameters;

test('Camera layers get our scales and bit rates by rid, whatever their order', () => {
  const parameters = parametersOf([{ rid: 'h' }, { rid: 'l', active: false }, { rid: 'm', scaleResolutionDownBy: 3 }]);
  assert.equal(limitEncodings('camera', parameters), parameters);
  assert.deepEqual(parameters.encodings, [
    { rid: 'h', active: true, scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
    { rid: 'l', active: true, scaleResolutionDownBy: 4, maxBitrate: 150_000 },
    { rid: 'm', active: true, scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  ]);
});

test('Whoever saves data sends the smallest layer alone and little sound; music gets what it needs', () => {
  const saver = { music: false, saver: true };
  const layers = limitEncodings('camera', parametersOf([{ rid: 'l' }, { rid: 'm' }, { rid: 'h' }]), saver).encodings;
  assert.deepEqual(layers.map(({ active }) => active), [true, false, false]);
  assert.equal(limitEncodings('mic', parametersOf([{}]), saver).encodings[0]!.maxBitrate, 24_000);
  assert.equal(limitEncodings('mic', parametersOf([{}]), { music: true, saver: true }).encodings[0]!.maxBitrate, 128_000);
  assert.equal(limitEncodings('screen-audio', parametersOf([{}]), saver).encodings[0]!.maxBitrate, 128_000);
});

test('Music is opened in stereo and untouched, whatever is set for speech', () => {
  const speech = { deviceId: '', echoCancellation: true, noiseSuppression: false, autoGainControl: true, music: false };
  assert.deepEqual(micConstraints(speech), { channelCount: { ideal: 1 }, echoCancellation: true, noiseSuppression: false, autoGainControl: true });
  assert.deepEqual(micConstraints({ ...speech, deviceId: 'usb', music: true }), {
    deviceId: { exact: 'usb' },
    channelCount: { ideal: 2 },
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  });
});

test('A chosen camera is asked for by its id, else the one that faces the visitor', () => {
  assert.deepEqual(cameraConstraints({ deviceId: '', small: false }).facingMode, { ideal: 'user' });
  assert.deepEqual(cameraConstraints({ deviceId: 'back', small: true }), {
    deviceId: { exact: 'back' },
    width: { ideal: 640 },
    height: { ideal: 360 },
    frameRate: { ideal: 15 },
  });
});

test('Loudness runs from silence at 0 to full scale at 1', () => {
  assert.equal(loudness(new Float32Array(8)), 0);
  assert.equal(loudness(new Float32Array(8).fill(1)), 1);
  assert.ok(Math.abs(loudness(new Float32Array(8).fill(0.0316)) - 0.5) < 0.01, 'half way is -30 dB');
});

test('A screen is never scaled down, and sound keeps no scale', () => {
  assert.deepEqual(limitEncodings('screen', parametersOf([{}])).encodings, [{ scaleResolutionDownBy: 1, maxBitrate: 2_500_000 }]);
  assert.deepEqual(limitEncodings('mic', parametersOf([{}])).encodings, [{ maxBitrate: 40_000 }]);
});

test('A layer with an unknown rid is left alone', () => {
  assert.deepEqual(limitEncodings('camera', parametersOf([{ rid: 'x' }])).encodings, [{ rid: 'x' }]);
});

test('What browsers say about a device that cannot be had becomes something to say', () => {
  assert.equal(captureProblem({ name: 'NotAllowedError', message: 'Permission denied' }), 'denied');
  assert.equal(captureProblem({ name: 'NotAllowedError', message: 'Permission denied by system' }), 'denied-by-system');
  assert.equal(captureProblem({ name: 'NotFoundError' }), 'missing');
  assert.equal(captureProblem({ name: 'OverconstrainedError' }), 'missing');
  assert.equal(captureProblem({ name: 'NotReadableError' }), 'busy');
  assert.equal(captureProblem({ name: 'AbortError' }), 'busy');
  assert.equal(captureProblem(new Error('?')), 'unknown');
  assert.equal(captureProblem(null), 'unknown');
});

test('The answer asks for both channels of Opus, once, and leaves everything else as it was', () => {
  const sdp = ['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10;useinbandfec=1', 'm=video 9 X 97', 'a=rtpmap:97 rtx/90000', 'a=fmtp:97 apt=96', ''].join('\r\n');
  const asked = hearStereo(sdp);
  assert.equal(asked, sdp.replace('useinbandfec=1', 'useinbandfec=1;stereo=1'));
  assert.equal(hearStereo(asked), asked);
});
