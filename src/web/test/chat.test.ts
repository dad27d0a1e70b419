import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { signal } from '@preact/signals';
import type { ChatMessage, CommandRequest, ParticipantInfo, ProblemCode, RoomSnapshot, YouInfo } from '../src/signaling/contract.g.ts';
import { Chat } from '../src/state/chat.ts';
import { Meeting } from '../src/state/meeting.ts';
import { privateTo, type PanelName } from '../src/state/panel.ts';

const person = (id: string, name: string): ParticipantInfo => ({
  id, name, mic: false, camera: false, screen: false, screenAudio: false, role: 'participant', guest: false, hand: 0, maySpeak: true, reconnecting: false,
});
const ada = person('1', 'Ada');
const bela = person('2', 'Bela');
const rights: YouInfo = { role: 'participant', mic: true, camera: true, screen: true, chat: true, privateChat: true };

function said(number: number, from: ParticipantInfo, text: string, to: ParticipantInfo | null = null): ChatMessage {
  return { number, from: from.id, fromName: from.name, to: to?.id ?? null, toName: to?.name ?? null, text, atMs: 1_000 * number };
}

/** A room with Ada, who is tested, and Bela; the server answers as told. */
class World {
  readonly meeting = new Meeting();
  readonly panel = signal<PanelName | null>(null);
  readonly hidden = signal(false);
  readonly chat = new Chat(this.meeting, { panel: this.panel, hidden: this.hidden });
  readonly sent: Omit<CommandRequest, 'id'>[] = [];
  readonly ids: number[] = [];
  /** What the server answers to the next commands; an Error stands for a lost connection. */
  readonly answers: (ProblemCode | null | Error)[] = [];
  sequence = 0;

  constructor(messages: readonly ChatMessage[] = []) {
    this.enter(messages);
  }

  enter(chat: readonly ChatMessage[], self = ada): void {
    this.meeting.enter(self.id, this.#snapshot(chat, self), async ({ id, ...request }) => {
      this.sent.push(request);
      this.ids.push(id);
      const answer = this.answers.shift() ?? null;
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    });
  }

  hear(message: ChatMessage): void {
    this.meeting.takeUpdate({ sequence: ++this.sequence, message });
  }

  async say(text: string): Promise<void> {
    this.chat.write(text);
    await this.chat.send();
  }

  #snapshot(chat: readonly ChatMessage[], self: ParticipantInfo): RoomSnapshot {
    return {
      epoch: 'e', sequence: this.sequence, participants: [self, bela], you: rights, settings: {} as RoomSnapshot['settings'], hasPassword: false, chat, polls: [], lobby: [], endsAtMs: null,
    };
  }
}

test('A message goes to everybody and is on its way until it comes back', async () => {
  const world = new World();
  world.chat.write('  hello\t you ');
  const sending = world.chat.send();
  assert.equal(world.chat.draft.value, '');
  assert.deepEqual(world.chat.outgoing.value.map(({ text, state }) => [text, state]), [['hello  you', 'sending']]);
  await sending;
  assert.deepEqual(world.sent, [{ command: 'send-chat', text: 'hello  you' }]);
  world.hear(said(1, ada, 'hello  you'));
  assert.deepEqual(world.chat.outgoing.value, []);
});

test('A message that arrives before the answer is shown once', async () => {
  const world = new World();
  world.chat.write('hello');
  const sending = world.chat.send();
  world.hear(said(1, ada, 'hello'));
  assert.deepEqual(world.chat.outgoing.value, []);
  await sending;
  assert.deepEqual(world.chat.outgoing.value, []);
});

test('The same words twice are two messages', async () => {
  const world = new World([said(1, ada, 'yes')]);
  const first = world.say('yes');
  const second = world.say('yes');
  assert.equal(world.chat.outgoing.value.length, 2);
  world.hear(said(2, ada, 'yes'));
  assert.equal(world.chat.outgoing.value.length, 1);
  world.hear(said(3, ada, 'yes'));
  assert.equal(world.chat.outgoing.value.length, 0);
  await Promise.all([first, second]);
  assert.equal(world.sent.length, 2);
});

test('A private message names its reader, and nothing private becomes public when she leaves', async () => {
  const world = new World();
  privateTo.value = '2';
  assert.deepEqual(world.chat.recipient.value, { id: '2', name: 'Bela', gone: false });
  await world.say('psst');
  assert.deepEqual(world.sent, [{ command: 'send-chat', text: 'psst', target: '2' }]);
  world.meeting.takeUpdate({ sequence: ++world.sequence, left: '2' });
  assert.deepEqual(world.chat.recipient.value, { id: '2', name: 'Bela', gone: true });
  assert.equal(world.chat.blocked.value, 'gone');
  await world.say('are you there?');
  assert.equal(world.sent.length, 1);
  assert.equal(world.chat.draft.value, 'are you there?');
});

test('What the server refuses stays in the field with the reason, which goes with the next key', async () => {
  const world = new World();
  world.answers.push('too-many-requests');
  await world.say('fast');
  assert.equal(world.chat.draft.value, 'fast');
  assert.equal(world.chat.problem.value, 'too-many-requests');
  assert.deepEqual(world.chat.outgoing.value, []);
  world.chat.write('fast!');
  assert.equal(world.chat.problem.value, null);
});

test('A refused message does not overwrite what is being written by then', async () => {
  const world = new World();
  world.answers.push('text-invalid');
  world.chat.write('first');
  const sending = world.chat.send();
  world.chat.write('second');
  await sending;
  assert.equal(world.chat.draft.value, 'second');
  assert.deepEqual(world.chat.outgoing.value.map(({ text, state, problem }) => [text, state, problem]), [['first', 'unsent', 'text-invalid']]);
});

test('A message without a connection waits for the next one and is asked for under the same number', async () => {
  const world = new World();
  world.answers.push(new Error('gone'));
  world.chat.write('hello');
  const sending = world.chat.send();
  assert.equal(world.chat.outgoing.value[0]?.state, 'sending');
  world.enter([]);
  await sending;
  assert.deepEqual(world.sent.map(({ text }) => text), ['hello', 'hello']);
  assert.equal(world.ids[0], world.ids[1]);
  world.hear(said(1, ada, 'hello'));
  assert.deepEqual(world.chat.outgoing.value, []);
});

test('A refused message is sent again under a new number', async () => {
  const world = new World();
  world.answers.push('too-many-requests');
  world.chat.write('first');
  const sending = world.chat.send();
  world.chat.write('second');
  await sending;
  await world.chat.sendAgain(world.chat.outgoing.value[0]!.key);
  assert.deepEqual(world.sent.map(({ text }) => text), ['first', 'first']);
  assert.notEqual(world.ids[0], world.ids[1]);
  world.hear(said(1, ada, 'first'));
  assert.deepEqual(world.chat.outgoing.value, []);
});

test('A message that came with the new connection is no longer on its way', () => {
  const world = new World();
  world.answers.push(new Error('gone'));
  void world.say('hello');
  world.enter([said(1, ada, 'hello')]);
  assert.deepEqual(world.chat.outgoing.value, []);
});

test('A new id after coming back does not make one a stranger to one’s own words', async () => {
  const world = new World([said(1, ada, 'before')]);
  world.enter([said(1, ada, 'before')], person('7', 'Ada'));
  assert.deepEqual(world.chat.groups.value.map(({ own }) => own), [true]);
});

test('Unread counts what others wrote since one looked', () => {
  const world = new World([said(1, bela, 'earlier')]);
  assert.equal(world.chat.unread.value, 1);
  world.panel.value = 'chat';
  assert.equal(world.chat.unread.value, 0);
  world.hear(said(2, bela, 'while looking'));
  assert.equal(world.chat.unread.value, 0);
  world.panel.value = null;
  world.hear(said(3, bela, 'later'));
  world.hear(said(4, ada, 'my own, from another tab'));
  assert.equal(world.chat.unread.value, 1);
  world.panel.value = 'chat';
  assert.equal(world.chat.unread.value, 0);
  assert.equal(world.chat.newSince.value, 2);
});

test('Nothing is read while the page is in the background', () => {
  const world = new World();
  world.panel.value = 'chat';
  world.hidden.value = true;
  world.hear(said(1, bela, 'hello'));
  assert.equal(world.chat.unread.value, 1);
  world.hidden.value = false;
  assert.equal(world.chat.unread.value, 0);
});

test('After the chat was emptied the next message is news, and one knows who did it', () => {
  const world = new World([said(1, bela, 'a'), said(2, bela, 'b')]);
  world.panel.value = 'chat';
  world.panel.value = null;
  world.meeting.takeUpdate({ sequence: ++world.sequence, action: 'chat-cleared', by: '2', chatCleared: true });
  assert.equal(world.chat.clearedBy.value, 'Bela');
  assert.equal(world.chat.unread.value, 0);
  world.hear(said(3, bela, 'c'));
  assert.equal(world.chat.clearedBy.value, null);
  assert.equal(world.chat.unread.value, 1);
});

test('A list that begins anew after a restart leaves nothing read unread', () => {
  const world = new World([said(8, bela, 'a'), said(9, bela, 'b')]);
  world.panel.value = 'chat';
  world.panel.value = null;
  world.enter([said(1, bela, 'a'), said(2, bela, 'b')]);
  assert.equal(world.chat.unread.value, 0);
  world.hear(said(3, bela, 'c'));
  assert.equal(world.chat.unread.value, 1);
});

test('A short notice of others’ messages comes while the panel is closed, unless it is switched off', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const world = new World([said(1, bela, 'earlier')]);
    assert.equal(world.chat.preview.value, null);
    world.hear(said(2, ada, 'mine'));
    assert.equal(world.chat.preview.value, null);
    world.hear(said(3, bela, 'news'));
    assert.deepEqual(world.chat.preview.value, said(3, bela, 'news'));
    mock.timers.tick(10_000);
    assert.equal(world.chat.preview.value, null);
    world.hear(said(4, bela, 'more'));
    world.panel.value = 'chat';
    assert.equal(world.chat.preview.value, null);
    world.panel.value = null;
    world.chat.previews.value = false;
    world.hear(said(5, bela, 'quiet'));
    assert.equal(world.chat.preview.value, null);
  } finally {
    mock.timers.reset();
  }
});

test('Rights that are taken away block writing and keep the draft', async () => {
  const world = new World();
  world.chat.write('half a sen');
  world.meeting.takeUpdate({ sequence: ++world.sequence, you: { ...rights, chat: false } });
  assert.equal(world.chat.blocked.value, 'public-off');
  privateTo.value = '2';
  assert.equal(world.chat.blocked.value, null);
  world.meeting.takeUpdate({ sequence: ++world.sequence, you: { ...rights, privateChat: false } });
  assert.equal(world.chat.blocked.value, 'private-off');
  world.meeting.takeUpdate({ sequence: ++world.sequence, you: { ...rights, chat: false, privateChat: false } });
  assert.equal(world.chat.blocked.value, 'chat-off');
  await world.chat.send();
  assert.deepEqual(world.sent, []);
  assert.equal(world.chat.draft.value, 'half a sen');
});

test('A text that is too long or empty is not sent', async () => {
  const world = new World();
  await world.say('x'.repeat(4001));
  assert.equal(world.chat.room.value, -1);
  await world.say(' \n\u200b ');
  assert.deepEqual(world.sent, []);
  await world.say('x'.repeat(4000));
  assert.equal(world.sent.length, 1);
});

test('Leaving the room leaves nothing of the chat', async () => {
  const world = new World([said(1, bela, 'a')]);
  privateTo.value = '2';
  world.answers.push(new Error('gone'));
  const sending = world.say('lost');
  world.chat.write('draft');
  world.meeting.leave();
  await sending;
  assert.equal(world.chat.draft.value, '');
  assert.deepEqual(world.chat.outgoing.value, []);
  assert.equal(privateTo.value, null);
  assert.equal(world.chat.unread.value, 0);
  assert.deepEqual(world.chat.groups.value, []);
});
