import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signal } from '@preact/signals';
import type { RoomSettingsInfo, YouInfo } from '../src/signaling/contract.g.ts';
import { Invitation, type Invited } from '../src/state/invitation.ts';
import { addressOfLink, linkOfFragment, roomOfPath } from '../src/state/route.ts';
import type { Session } from '../src/state/session.ts';

function world(role: YouInfo['role'], whom: Invited = 'plain') {
  const asked: [string, number][] = [];
  const answers: ((token: string) => void)[] = [];
  const createLink = (to: string, minutes: number) => {
    asked.push([to, minutes]);
    return new Promise<string>((resolve, reject) => answers.push((token) => (token === '' ? reject(new Error('no')) : resolve(token))));
  };
  const settings = signal<Partial<RoomSettingsInfo>>({ lobby: false });
  const session = { room: signal('Café Nord'), call: signal({ createLink }), meeting: { you: signal({ role }), settings } } as unknown as Session;
  const invitation = new Invitation(session, 'https://meet.example', whom);
  return { asked, answers, invitation, settings, stop: invitation.start() };
}

test('Everybody may pass on the address; links with a role are for those who may make them', () => {
  assert.deepEqual(world('guest').invitation.choices.value, ['plain']);
  assert.deepEqual(world('participant').invitation.choices.value, ['plain']);
  assert.deepEqual(world('moderator').invitation.choices.value, ['plain', 'guest', 'participant', 'moderator']);
  assert.deepEqual(world('owner').invitation.choices.value, ['plain', 'guest', 'participant', 'moderator', 'owner']);
  const { invitation, asked } = world('owner');
  assert.equal(invitation.link.value, 'https://meet.example/Caf%C3%A9%20Nord');
  assert.deepEqual(asked, []);
});

test('Every choice makes another link, and a late answer to an earlier one is not shown', async () => {
  const { invitation, asked, answers, settings, stop } = world('owner', 'moderator');
  invitation.lifetime.value = 'day';
  assert.equal(invitation.link.value, '');
  answers[0]!('early');
  answers[1]!('late');
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(asked, [['moderator', 0], ['moderator', 1440]]);
  assert.equal(invitation.link.value, 'https://meet.example/Caf%C3%A9%20Nord#k=late');
  settings.value = { lobby: true };
  assert.equal(invitation.link.value, '');
  stop();
});

test('A link that could not be made can be asked for again', async () => {
  const { invitation, answers, stop } = world('owner', 'owner');
  answers[0]!('');
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(invitation.failed.value, true);
  invitation.retry();
  assert.equal(invitation.failed.value, false);
  answers[1]!('token');
  await new Promise((resolve) => setImmediate(resolve));
  assert.match(invitation.link.value, /#k=token$/);
  stop();
});

test('What a link is sent as is read back from the address', () => {
  const url = new URL(addressOfLink('https://meet.example', 'Café Nord', 'AB-c_d'));
  assert.deepEqual([roomOfPath(url.pathname), linkOfFragment(url.hash)], ['Café Nord', 'AB-c_d']);
  assert.deepEqual([linkOfFragment(''), linkOfFragment('#other')], ['', '']);
});
