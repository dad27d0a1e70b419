import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParticipantInfo } from '../src/signaling/contract.g.ts';
import { rosterOf, slotOf, withoutParticipant, withParticipant } from '../src/state/roster.ts';
import { arrange, tilesOf, viewOf, type Self } from '../src/state/tiles.ts';

const person = (id: string, on: Partial<ParticipantInfo> = {}): ParticipantInfo => ({ id, name: `Person ${id}`, mic: false, camera: false, screen: false, screenAudio: false, role: 'participant', guest: false, hand: 0, maySpeak: false, reconnecting: false, ...on });
const self: Self = { id: '1', name: 'Me', mic: true, camera: true, screen: false };
const laptop = { width: 1256, height: 650 };

test('The roster keeps the order of arrival through changes', () => {
  let roster = rosterOf([person('2'), person('3')]);
  roster = withParticipant(roster, person('4'));
  roster = withParticipant(roster, person('2', { camera: true }));
  assert.deepEqual([...roster.keys()], ['2', '3', '4']);
  assert.equal(roster.get('2')!.camera, true);
  roster = withoutParticipant(roster, '3');
  assert.deepEqual([...roster.keys()], ['2', '4']);
  assert.equal(withoutParticipant(roster, '99'), roster);
});

test('A slot belongs to the participant and the kind of source the server named', () => {
  const slots = [
    { mid: 'a0', participantId: '2', kind: 'mic' },
    { mid: 'v0', participantId: null, kind: 'camera' },
    { mid: 'v1', participantId: '2', kind: 'screen' },
    { mid: 'v2', participantId: '2', kind: 'camera' },
  ] as const;
  assert.equal(slotOf(slots, '2', 'camera'), 'v2');
  assert.equal(slotOf(slots, '2', 'screen'), 'v1');
  assert.equal(slotOf(slots, '3', 'camera'), null);
});

test('Everybody has a tile, oneself last, and a shared screen has its own', () => {
  const { screens, people } = tilesOf(self, rosterOf([person('2', { screen: true, camera: true }), person('3')]));
  assert.deepEqual(screens.map(({ key }) => key), ['2:screen']);
  assert.deepEqual(people.map(({ key }) => key), ['2:camera', '3:camera', '1:camera']);
  assert.equal(people[2]!.self, true);
});

test('One’s own shared screen is a small tile, not the large one', () => {
  const { screens, people } = tilesOf({ ...self, screen: true }, rosterOf([person('2')]));
  assert.deepEqual(screens, []);
  assert.deepEqual(people.map(({ key }) => key), ['2:camera', '1:screen', '1:camera']);
});

test('The view asks for others only, screens first, then cameras that are on, at the size shown', () => {
  const roster = rosterOf([person('2'), person('3', { camera: true, screen: true })]);
  const arrangement = arrange(tilesOf(self, roster), laptop, 25, 0);
  const view = viewOf(arrangement, 1.5, false);
  assert.deepEqual(view.map(({ participantId, kind }) => `${participantId}:${kind}`), ['3:screen', '3:camera', '2:camera']);
  const screen = arrangement.placed[0]!.rect;
  assert.equal(view[0]!.width, Math.round(screen.width * 1.5));
  assert.ok(view.every(({ width, height }) => Number.isInteger(width) && Number.isInteger(height)));
});

test('A tile that cuts off the sides of a picture asks for the whole of it', () => {
  const arrangement = arrange(tilesOf(self, rosterOf([person('2', { camera: true })])), { width: 374, height: 670 }, 9, 0);
  const { rect } = arrangement.placed[0]!;
  const [item] = viewOf(arrangement, 1, false);
  assert.ok(rect.width / rect.height < 1.2);
  assert.deepEqual([item!.width, item!.height], [Math.round((rect.height * 16) / 9), rect.height]);
});

test('Nothing is asked for while the page is hidden, and no more than two device pixels per pixel otherwise', () => {
  const arrangement = arrange(tilesOf(self, rosterOf([person('2', { camera: true })])), laptop, 25, 0);
  assert.deepEqual(viewOf(arrangement, 1, true), []);
  assert.equal(viewOf(arrangement, 4, false)[0]!.width, viewOf(arrangement, 2, false)[0]!.width);
});

test('More people than fit are paged; every page asks for no more videos than there are slots', () => {
  const roster = rosterOf(Array.from({ length: 60 }, (_, index) => person(String(index + 2), { camera: true })));
  const tiles = tilesOf(self, roster);
  const shown: string[] = [];
  const first = arrange(tiles, laptop, 25, 0);
  assert.equal(first.pages, 3);
  for (let page = 0; page < first.pages; page++) {
    const arrangement = arrange(tiles, laptop, 25, page);
    assert.ok(viewOf(arrangement, 1, false).length <= 25);
    shown.push(...arrangement.placed.map(({ tile }) => tile.key));
  }
  assert.deepEqual(shown, tiles.people.map(({ key }) => key));
  assert.equal(arrange(tiles, laptop, 25, 99).page, 2);
  assert.equal(arrange(tilesOf(self, rosterOf([])), laptop, 25, 2).page, 0);
});
