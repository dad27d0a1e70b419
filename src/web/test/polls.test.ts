import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signal } from '@preact/signals';
import type { CommandRequest, ParticipantInfo, PollInfo, ProblemCode, RoomSnapshot } from '../src/signaling/contract.g.ts';
import { Meeting } from '../src/state/meeting.ts';
import type { PanelName } from '../src/state/panel.ts';
import { answersOf, pollsAsTable, pollsAsText, type PollWords } from '../src/state/pollresult.ts';
import { optionsOf, Polls, problemOf } from '../src/state/polls.ts';

const ada: ParticipantInfo = { id: '1', name: 'Ada', mic: false, camera: false, screen: false, screenAudio: false, role: 'moderator', guest: false, hand: 0, maySpeak: true, reconnecting: false };

function poll(id: number, by: Partial<PollInfo> = {}): PollInfo {
  return { id: String(id), question: `Question ${id}`, options: ['Yes', 'No'], multiple: false, anonymous: true, live: true, closed: false, voted: 0, yourChoices: [], counts: [0, 0], voters: null, ...by };
}

class World {
  readonly meeting = new Meeting();
  readonly panel = signal<PanelName | null>(null);
  readonly hidden = signal(false);
  readonly polls = new Polls(this.meeting, { panel: this.panel, hidden: this.hidden });
  readonly sent: Omit<CommandRequest, 'id'>[] = [];
  readonly answers: (ProblemCode | null)[] = [];
  sequence = 0;

  constructor(polls: readonly PollInfo[] = []) {
    const snapshot: RoomSnapshot = {
      epoch: 'e', sequence: 0, participants: [ada], you: { role: 'moderator', mic: true, camera: true, screen: true, chat: true, privateChat: true },
      settings: {} as RoomSnapshot['settings'], hasPassword: false, chat: [], polls, lobby: [], endsAtMs: null,
    };
    this.meeting.enter('1', snapshot, async ({ id: _, ...request }) => {
      this.sent.push(request);
      return this.answers.shift() ?? null;
    });
  }

  noticed(): string | null {
    return this.polls.notice.value?.id ?? null;
  }

  hear(changed: PollInfo, action?: 'poll-created' | 'poll-closed', by = '2'): void {
    this.meeting.takeUpdate({ sequence: ++this.sequence, poll: changed, ...(action && { action, by }) });
  }
}

test('Polls stand newest first, and a vote does not move them', () => {
  const world = new World([poll(1), poll(2), poll(10)]);
  world.hear(poll(2, { voted: 1 }));
  assert.deepEqual(world.polls.list.value.map(({ id }) => id), ['10', '2', '1']);
});

test('A poll of somebody else is news until one looks, votes or it is over', () => {
  const world = new World([poll(1, { closed: true }), poll(2, { yourChoices: [0] }), poll(3)]);
  assert.equal(world.polls.unread.value, 1);
  assert.equal(world.noticed(), null);
  world.hear(poll(4), 'poll-created');
  assert.equal(world.polls.unread.value, 2);
  assert.equal(world.noticed(), '4');
  world.hear(poll(4, { closed: true }), 'poll-closed');
  assert.equal(world.noticed(), null);
  world.hear(poll(5), 'poll-created');
  world.panel.value = 'polls';
  assert.equal(world.noticed(), null);
  assert.equal(world.polls.unread.value, 0);
  world.panel.value = null;
  world.hear(poll(6), 'poll-created', '1');
  assert.equal(world.polls.unread.value, 0);
  world.hear(poll(7), 'poll-created');
  world.polls.dismissNotice();
  assert.equal(world.noticed(), null);
  assert.equal(world.polls.unread.value, 1);
});

test('One answer replaces the other where one is allowed; several add up where several are', async () => {
  const world = new World([poll(1), poll(2, { multiple: true, options: ['a', 'b', 'c'] })]);
  const [several, single] = world.polls.list.value as [PollInfo, PollInfo];
  world.polls.choose(single, 0, true);
  world.polls.choose(single, 1, true);
  assert.deepEqual(world.polls.choicesIn(single), [1]);
  world.polls.choose(several, 2, true);
  world.polls.choose(several, 0, true);
  world.polls.choose(several, 1, true);
  world.polls.choose(several, 1, false);
  assert.deepEqual(world.polls.choicesIn(several), [0, 2]);
  await world.polls.vote(single);
  await world.polls.vote(several);
  assert.deepEqual(world.sent, [
    { command: 'vote', target: '1', choices: [1] },
    { command: 'vote', target: '2', choices: [0, 2] },
  ]);
});

test('Nothing chosen is no vote', async () => {
  const world = new World([poll(1)]);
  await world.polls.vote(world.polls.list.value[0]!);
  assert.deepEqual(world.sent, []);
});

test('A vote can be changed or kept, and not after the end', () => {
  const world = new World([poll(1)]);
  const now = () => world.polls.list.value[0]!;
  assert.equal(world.polls.isAsking(now()), true);
  world.hear(poll(1, { yourChoices: [0], voted: 1 }));
  assert.equal(world.polls.isAsking(now()), false);
  world.polls.changeVote(now());
  assert.equal(world.polls.isAsking(now()), true);
  world.polls.choose(now(), 1, true);
  world.polls.keepVote(now());
  assert.deepEqual(world.polls.choicesIn(now()), [0]);
  assert.equal(world.polls.isAsking(now()), false);
  world.polls.changeVote(now());
  world.hear(poll(1, { yourChoices: [0], voted: 1, closed: true }), 'poll-closed');
  assert.equal(world.polls.isAsking(now()), false);
});

test('A refusal is told beside the poll it concerns', async () => {
  const world = new World([poll(1)]);
  const only = world.polls.list.value[0]!;
  world.polls.choose(only, 0, true);
  world.answers.push('target-gone');
  await world.polls.vote(only);
  assert.deepEqual(world.polls.problem.value, { poll: '1', code: 'target-gone' });
  assert.deepEqual(world.polls.choicesIn(only), [0]);
  await world.polls.vote(only);
  assert.equal(world.polls.problem.value, null);
});

test('A poll that is being written stays until the room has it', async () => {
  const world = new World();
  world.polls.startDraft();
  world.polls.edit({ question: ' Where? ' });
  assert.equal(problemOf(world.polls.draft.value!), 'too-few-options');
  await world.polls.start();
  assert.deepEqual(world.sent, []);
  world.polls.edit({ options: ['Here', ' here', ''] });
  assert.equal(problemOf(world.polls.draft.value!), 'same-options');
  world.polls.edit({ options: ['Here', ' ', ' There '] });
  assert.deepEqual(optionsOf(world.polls.draft.value!), ['Here', 'There']);
  world.answers.push('limit-reached');
  await world.polls.start();
  assert.equal(world.polls.draft.value?.question, ' Where? ');
  assert.deepEqual(world.polls.problem.value, { poll: '', code: 'limit-reached' });
  await world.polls.start();
  assert.deepEqual(world.sent.at(-1), { command: 'create-poll', poll: { question: 'Where?', options: ['Here', 'There'], multiple: false, anonymous: true, live: true } });
  assert.equal(world.polls.draft.value, null);
});

test('Leaving the room leaves nothing of the polls', () => {
  const world = new World([poll(1)]);
  world.polls.choose(world.polls.list.value[0]!, 0, true);
  world.polls.edit({ question: 'Half' });
  world.meeting.leave();
  assert.equal(world.polls.draft.value, null);
  assert.deepEqual(world.polls.choicesIn(poll(1)), []);
  assert.equal(world.polls.unread.value, 0);
});

test('Shares are of those who voted, and hidden while results are', () => {
  const answers = answersOf(poll(1, { multiple: true, voted: 3, counts: [2, 3], yourChoices: [1], voters: [{ names: ['Ada', 'Bela'] }, { names: ['Ada', 'Bela', 'Cleo'] }] }));
  assert.deepEqual(answers.map(({ votes, percent, own }) => [votes, percent, own]), [[2, 67, false], [3, 100, true]]);
  assert.deepEqual(answers[0]!.voters, ['Ada', 'Bela']);
  assert.deepEqual(answersOf(poll(1, { counts: null, voted: 4 })).map(({ votes, voters }) => [votes, voters]), [[null, null], [null, null]]);
  assert.deepEqual(answersOf(poll(1)).map(({ votes, percent }) => [votes, percent]), [[0, 0], [0, 0]]);
});

const words: PollWords = {
  title: 'Polls', kind: ({ anonymous }) => (anonymous ? 'anonymous' : 'with names'), voted: (count) => `${count} voted`, votes: (count, percent) => `${count} (${percent} %)`, hidden: 'later',
  columns: ['Poll', 'Question', 'Answer', 'Votes', 'Share', 'Names'], separator: ';',
};
const saved = [
  poll(3, { anonymous: false, voted: 2, counts: [1, 1], voters: [{ names: ['Ada'] }, { names: ['=cmd|calc'] }] }),
  poll(4, { question: 'A "b"; c\nd', options: ['=1+1', '-2'], counts: null, voted: 1 }),
];

test('Polls as text', () => {
  assert.equal(
    pollsAsText(saved, words),
    'Polls\n\n1. Question 3\n  with names, 2 voted\n  - Yes: 1 (50 %) (Ada)\n  - No: 1 (50 %) (=cmd|calc)\n\n2. A "b"; c d\n  anonymous, 1 voted\n  - =1+1\n  - -2\n  later\n',
  );
});

test('Polls as a table that no spreadsheet takes for formulas', () => {
  assert.equal(
    pollsAsTable(saved, words),
    '\ufeffPoll;Question;Answer;Votes;Share;Names\r\n1;Question 3;Yes;1;50 %;Ada\r\n1;Question 3;No;1;50 %;\'=cmd|calc\r\n2;"A ""b""; c\nd";\'=1+1;;;\r\n2;"A ""b""; c\nd";\'-2;;;\r\n',
  );
});
