import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeOfNotice, placeOfSpeech, placeOfTrouble, type OpenDialog } from '../src/state/newsplace.ts';

const settings: OpenDialog = { lastNotice: 3, connected: true };
const question: OpenDialog = { lastNotice: 5, connected: false };

test('A notice is told where it can be clicked and heard, and stays where it began', () => {
  assert.equal(placeOfNotice([], 4), null);
  assert.equal(placeOfNotice([settings], 3), null, 'it stood on the page before the dialogue opened');
  assert.equal(placeOfNotice([settings], 4), settings);
  assert.equal(placeOfNotice([settings, question], 5), settings);
  assert.equal(placeOfNotice([settings, question], 6), question);
});

test('Trouble that began before a dialogue opened stays on the page', () => {
  assert.equal(placeOfTrouble([]), null);
  assert.equal(placeOfTrouble([question]), null);
  assert.equal(placeOfTrouble([settings, question]), settings);
});

test('What others do is said in the topmost dialogue', () => {
  assert.equal(placeOfSpeech([]), null);
  assert.equal(placeOfSpeech([settings, question]), question);
});
