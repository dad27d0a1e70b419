import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConsentApi, ConsentState } from '../src/signaling/consent.ts';
import { Gate, wayBack } from '../src/state/gate.ts';

const text = { title: 'Terms', blocks: [] };
const asks: ConsentState = { accepted: false, required: true, version: 'v1', de: text, en: text };
const open: ConsentState = { accepted: true, required: true, version: 'v1' };

function server(...answers: (ConsentState | Error)[]) {
  const calls: string[] = [];
  const api: ConsentApi = {
    read: async () => {
      calls.push('read');
      const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    },
    accept: async (version, embedded) => {
      calls.push(`accept ${version} ${embedded}`);
      if (version !== 'v1') {
        throw new Error('409');
      }
      return `${version}.1000`;
    },
    withdraw: async () => void calls.push('withdraw'),
  };
  return { api, calls };
}

test('The way back is the history, else the page that linked here, else there is none', () => {
  const whence = (historyLength: number, referrer: string, embedded = false) => wayBack({ historyLength, referrer, embedded });
  assert.equal(whence(2, ''), 'back');
  assert.equal(whence(2, 'https://club.example/'), 'back');
  assert.equal(String(whence(1, 'https://club.example/meet')), 'https://club.example/meet');
  assert.equal(whence(1, ''), null);
  // A frame must not move the history of the page around it.
  assert.equal(whence(5, 'https://club.example/', true), null);
});

test('No referrer leads anywhere but to a web page', () => {
  for (const referrer of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '//evil.example', 'about:blank', 'blob:https://a/b', 'https:', 'intent://x']) {
    assert.equal(wayBack({ embedded: false, historyLength: 1, referrer }), null, referrer);
  }
});

test('A visitor who has not accepted is asked, and accepting opens the gate with the version that was read', async () => {
  const { api, calls } = server(asks);
  const gate = new Gate(api, false, () => assert.fail('nobody declined'));
  assert.equal(gate.state.value, 'checking');
  await gate.check();
  assert.equal(gate.state.value, 'asking');
  assert.equal(gate.texts.value?.en.title, 'Terms');
  await gate.accept();
  assert.equal(gate.state.value, 'open');
  assert.deepEqual(calls, ['read', 'accept v1 false']);
  assert.equal(gate.hubAddress('/hub'), '/hub?consent=v1.1000');
});

test('A visitor who has accepted before is not asked and shows nothing but the cookie', async () => {
  const gate = new Gate(server(open).api, false, () => undefined);
  await gate.check();
  assert.equal(gate.state.value, 'open');
  assert.equal(gate.hubAddress('/hub'), '/hub');
});

test('Declining tells the server nothing', async () => {
  const { api, calls } = server(asks);
  let back = 0;
  const gate = new Gate(api, false, () => back++);
  await gate.check();
  gate.decline();
  assert.equal(gate.state.value, 'declined');
  assert.equal(back, 1);
  assert.deepEqual(calls, ['read']);
  gate.reconsider();
  assert.equal(gate.state.value, 'asking');
});

test('A text that changed while it was read is shown again', async () => {
  const { api } = server({ ...asks, version: 'v0' }, asks);
  const gate = new Gate(api, true, () => undefined);
  await gate.check();
  await gate.accept();
  assert.equal(gate.state.value, 'asking');
  assert.equal(gate.failed.value, true);
  await gate.accept();
  assert.equal(gate.state.value, 'open');
});

test('A server out of reach is said at the start and never closes an open gate', async () => {
  const unreachable = new Gate(server(new Error('offline')).api, false, () => undefined);
  await unreachable.check();
  assert.equal(unreachable.state.value, 'unreachable');
  const gate = new Gate(server(open, new Error('offline')).api, false, () => undefined);
  await gate.check();
  await gate.check();
  assert.equal(gate.state.value, 'open');
});

test('Where no cookie is kept the stamp of this page keeps the gate open until the text is a new one', async () => {
  const { api } = server(asks, asks, { ...asks, version: 'v2' });
  const gate = new Gate(api, true, () => undefined);
  await gate.check();
  await gate.accept();
  await gate.check();
  assert.equal(gate.state.value, 'open');
  await gate.check();
  assert.equal(gate.state.value, 'asking');
});

test('Withdrawing asks again at once', async () => {
  const { api, calls } = server(open, asks);
  const gate = new Gate(api, false, () => undefined);
  await gate.check();
  await gate.withdraw();
  assert.equal(gate.state.value, 'asking');
  assert.deepEqual(calls, ['read', 'withdraw', 'read']);
});
