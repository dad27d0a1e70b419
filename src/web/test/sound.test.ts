import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { AudioSinks } from '../src/rtc/audio.ts';
import { keepRunning } from '../src/rtc/context.ts';

class FakeContext extends EventTarget {
  state = 'running';
  refuses = false;
  resumed = 0;

  async resume(): Promise<void> {
    this.resumed++;
    if (this.refuses) {
      throw new Error('InvalidStateError');
    }
    this.turn('running');
  }

  async close(): Promise<void> {
    this.turn('closed');
  }

  turn(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

const contextOf = (fake: FakeContext) => fake as unknown as AudioContext;

test('A meter that a phone call stopped goes on when the call is over', async () => {
  const [context, page] = [new FakeContext(), new EventTarget()];
  const close = keepRunning(contextOf(context), page);
  context.refuses = true;
  context.turn('interrupted');
  assert.deepEqual([context.resumed, context.state], [1, 'interrupted']);
  context.refuses = false;
  page.dispatchEvent(new Event('visibilitychange'));
  assert.equal(context.state, 'running');
  close();
  const before = context.resumed;
  context.turn('interrupted');
  page.dispatchEvent(new Event('visibilitychange'));
  assert.equal(context.resumed, before, 'whoever closed it wants silence');
});

class FakeElement extends EventTarget {
  static readonly made: FakeElement[] = [];
  srcObject: unknown = null;
  plays = 0;
  refusal: Error | null = null;

  constructor() {
    super();
    FakeElement.made.push(this);
  }

  async play(): Promise<void> {
    this.plays++;
    if (this.refusal) {
      throw this.refusal;
    }
  }
}

const realAudio = globalThis.Audio;
afterEach(() => {
  globalThis.Audio = realAudio;
  FakeElement.made.length = 0;
});

test('Sound that the system paused plays on, or the page offers the button for it', async () => {
  globalThis.Audio = FakeElement as unknown as typeof Audio;
  const blocked: boolean[] = [];
  const sinks = new AudioSinks((is) => blocked.push(is));
  sinks.play(new Map([['a0', {} as MediaStream]]));
  const element = FakeElement.made[0]!;
  element.dispatchEvent(new Event('pause'));
  assert.equal(element.plays, 2);
  element.refusal = Object.assign(new Error('no'), { name: 'NotAllowedError' });
  element.dispatchEvent(new Event('pause'));
  await new Promise(setImmediate);
  assert.deepEqual(blocked, [false, true]);
  sinks.play(new Map());
  element.dispatchEvent(new Event('pause'));
  assert.equal(element.plays, 3, 'what is not to be heard any more stays quiet');
});
