import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colourOf, initials, maxRoomLength, randomBelow, randomRoomName, roomName } from '../src/state/names.ts';
import { pathOfRoom, roomOfPath } from '../src/state/route.ts';

test('What somebody types becomes a name that needs no escaping in a link', () => {
  assert.equal(roomName('  Vorstand am Montag! '), 'vorstand-am-montag');
  assert.equal(roomName('Ärzte & Café'), 'ärzte-café');
  assert.equal(roomName('a/b?c#d%2F'), 'a-b-c-d-2f');
  assert.equal(roomName('--'), '');
  assert.equal(roomName('Hub'), '');
  assert.ok(roomName('x'.repeat(200)).length <= maxRoomLength);
});

test('Random names survive being typed and are hard to hit upon', () => {
  for (const language of ['en', 'de'] as const) {
    const names = new Set(Array.from({ length: 2000 }, () => randomRoomName(language)));
    assert.ok(names.size > 1995, `${names.size} different ones`);
    for (const name of names) {
      assert.match(name, /^[a-z]+-[a-z]+-[1-9][0-9]{3}$/);
      assert.equal(roomName(name), name);
    }
    const sizes: number[] = [];
    randomRoomName(language, (count) => {
      sizes.push(count);
      return 0;
    });
    assert.ok(sizes.reduce((product, size) => product * size, 1) >= 2 ** 25, `${language}: ${sizes}`);
  }
});

test('Random numbers stay below their bound and reach all of it', () => {
  const seen = new Set(Array.from({ length: 500 }, () => randomBelow(7)));
  assert.deepEqual([...seen].sort(), [0, 1, 2, 3, 4, 5, 6]);
});

test('A room’s address and name turn into one another', () => {
  for (const room of ['team', 'ärzte-café', 'Two Words', '50%']) {
    assert.equal(roomOfPath(pathOfRoom(room)), room);
  }
  assert.equal(roomOfPath('/'), null);
  assert.equal(roomOfPath('/Team/extra'), 'Team');
  assert.equal(roomOfPath('/%E0%A4%A'), '%E0%A4%A');
});

test('Initials come from the first and the last word, in any script', () => {
  assert.equal(initials('Ada Lovelace'), 'AL');
  assert.equal(initials('Émile von der Ölmühle'), 'ÉÖ');
  assert.equal(initials('E\u0301mile Zola'), 'ÉZ');
  assert.equal(initials('Zoë 李小龍'), 'Z李');
  assert.equal(initials('(Ada) "Countess" [Lovelace]'), 'AL');
  assert.equal(initials('ßuse Ärger'), 'ßÄ');
});

test('Arabic initials stay two letters instead of joining into a word', () => {
  assert.equal(initials('محمد علي'), 'م\u200cع');
  assert.equal(initials('שרה כהן'), 'שכ');
});

test('A name of one word gives two letters, so that Ada and Anna differ', () => {
  assert.equal(initials('ada'), 'Ad');
  assert.equal(initials('Anna'), 'An');
  assert.equal(initials('B'), 'B');
  assert.equal(initials('مريم'), 'مر');
  assert.equal(initials('W'.repeat(64)), 'WW');
});

test('Numbered guests are told apart by their whole number', () => {
  const guests = Array.from({ length: 200 }, (_, index) => initials(`Person ${index + 1}`));
  assert.equal(new Set(guests).size, 200);
  assert.deepEqual([guests[0], guests[9], guests[18], guests[99]], ['P1', 'P10', 'P19', 'P100']);
  assert.equal(initials('gast10'), 'G10');
  assert.equal(initials('Anna K2'), 'AK2');
  assert.equal(initials('Team 3b'), 'T3');
  assert.equal(initials('Room 123456'), 'R3456');
  assert.equal(initials('42'), '42');
  assert.equal(initials('ضيف ١٢'), 'ض١٢');
});

test('A name without letters is shown by its first sign, never by nothing', () => {
  assert.equal(initials('🦊 Fox'), 'Fo');
  assert.equal(initials('🦊'), '🦊');
  assert.equal(initials('👩🏽‍🚀🚀'), '👩🏽‍🚀');
  assert.equal(initials('***'), '*');
  assert.equal(initials(' '), '');
});

test('A name has the same colour everywhere', () => {
  assert.equal(colourOf('Ada', 6), colourOf('Ada', 6));
  const used = new Set(['Ada', 'Bob', 'Cem', 'Dana', 'Emil', 'Fay', 'Gül', 'Hugo', 'Ines', 'Jan', 'Kim', 'Lea'].map((name) => colourOf(name, 6)));
  assert.ok(used.size >= 4, `${used.size} colours`);
});
