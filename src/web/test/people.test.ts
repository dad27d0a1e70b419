import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParticipantInfo, RoomSettingsInfo, YouInfo } from '../src/signaling/contract.g.ts';
import { csvOf } from '../src/state/csv.ts';
import { handPlaces, peopleOf } from '../src/state/people.ts';
import { actsOn, seesTalkTimes } from '../src/state/rights.ts';
import { rosterOf } from '../src/state/roster.ts';
import { clock, sharesOf } from '../src/state/talktime.ts';

const person = (id: string, name: string, more: Partial<ParticipantInfo> = {}): ParticipantInfo => ({
  id, name, mic: false, camera: false, screen: false, screenAudio: false, role: 'participant', guest: false, hand: 0, maySpeak: false, reconnecting: false, ...more,
});
const settings = {
  lobby: false, locked: false, guestsAllowed: true, micAllowed: true, cameraAllowed: true, screenAllowed: true, chatAllowed: true, privateChatAllowed: true,
  webcamsOnlyForModerator: false, muteOnStart: false, talkTimeForAll: false, speaking: 'free', maxParticipants: 0, durationMinutes: 0, subject: '', welcome: '',
  moderatorMessage: '', logoutAddress: '',
} as const satisfies RoomSettingsInfo;
const you = (role: YouInfo['role'], more: Partial<YouInfo> = {}): YouInfo => ({ role, mic: true, camera: true, screen: true, chat: true, privateChat: true, ...more });

test('Raised hands come first, in the order in which they were raised, then oneself, then the others by name', () => {
  const roster = rosterOf([person('2', 'zoe'), person('3', 'Ärmel'), person('4', 'Bo', { hand: 9 }), person('5', 'Al', { hand: 7 }), person('6', 'Anna 10'), person('7', 'Anna 2')]);
  const people = peopleOf(person('1', 'Mia'), roster, '', 'de');
  assert.deepEqual(people.map(({ id }) => id), ['5', '4', '1', '7', '6', '3', '2']);
  assert.deepEqual(people.map(({ handPlace }) => handPlace), [1, 2, 0, 0, 0, 0, 0]);
  assert.deepEqual(people.filter(({ self }) => self).map(({ id }) => id), ['1']);
});

test('One’s own raised hand has its place among the others', () => {
  assert.deepEqual([...handPlaces([person('1', 'A', { hand: 5 }), person('2', 'B', { hand: 3 }), person('3', 'C')])], [['2', 1], ['1', 2]]);
});

test('The search asks neither for accents nor for case, and keeps the places of the hands', () => {
  const roster = rosterOf([person('2', 'Jürgen', { hand: 2 }), person('3', 'Ida', { hand: 1 }), person('4', 'JURGENSEN')]);
  assert.deepEqual(peopleOf(null, roster, ' jurgen ', 'de').map(({ id, handPlace }) => [id, handPlace]), [['2', 2], ['4', 0]]);
  assert.deepEqual(peopleOf(null, roster, 'zzz', 'de'), []);
});

test('A table quotes everything, doubles quotes and ends its lines as programs expect', () => {
  assert.equal(csvOf([['Name', 'Role'], ['Ada "the first"', 'a, b\nc']], 'en'), '\u{feff}"Name","Role"\r\n"Ada ""the first""","a, b\nc"\r\n');
  assert.equal(csvOf([['a', 'b;c']], 'de'), '\u{feff}"a";"b;c"\r\n');
});

test('No name in a table is a formula', () => {
  for (const name of ['=1+1', '+49', '-2', '@sum', '\tx', '\rx', '＝1', '=HYPERLINK("http://x","y")']) {
    assert.match(csvOf([[name]], 'en'), /^\u{feff}"'/u, name);
  }
  for (const name of ['Ada', 'a=b', '(x)', ' =']) {
    assert.doesNotMatch(csvOf([[name]], 'en'), /^\u{feff}"'/u, name);
  }
});

test('A participant may only write privately, and not even that where the room forbids it', () => {
  const other = person('2', 'B', { mic: true, camera: true, screen: true, hand: 1 });
  assert.deepEqual(actsOn(you('participant'), settings, other), ['write']);
  assert.deepEqual(actsOn(you('guest', { privateChat: false }), settings, other), []);
});

test('A moderator is offered what changes something', () => {
  assert.deepEqual(actsOn(you('moderator'), settings, person('2', 'B')), ['write', 'make-moderator', 'remove']);
  assert.deepEqual(actsOn(you('moderator'), settings, person('2', 'B', { mic: true, camera: true, screen: true, hand: 3 })), [
    'mute', 'camera-off', 'stop-share', 'lower-hand', 'write', 'make-moderator', 'remove',
  ]);
});

test('Owners are neither removed nor taken down, moderators are', () => {
  assert.deepEqual(actsOn(you('owner'), settings, person('2', 'B', { role: 'owner' })), ['write']);
  assert.deepEqual(actsOn(you('moderator'), settings, person('2', 'B', { role: 'moderator' })), ['write', 'take-moderator', 'remove']);
});

test('Speaking is granted only where one has to ask for it', () => {
  const asking = { ...settings, speaking: 'ask' } as const;
  assert.ok(actsOn(you('owner'), asking, person('2', 'B')).includes('allow-speak'));
  assert.ok(actsOn(you('owner'), asking, person('2', 'B', { maySpeak: true })).includes('withdraw-speak'));
  assert.ok(!actsOn(you('owner'), asking, person('2', 'B', { role: 'moderator' })).includes('allow-speak'));
  assert.ok(!actsOn(you('owner'), settings, person('2', 'B', { maySpeak: true })).includes('withdraw-speak'));
  assert.ok(!actsOn(you('participant'), asking, person('2', 'B')).includes('allow-speak'));
});

test('Talk times are for moderators, or for everybody where the room says so', () => {
  assert.equal(seesTalkTimes(you('participant'), settings), false);
  assert.equal(seesTalkTimes(you('guest'), { ...settings, talkTimeForAll: true }), true);
  assert.equal(seesTalkTimes(you('moderator'), settings), true);
  assert.equal(seesTalkTimes(null, null), false);
});

test('Talk times become parts of the whole and of the longest', () => {
  const item = (name: string, spokeMs: number) => ({ participantId: name, name, present: true, spokeMs });
  assert.deepEqual(sharesOf([item('a', 60_000), item('b', 30_000), item('c', 0)]).map(({ percent, part }) => [percent, part]), [[67, 1], [33, 0.5], [0, 0]]);
  assert.deepEqual(sharesOf([item('a', 0)]).map(({ percent, part }) => [percent, part]), [[0, 0]]);
  assert.deepEqual([0, 7_999, 750_000, 3_723_000].map(clock), ['0:00', '0:07', '12:30', '1:02:03']);
});
