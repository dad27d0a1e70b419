import assert from 'node:assert/strict';
import { test } from 'node:test';
import { qrCode } from '../src/state/qr.ts';

const drawn = (code: readonly (readonly boolean[])[]) => code.map((row) => row.map((dark) => (dark ? '#' : '.')).join(''));

// Drawn by this encoder and read back by another program's reader, as were codes of 20 sizes up to 2953 bytes.
const sfu = `
#######..#.##.#######
#.....#.##.#..#.....#
#.###.#.##..#.#.###.#
#.###.#..#.#..#.###.#
#.###.#.#...#.#.###.#
#.....#.#..##.#.....#
#######.#.#.#.#######
........#####........
##.#..##.##...###.##.
.#..##..##....#....##
..#...##.#..##......#
######.##..#.....#...
...####.#.#.#.#.##..#
........#.##...##..#.
#######.###..#.#..##.
#.....#...####.###..#
#.###.#..###..###.###
#.###.#.#..#.....####
#.###.#..#..#...#...#
#.....#.###..##.#.#..
#######.#.###...####.`;

test('A short text fits into the smallest code', () => {
  assert.deepEqual(drawn(qrCode('Sfu')!), sfu.trim().split('\n'));
});

test('The code grows with the text, by four modules for each version, up to the largest', () => {
  const sides = [17, 18, 271, 272, 2953].map((length) => qrCode('x'.repeat(length))!.length);
  assert.deepEqual(sides, [21, 25, 57, 61, 177]);
  assert.equal(qrCode('x'.repeat(2954)), null);
});

test('Every code has its three corners, its clock lines and as many dark as light modules, about', () => {
  for (const length of [40, 160, 900]) {
    const code = qrCode('https://meet.example/club#k=' + 'aZ3'.repeat(length))!;
    const last = code.length - 7;
    for (const [x, y] of [[0, 0], [last, 0], [0, last]] as const) {
      assert.deepEqual(drawn(code.slice(y, y + 7).map((row) => row.slice(x, x + 7))), sfu.trim().split('\n').slice(0, 7).map((row) => row.slice(0, 7)));
    }
    assert.ok(code[6]!.slice(8, last).every((dark, index) => dark === (index % 2 === 0)));
    const share = code.flat().filter(Boolean).length / code.length ** 2;
    assert.ok(share > 0.4 && share < 0.6, String(share));
  }
});
