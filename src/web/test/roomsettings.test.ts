import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minutesLeft, SettingsEditor, type RoomSettings } from '../src/state/roomsettings.ts';

const settings = { lobby: false, locked: false, subject: '' } as RoomSettings;

test('A change that is on its way is not undone by the next one', async () => {
  const sent: RoomSettings[] = [];
  const editor = new SettingsEditor(
    () => settings,
    async (wanted) => {
      sent.push(wanted);
      return true;
    },
  );
  await Promise.all([editor.change({ lobby: true }), editor.change({ subject: 'Chess' }), editor.change({ lobby: false })]);
  assert.deepEqual(sent.map(({ lobby, subject }) => [lobby, subject]), [[true, ''], [true, 'Chess'], [false, 'Chess']]);
});

test('A refused change is not tried again with the next one', async () => {
  const sent: RoomSettings[] = [];
  const editor = new SettingsEditor(
    () => settings,
    async (wanted) => {
      sent.push(wanted);
      return wanted.locked;
    },
  );
  assert.equal(await editor.change({ subject: 'too long' }), false);
  assert.equal(await editor.change({ locked: true }), true);
  assert.deepEqual([sent[1]!.subject, sent[1]!.locked], ['', true]);
});

test('Only the last ten minutes are told, and never zero', () => {
  assert.equal(minutesLeft(null, 0), null);
  assert.equal(minutesLeft(601_000, 0), null);
  assert.equal(minutesLeft(600_000, 0), 10);
  assert.equal(minutesLeft(61_000, 0), 2);
  assert.equal(minutesLeft(500, 1_000), 1);
});
