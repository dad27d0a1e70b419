import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capacity, cornerAt, cornerRect, grid, place, type Rect, type Size } from '../src/state/layout.ts';

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

const area = ({ width, height }: Size) => width * height;
const filled = (rects: readonly Rect[], stage: Size) => rects.reduce((sum, rect) => sum + area(rect), 0) / area(stage);

test('The grid fills the space well: two thirds of a laptop for every number of people with a good grid', () => {
  const stage = stages['a laptop']!;
  for (const count of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 20, 24, 25]) {
    const used = filled(place(stage, 0, count, gap).people, stage);
    assert.ok(used > 0.66, `${count} people use ${(used * 100).toFixed(0)} %`);
  }
});

/** Every 97 pixels from the smallest phone to a large screen, both ways. */
const manySizes: Size[] = [];
for (let width = 288; width <= 2_500; width += 97) {
  for (let height = 200; height <= 1_400; height += 97) {
    manySizes.push({ width, height });
  }
}

test('On a stage of any size one to 49 people have tiles of one size and an allowed shape that do not overlap', () => {
  for (const stage of manySizes) {
    const narrowest = stage.width >= stage.height ? 6 / 5 : 3 / 4;
    for (let count = 1; count <= 49; count++) {
      const { people } = place(stage, 0, count, gap);
      assert.equal(people.length, count);
      assertFits(people, stage);
      const [first] = people;
      assert.ok(people.every(({ width, height }) => Math.abs(width - first!.width) <= 1 && Math.abs(height - first!.height) <= 1));
      const slack = 3 / Math.min(first!.width, first!.height);
      const aspect = first!.width / first!.height;
      assert.ok(aspect < (16 / 9) * (1 + slack) && aspect > narrowest * (1 - slack), `${count} on ${stage.width}x${stage.height}: ${first!.width}x${first!.height}`);
    }
  }
});

test('No other number of columns would show people larger', () => {
  for (const stage of manySizes) {
    for (const count of [1, 2, 3, 4, 5, 7, 9, 12, 16, 25, 36, 49]) {
      const [{ width = 0, height = 0 } = {}] = place(stage, 0, count, gap).people;
      const narrowest = stage.width >= stage.height ? 6 / 5 : 3 / 4;
      for (let columns = 1; columns <= count; columns++) {
        const rows = Math.ceil(count / columns);
        const cell = { width: (stage.width - gap * (columns - 1)) / columns, height: (stage.height - gap * (rows - 1)) / rows };
        if (cell.width <= 0 || cell.height <= 0) continue;
        const aspect = Math.min(16 / 9, Math.max(narrowest, cell.width / cell.height));
        const other = Math.min(cell.width, cell.height * aspect) * Math.min(cell.height, cell.width / aspect);
        // What is cut off of a face counts a little, and 1 % more is no reason for another row: so a tenth at most is given away.
        assert.ok(area({ width: width + 1, height: height + 1 }) > other * 0.8, `${count} on ${stage.width}x${stage.height}: ${columns} columns give ${Math.round(other)}, taken are ${width * height}`);
      }
    }
  }
});

test('A page is never so full that a tile is too small, and never emptier than it must be', () => {
  for (const stage of manySizes) {
    for (const larges of [0, 1]) {
      const most = capacity(stage, larges, 25, gap);
      const smallest = (count: number) => Math.min(...place(stage, larges, count, gap).people.map(({ width, height }) => Math.min(width / 120, height / 90)));
      assert.ok(most === 1 || smallest(most) > 0.99, `${most} on ${stage.width}x${stage.height} with ${larges} large`);
      assert.ok(most === 25 - larges || smallest(most + 1) < 1, `${most + 1} would fit on ${stage.width}x${stage.height} with ${larges} large`);
    }
  }
});

test('The large picture has most of the stage, whoever stands beside it, also when a panel takes a third of the width', () => {
  for (const stage of [...Object.values(stages), { width: 896, height: 650 }, { width: 400, height: 338 }, { width: 1_896, height: 930 }]) {
    for (let people = 1; people <= capacity(stage, 1, 25, gap); people++) {
      const layout = place(stage, 1, people, gap);
      assertFits([...layout.screens, ...layout.people], stage);
      const large = area(layout.screens[0]!);
      assert.ok(large > Math.max(...layout.people.map(area)));
      assert.ok(large / area(stage) > (stage.width >= stage.height ? 0.45 : 0.36), `${people} beside it on ${stage.width}x${stage.height}: ${(large / area(stage)).toFixed(2)}`);
    }
  }
});

test('One’s own floating picture lies inside its corner, and a corner is found from anywhere near it', () => {
  for (const stage of manySizes) {
    for (const corner of ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const) {
      const rect = cornerRect(stage, corner);
      assertFits([rect], stage);
      assert.equal(cornerAt(stage, rect.x + rect.width / 2, rect.y + rect.height / 2), corner);
      assert.ok(area(rect) < 0.2 * area(stage));
    }
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
