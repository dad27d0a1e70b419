import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureProblem } from '../src/rtc/capture.ts';
import { limitEncodings } from '../src/rtc/encodings.ts';

const parametersOf = (encodings: RTCRtpEncodingParameters[]) => ({ encodings }) as unknown as RTCRtpSendParameters;

test('Camera layers get our scales and bit rates by rid, whatever their order', () => {
  const parameters = parametersOf([{ rid: 'h' }, { rid: 'l', active: false }, { rid: 'm', scaleResolutionDownBy: 3 }]);
  assert.equal(limitEncodings('camera', parameters), parameters);
  assert.deepEqual(parameters.encodings, [
    { rid: 'h', scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
    { rid: 'l', active: false, scaleResolutionDownBy: 4, maxBitrate: 150_000 },
    { rid: 'm', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  ]);
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
