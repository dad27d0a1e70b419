import assert from 'node:assert/strict';
import { test } from 'node:test';
import { staying } from '../src/state/fold.ts';

test('What fits stays where it is', () => {
  assert.deepEqual(staying([0, 1, 9, 2], 4), [0, 1, 2, 3]);
  assert.deepEqual(staying([], 0), []);
});

test('The least important go, and one place is kept for the button that opens them', () => {
  assert.deepEqual(staying([0, 1, 6, 4, 8, 3, 5, 9, 7, 2], 6), [0, 1, 3, 5, 9]);
  assert.deepEqual(staying([0, 9, 1], 2), [0]);
});

test('Without room nothing stays but the button', () => {
  assert.deepEqual(staying([0, 1, 2], 1), []);
  assert.deepEqual(staying([0, 1, 2], 0), []);
});

test('Of two equally important ones the first stays', () => {
  assert.deepEqual(staying([1, 1, 1], 2), [0]);
});
