import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SpeakerTrack } from '../src/state/speakers.ts';

/** Plays a story of who speaks, looking again whenever the track wants to be asked; returns what was marked and shown over time. */
function play(story: readonly (readonly [atMs: number, ...ids: string[]])[], untilMs: number) {
  const track = new SpeakerTrack();
  const marks: [number, string][] = [];
  const shown: [number, string | null][] = [];
  const look = (ids: readonly string[], atMs: number) => {
    track.update(ids, atMs);
    const marked = [...track.marked].sort().join();
    if (marked !== (marks.at(-1)?.[1] ?? '')) {
      marks.push([atMs, marked]);
    }
    if (track.current !== (shown.at(-1)?.[1] ?? null)) {
      shown.push([atMs, track.current]);
    }
  };
  story.forEach(([atMs, ...ids], index) => {
    look(ids, atMs);
    const endMs = story[index + 1]?.[0] ?? untilMs;
    for (let turns = 0; track.dueMs !== null && track.dueMs < endMs; turns++) {
      assert.ok(turns < 10, 'the track asks again and again');
      look(ids, track.dueMs);
    }
  });
  return { marks, shown, track };
}

test('The first who speaks is marked and shown at once, and stays shown when it becomes quiet', () => {
  const { marks, shown } = play([[0, 'a'], [3_000]], 10_000);
  assert.deepEqual(marks, [[0, 'a'], [3_600, '']]);
  assert.deepEqual(shown, [[0, 'a']]);
});

test('A pause between words takes no mark away', () => {
  const { marks } = play([[0, 'a'], [1_000], [1_400, 'a'], [2_000], [2_500, 'a']], 3_000);
  assert.deepEqual(marks, [[0, 'a']]);
});

test('A short word of somebody else marks her but does not move the large picture', () => {
  const { marks, shown } = play([[0, 'a'], [2_000, 'b'], [2_500, 'a']], 9_000);
  assert.deepEqual(shown, [[0, 'a']]);
  assert.deepEqual(marks, [[0, 'a'], [2_000, 'a,b'], [3_100, 'a']]);
});

test('Who goes on speaking after the other fell silent is shown after a moment', () => {
  assert.deepEqual(play([[0, 'a'], [2_000, 'b']], 9_000).shown, [[0, 'a'], [2_900, 'b']]);
});

test('Two who talk over one another do not make the picture jump', () => {
  const quarrel = Array.from({ length: 20 }, (_, index): [number, string, string] => (index % 2 ? [1_000 * index, 'b', 'a'] : [1_000 * index, 'a', 'b']));
  assert.deepEqual(play(quarrel, 20_000).shown, [[0, 'a']]);
  assert.deepEqual(play([[0, 'a'], [1_000, 'b', 'a']], 9_000).shown, [[0, 'a'], [3_500, 'b']]);
});

test('Somebody who left is neither marked nor shown', () => {
  const { track } = play([[0, 'a', 'b']], 100);
  track.forget('a');
  assert.deepEqual([[...track.marked], track.current], [['b'], null]);
  track.update(['b'], 200);
  assert.equal(track.current, 'b');
});

test('Nothing changed, nothing new to draw', () => {
  const { track } = play([[0, 'a', 'b']], 100);
  const before = track.marked;
  track.update(['b', 'a'], 200);
  assert.equal(track.marked, before);
});
