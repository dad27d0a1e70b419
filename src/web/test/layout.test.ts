import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capacity, grid, place, type Rect, type Size } from '../src/state/layout.ts';

const stages: Record<string, Size> = {
  'a laptop': { width: 1256, height: 650 },
  'a phone': { width: 374, height: 670 },
  'a phone held sideways': { width: 752, height: 338 },
  'a narrow phone': { width: 344, height: 480 },
};
const gap = 8;

function assertFits(rects: readonly Rect[], stage: Size): void {
  for (const [index, rect] of rects.entries()) {
    assert.ok(rect.x >= 0 && rect.y >= 0, `tile ${index} starts outside: ${JSON.stringify(rect)}`);
    assert.ok(rect.x + rect.width <= stage.width && rect.y + rect.height <= stage.height, `tile ${index} ends outside: ${JSON.stringify(rect)}`);
    for (const other of rects.slice(index + 1)) {
      const apart = rect.x + rect.width <= other.x || other.x + other.width <= rect.x || rect.y + rect.height <= other.y || other.y + other.height <= rect.y;
      assert.ok(apart, `tiles overlap: ${JSON.stringify([rect, other])}`);
    }
  }
}

for (const [name, stage] of Object.entries(stages)) {
  test(`One to 49 people fit on ${name} without overlapping`, () => {
    for (let count = 1; count <= 49; count++) {
      const { people } = place(stage, 0, count, gap);
      assert.equal(people.length, count);
      assertFits(people, stage);
    }
  });

  test(`Tiles on ${name} are all of one size, no wider than 16:9 and upright only where the stage is`, () => {
    const narrowest = stage.width >= stage.height ? 6 / 5 : 3 / 4;
    for (let count = 1; count <= 49; count++) {
      const { people } = place(stage, 0, count, gap);
      for (const { width, height } of people) {
        assert.ok(Math.abs(width - people[0]!.width) <= 1 && Math.abs(height - people[0]!.height) <= 1);
        assert.ok(width / height < 16 / 9 + 0.06 && width / height > narrowest - 0.03, `${count}: ${width}x${height}`);
      }
    }
  });

  test(`Shared screens on ${name} are larger than any person and overlap nobody`, () => {
    for (const screens of [1, 2]) {
      for (let people = 1; people <= 25; people++) {
        const layout = place(stage, screens, people, gap);
        assertFits([...layout.screens, ...layout.people], stage);
        const area = ({ width, height }: Rect) => width * height;
        assert.ok(Math.min(...layout.screens.map(area)) > Math.max(...layout.people.map(area)) || people + screens === 2, `${screens} screens, ${people} people`);
      }
    }
  });
}

test('The grid fills the space well: two thirds of a laptop for every common number of people', () => {
  const stage = stages['a laptop']!;
  for (const count of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 20, 24, 25]) {
    const { people } = place(stage, 0, count, gap);
    const used = people.reduce((sum, { width, height }) => sum + width * height, 0) / (stage.width * stage.height);
    assert.ok(used > 0.66, `${count} people use ${(used * 100).toFixed(0)} %`);
  }
});

test('Two people sit side by side on a laptop and above one another on a phone', () => {
  const [left, right] = place(stages['a laptop']!, 0, 2, gap).people;
  assert.equal(left!.y, right!.y);
  const [above, below] = place(stages['a phone']!, 0, 2, gap).people;
  assert.equal(above!.x, below!.x);
});

test('The last row is centred', () => {
  const people = place(stages['a laptop']!, 0, 5, gap).people;
  const [first, last] = [people[3]!, people[4]!];
  const leftSpace = first.x;
  const rightSpace = 1256 - (last.x + last.width);
  assert.ok(Math.abs(leftSpace - rightSpace) <= 2, `${leftSpace} and ${rightSpace}`);
});

test('A stage without size shows nothing instead of breaking', () => {
  assert.deepEqual(place({ width: 0, height: 0 }, 1, 3, gap), { screens: [], people: [] });
  assert.deepEqual(grid({ x: 0, y: 0, width: 4, height: 4 }, 9, gap).length, 9);
});

test('A page holds at most as many people as there are video slots left, and none too small to be recognised', () => {
  assert.equal(capacity(stages['a laptop']!, 0, 25, gap), 25);
  assert.equal(capacity(stages['a laptop']!, 2, 9, gap) <= 7, true);
  for (const stage of Object.values(stages)) {
    const count = capacity(stage, 1, 25, gap);
    assert.ok(count >= 1);
    assert.ok(place(stage, 1, count, gap).people.every(({ width }) => width >= 120 || count === 1));
  }
});
