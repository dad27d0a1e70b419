import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParticipantInfo } from '../src/signaling/contract.g.ts';
import { rosterOf, slotOf, withoutParticipant, withParticipant } from '../src/state/roster.ts';
import { arrange, largeOf, tilesOf, viewOf, type Arrangement, type Placed, type Seeing, type Self, type Wish } from '../src/state/tiles.ts';

const person = (id: string, on: Partial<ParticipantInfo> = {}): ParticipantInfo => ({ id, name: `Person ${id}`, mic: false, camera: false, screen: false, screenAudio: false, role: 'participant', guest: false, hand: 0, maySpeak: false, reconnecting: false, ...on });
const self: Self = { id: '1', name: 'Me', mic: true, camera: true, screen: false, guest: false, hand: 0 };
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

const grid: Wish = { large: null, selfView: 'grid', page: 0 };
const seen: Seeing = { pixelRatio: 1, hidden: false, small: false, videoSlots: 25, elsewhere: [] };
const crowd = (count: number, on: Partial<ParticipantInfo> = { camera: true }) => rosterOf(Array.from({ length: count }, (_, index) => person(String(index + 2), on)));
const keys = (tiles: readonly { readonly key: string }[]) => tiles.map(({ key }) => key);
const placedKeys = ({ placed }: Arrangement) => keys(placed.map(({ tile }) => tile));

test('Everybody has a tile, oneself too, and a shared screen has its own', () => {
  const { screens, people, own } = tilesOf(self, rosterOf([person('2', { screen: true, camera: true }), person('3', { guest: true, reconnecting: true })]));
  assert.deepEqual([keys(screens), keys(people), keys(own)], [['2:screen'], ['2:camera', '3:camera'], ['1:camera']]);
  assert.equal(own[0]!.self, true);
  assert.deepEqual([people[1]!.guest, people[1]!.reconnecting], [true, true]);
});

test('Raised hands are numbered in the order in which they went up, one’s own among them', () => {
  const tiles = tilesOf({ ...self, hand: 17 }, rosterOf([person('2', { hand: 40 }), person('3'), person('4', { hand: 9 })]));
  assert.deepEqual([...tiles.people, ...tiles.own].map(({ hand }) => hand), [3, 0, 1, 2]);
});

test('One’s own shared screen is a small tile, not the large one', () => {
  const tiles = tilesOf({ ...self, screen: true }, rosterOf([person('2')]));
  assert.deepEqual([keys(tiles.screens), keys(tiles.own)], [[], ['1:screen', '1:camera']]);
  assert.equal(largeOf(tiles, { pinned: null, shares: [], speakerView: false, speaker: null }), null);
});

test('Large is what was pinned, else the newest share, else in the speaker view whoever spoke last', () => {
  const tiles = tilesOf(self, rosterOf([person('2'), person('3', { screen: true, camera: true }), person('4', { screen: true })]));
  const wishes = { pinned: '2:camera', shares: ['4:screen', '3:screen'], speakerView: true, speaker: '2' };
  assert.equal(largeOf(tiles, wishes), '2:camera');
  assert.equal(largeOf(tiles, { ...wishes, pinned: 'gone:camera' }), '4:screen');
  assert.equal(largeOf(tiles, { ...wishes, pinned: null, shares: [] }), '2:camera');
  assert.equal(largeOf(tiles, { ...wishes, pinned: null, shares: [], speaker: 'gone' }), '3:camera', 'a camera that is on before one that is not');
  assert.equal(largeOf(tiles, { ...wishes, pinned: null, shares: [], speakerView: false }), null);
  assert.equal(largeOf(tilesOf(self, rosterOf([])), { ...wishes, pinned: null, shares: [] }), null, 'alone there is nobody to show');
});

test('One tile is larger than all others, and the document’s order does not change with it', () => {
  const tiles = tilesOf(self, crowd(6));
  const [before, after] = [arrange(tiles, laptop, 25, { ...grid, large: '3:camera' }), arrange(tiles, laptop, 25, { ...grid, large: '5:camera' })];
  assert.deepEqual(placedKeys(before), placedKeys(after));
  const area = ({ rect }: Placed) => rect.width * rect.height;
  const [largest, second] = [...before.placed].sort((left, right) => area(right) - area(left));
  assert.equal(largest!.tile.key, '3:camera');
  assert.ok(largest!.large && area(largest!) > 4 * area(second!));
});

test('One’s own picture floats, is hidden, or is among the others; alone it is where the others will be', () => {
  const tiles = tilesOf(self, crowd(2));
  const floats = arrange(tiles, laptop, 25, { ...grid, selfView: 'floating' });
  assert.deepEqual([placedKeys(floats), floats.floating?.key], [['2:camera', '3:camera'], '1:camera']);
  const hides = arrange(tiles, laptop, 25, { ...grid, selfView: 'hidden' });
  assert.deepEqual([placedKeys(hides), hides.floating], [['2:camera', '3:camera'], null]);
  const alone = arrange(tilesOf(self, rosterOf([])), laptop, 25, { ...grid, selfView: 'floating' });
  assert.deepEqual([placedKeys(alone), alone.floating], [['1:camera'], null]);
});

test('The view asks for others only, screens first, then cameras that are on, at the size shown', () => {
  const tiles = tilesOf(self, rosterOf([person('2'), person('3', { camera: true, screen: true })]));
  const arrangement = arrange(tiles, laptop, 25, { ...grid, large: '3:screen' });
  const view = viewOf(arrangement, tiles, { ...seen, pixelRatio: 1.5 });
  assert.deepEqual(view.map(({ participantId, kind }) => `${participantId}:${kind}`), ['3:screen', '3:camera', '2:camera']);
  const screen = arrangement.placed.find(({ large }) => large)!.rect;
  assert.equal(view[0]!.width, Math.round(screen.width * 1.5));
  assert.ok(view.every(({ width, height }) => Number.isInteger(width) && Number.isInteger(height)));
});

test('A tile that cuts off the sides of a picture asks for the whole of it', () => {
  const tiles = tilesOf(self, crowd(1));
  const arrangement = arrange(tiles, { width: 374, height: 670 }, 9, grid);
  const { rect } = arrangement.placed[0]!;
  const [item] = viewOf(arrangement, tiles, seen);
  assert.ok(rect.width / rect.height < 1.2);
  assert.deepEqual([item!.width, item!.height], [Math.round((rect.height * 16) / 9), rect.height]);
});

test('Nothing is asked for while nobody looks, and no more than two device pixels per pixel otherwise', () => {
  const tiles = tilesOf(self, crowd(1));
  const arrangement = arrange(tiles, laptop, 25, grid);
  assert.deepEqual(viewOf(arrangement, tiles, { ...seen, hidden: true }), []);
  assert.equal(viewOf(arrangement, tiles, { ...seen, pixelRatio: 4 })[0]!.width, viewOf(arrangement, tiles, { ...seen, pixelRatio: 2 })[0]!.width);
});

test('A video in a window of its own is asked for though its page is turned away or another tab is in front', () => {
  const tiles = tilesOf(self, crowd(60));
  const first = arrange(tiles, laptop, 25, grid);
  const elsewhere = [{ key: '61:camera', always: true, width: 480, height: 270 }, { key: '2:camera', always: false, width: 1920, height: 1080 }];
  const hidden = viewOf(first, tiles, { ...seen, hidden: true, elsewhere });
  assert.deepEqual(hidden, [{ participantId: '61', kind: 'camera', width: 480, height: 270 }]);
  const shown = viewOf(first, tiles, { ...seen, elsewhere });
  assert.deepEqual(shown.slice(0, 2).map(({ participantId, width }) => [participantId, width]), [['2', 1920], ['61', 480]]);
  assert.ok(shown.length <= 25);
});

test('More people than fit are paged: everybody once, oneself always, tiles in the same places, no more videos than slots', () => {
  for (const [stage, videoSlots] of [[laptop, 25], [laptop, 9], [{ width: 374, height: 640 }, 9], [{ width: 752, height: 338 }, 9]] as const) {
    for (let count = 2; count <= 49; count++) {
      const tiles = tilesOf(self, crowd(count - 1));
      for (const large of [null, '2:camera']) {
        const wish = { ...grid, large };
        const first = arrange(tiles, stage, videoSlots, wish);
        const places = new Set(first.placed.map(({ rect }) => JSON.stringify(rect)));
        const others: string[] = [];
        for (let page = 0; page < first.pages; page++) {
          const arrangement = arrange(tiles, stage, videoSlots, { ...wish, page });
          const view = viewOf(arrangement, tiles, { ...seen, videoSlots });
          assert.ok(view.length <= videoSlots);
          assert.equal(view.length, arrangement.placed.filter(({ tile }) => !tile.self).length, 'what is shown is asked for');
          assert.ok(arrangement.placed.every(({ rect }) => places.has(JSON.stringify(rect))), `${count} people: a tile on page ${page} is elsewhere`);
          assert.ok(first.pages === 1 || arrangement.placed.some(({ tile }) => tile.self), 'oneself is on every page');
          others.push(...arrangement.placed.filter(({ tile, large: isLarge }) => !tile.self && !isLarge).map(({ tile }) => tile.key));
        }
        assert.deepEqual(others, keys(tiles.people).filter((key) => key !== large));
      }
    }
  }
});

test('To save data people are asked for small, shared screens as large as they are', () => {
  const tiles = tilesOf(self, rosterOf([person('2', { camera: true, screen: true })]));
  const arrangement = arrange(tiles, laptop, 25, { ...grid, large: '2:screen' });
  const [screen, camera] = viewOf(arrangement, tiles, { ...seen, small: true, pixelRatio: 2 });
  assert.ok(screen!.width > 1_500);
  assert.deepEqual([camera!.width, camera!.height], [320, 180]);
});

test('Everybody is on this page or known to be on another', () => {
  const tiles = tilesOf(self, crowd(60));
  for (const page of [0, 1, 2]) {
    const { placed, elsewhere } = arrange(tiles, laptop, 25, { ...grid, page });
    const here = placed.map(({ tile }) => tile.key);
    assert.deepEqual([...here, ...elsewhere.keys()].sort(), keys([...tiles.people, ...tiles.own]).sort());
    for (const [key, on] of elsewhere) {
      assert.ok(on !== page && placedKeys(arrange(tiles, laptop, 25, { ...grid, page: on })).includes(key));
    }
  }
  assert.equal(arrange(tilesOf(self, crowd(2)), laptop, 25, grid).elsewhere.size, 0);
});

test('A page beyond the last is the last', () => {
  assert.equal(arrange(tilesOf(self, crowd(60)), laptop, 25, { ...grid, page: 99 }).page, 2);
  assert.equal(arrange(tilesOf(self, rosterOf([])), laptop, 25, { ...grid, page: 2 }).page, 0);
});
