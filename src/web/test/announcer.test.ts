import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Announcer } from '../src/state/announcer.ts';

function scenario(name: string, run: (announcer: Announcer, pass: (ms: number) => void) => void): void {
  test(name, () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      // In small steps: a timer set by another one counts from then.
      run(new Announcer(), (ms) => Array.from({ length: ms / 100 }).forEach(() => mock.timers.tick(100)));
    } finally {
      mock.timers.reset();
    }
  });
}

scenario('What happens together is said together, a moment later', (announcer, pass) => {
  announcer.say('came', 'Ada');
  announcer.say('hand', 'Bo');
  assert.deepEqual(announcer.said.value, []);
  pass(700);
  assert.deepEqual(announcer.said.value, [{ kind: 'came', name: 'Ada', detail: '' }, { kind: 'hand', name: 'Bo', detail: '' }]);
});

scenario('Thirty who come at once are one sentence', (announcer, pass) => {
  for (let index = 0; index < 30; index++) {
    announcer.say('came', `P${index}`);
  }
  pass(700);
  assert.deepEqual(announcer.said.value, [{ kind: 'came', count: 30 }]);
});

scenario('Thirty who come one after the other within a minute are at most twenty-four sentences, none of them lost', (announcer, pass) => {
  let sentences = 0;
  let people = 0;
  announcer.said.subscribe((said) => {
    sentences += said.length > 0 ? 1 : 0;
    people += said.reduce((sum, one) => sum + ('count' in one ? one.count : 1), 0);
  });
  for (let index = 0; index < 30; index++) {
    announcer.say('came', `P${index}`);
    pass(2_000);
  }
  pass(10_000);
  assert.equal(people, 30);
  assert.ok(sentences <= 24, String(sentences));
});

scenario('The same thing again is said again', (announcer, pass) => {
  let spoken = 0;
  announcer.said.subscribe((said) => (spoken += said.length));
  announcer.say('hand', 'Ada');
  pass(5_000);
  announcer.say('hand', 'Ada');
  pass(5_000);
  assert.equal(spoken, 2);
  assert.deepEqual(announcer.said.value, []);
});

scenario('Nothing of a room that was left is said', (announcer, pass) => {
  announcer.say('came', 'Ada');
  announcer.clear();
  pass(5_000);
  assert.deepEqual(announcer.said.value, []);
});
