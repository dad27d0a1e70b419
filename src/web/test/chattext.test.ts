import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage } from '../src/signaling/contract.g.ts';
import { chatAsText } from '../src/state/chatfile.ts';
import { groupsOf, tidy } from '../src/state/chattext.ts';
import { partsOf } from '../src/state/links.ts';

const links = (text: string) => partsOf(text).filter(({ href }) => href !== undefined);
const whole = (text: string) => partsOf(text).map((part) => part.text).join('');

test('Web addresses become links and the text around them stays', () => {
  assert.deepEqual(partsOf('see https://example.org/a?b=c#d and http://example.net.'), [
    { text: 'see ' },
    { text: 'https://example.org/a?b=c#d', href: 'https://example.org/a?b=c#d' },
    { text: ' and ' },
    { text: 'http://example.net', href: 'http://example.net/' },
    { text: '.' },
  ]);
});

test('Brackets and punctuation of the sentence are no part of an address', () => {
  const cases: [string, string][] = [
    ['(https://example.org/wiki/Sfu_(software))', 'https://example.org/wiki/Sfu_(software)'],
    ['https://example.org/a, then', 'https://example.org/a'],
    ['„https://example.org/a“', 'https://example.org/a'],
    ['https://example.org/a?!', 'https://example.org/a'],
    ['[https://example.org]', 'https://example.org/'],
    ['https://example.org/a/', 'https://example.org/a/'],
  ];
  for (const [text, href] of cases) {
    assert.deepEqual(links(text).map((link) => link.href), [href], text);
    assert.equal(whole(text), text);
  }
});

test('Nothing but plain web addresses becomes a link', () => {
  const hostile = [
    'javascript:alert(1)', 'JAVASCRIPT:alert(1)//https', 'data:text/html,<script>alert(1)</script>', 'file:///etc/passwd', 'vbscript:x', 'ftp://example.org',
    '<img src=x onerror=alert(1)>', '<a href="javascript:alert(1)">x</a>', 'https://', 'https:///', 'http://%', 'https://user@example.org/', 'https://bank.example:pw@evil.example/',
    'xhttps://example.org', 'https:\\\\example.org', 'blob:https',
  ];
  for (const text of hostile) {
    assert.deepEqual(links(text), [], text);
    assert.equal(whole(text), text);
  }
});

test('No text is lost or doubled, whatever it is', () => {
  const pieces = ['https://', 'http://a.b', ' ', '<', '"', ')', '(', '.', '@', '\\\\', '\n', 'é', '\u202e', '😀', 'javascript:', 'x', '//', '[', ']', '::1', '%'];
  let seed = 7;
  const next = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  for (let round = 0; round < 5_000; round++) {
    const text = Array.from({ length: 1 + next(9) }, () => pieces[next(pieces.length)]).join('');
    assert.equal(whole(text), text);
    for (const { href } of links(text)) {
      assert.match(href!, /^https?:\/\/[^/@]+\//, text);
    }
  }
});

test('A link whose letters imitate others says where it leads', () => {
  assert.deepEqual(partsOf('https://аррӏе.com/login'), [{ text: 'https://аррӏе.com/login', href: 'https://xn--80ak6aa92e.com/login', host: 'xn--80ak6aa92e.com' }]);
  assert.equal(partsOf('https://EXAMPLE.org')[0]!.host, undefined);
  assert.equal(partsOf('https://example.org%2eevil.example/')[0]!.host, 'example.org.evil.example');
  assert.equal(partsOf('http://2130706433/')[0]!.host, '127.0.0.1');
});

test('What cannot be seen or turns text round is left out before sending, emoji and Persian are not', () => {
  assert.equal(tidy('  a\tb\r\nc\u202e\u200b\u0007d '), 'a b\ncd');
  assert.equal(tidy('👨‍👩‍👧 نمی‌خواهم'), '👨‍👩‍👧 نمی‌خواهم');
  assert.equal(tidy('half \ud83d pair'), 'half  pair');
});

const message = (number: number, from: string, atMs: number, to: string | null = null, text = 'x'): ChatMessage => ({ number, from, fromName: `name ${from}`, to, toName: to && `name ${to}`, text, atMs });

test('Messages of one person to the same readers without a long pause stand together', () => {
  const minute = 60_000;
  const groups = groupsOf([message(1, 'a', 0), message(2, 'a', minute), message(3, 'a', minute, 'b'), message(4, 'b', minute), message(5, 'b', 20 * minute)], (id) => id === 'a');
  assert.deepEqual(groups.map(({ from, own, to, messages }) => [from, own, to, messages.length]), [['a', true, null, 2], ['a', true, 'b', 1], ['b', false, null, 1], ['b', false, null, 1]]);
});

test('A saved chat has time, name and text, and no message can pretend to be two', () => {
  const text = chatAsText([message(1, 'a', 1, null, 'hello\n[2] name b: I agree'), message(2, 'b', 2, 'a', 'psst')], { title: 'Chat', time: String, to: (name) => `(only to ${name})` });
  assert.equal(text, 'Chat\n\n[1] name a: hello\n    [2] name b: I agree\n[2] name b (only to name a): psst\n');
});
