import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameOwners } from '../src/rtc/frames.ts';

const of = (source: number, rtpTimestamp: number) => ({ source, rtpTimestamp });

test('The last frame of the former person is not taken for the new one’s', () => {
  const owners = new FrameOwners();
  assert.equal(owners.accepts('ada', [of(4, 3_000)], 3_000, false), true);
  assert.equal(owners.accepts('bela', [of(4, 3_000)], 3_000, false), false, 'still Ada’s');
  assert.equal(owners.accepts('bela', [of(8, 9_000), of(4, 6_000)], 6_000, false), false, 'Bela’s has arrived, Ada’s is on the screen');
  assert.equal(owners.accepts('bela', [of(8, 9_000), of(4, 6_000)], 9_000, false), true);
  assert.equal(owners.accepts('ada', [of(8, 9_000), of(4, 6_000)], 9_000, false), false, 'and back');
  assert.equal(owners.accepts('ada', [of(4, 12_000), of(8, 9_000)], 12_000, false), true);
});

test('Timestamps that wrap around are later all the same', () => {
  const owners = new FrameOwners();
  assert.equal(owners.accepts('ada', [of(4, 0xffff_f000)], 0xffff_f000, false), true);
  assert.equal(owners.accepts('bela', [of(8, 0x100), of(4, 0xffff_ff00)], 0xffff_ff00, false), false);
  assert.equal(owners.accepts('bela', [of(8, 0x100), of(4, 0xffff_ff00)], 0x100, false), true);
});

test('A browser that tells less shows the picture a little later, not never', () => {
  const owners = new FrameOwners();
  assert.equal(owners.accepts('ada', [], undefined, false), false);
  assert.equal(owners.accepts('ada', [], undefined, true), true);
  assert.equal(owners.accepts('ada', [of(4, 3_000)], undefined, false), true);
  assert.equal(owners.accepts('bela', [of(4, 3_000)], undefined, false), false);
  assert.equal(owners.accepts('bela', [of(4, 3_000), of(8, 6_000)], undefined, false), true);
});

test('What was learned wrongly is corrected as soon as it is certain', () => {
  const owners = new FrameOwners();
  assert.equal(owners.accepts('bela', [of(4, 3_000)], 3_000, false), true, 'a late frame of Ada, whom nobody has seen yet');
  assert.equal(owners.accepts('ada', [of(4, 6_000)], 6_000, false), false);
  assert.equal(owners.accepts('ada', [of(4, 9_000)], 9_000, true), true);
  assert.equal(owners.accepts('ada', [of(4, 12_000)], 12_000, false), true);
});
