import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserOf } from '../src/state/browser.ts';
import { keyOf, shortcutNames, Shortcuts, type KeyPress } from '../src/state/shortcuts.ts';

const element = (...matches: string[]) => ({ closest: (selector: string) => (matches.some((name) => selector.split(', ').includes(name)) ? {} : null) });

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, repeat: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, target: element(), ...more };
}

function desk() {
  const did: string[] = [];
  const state = { listening: true };
  const shortcuts = new Shortcuts({ listening: () => state.listening, act: (name) => did.push(name), talk: (held) => did.push(held ? 'talk' : 'quiet') });
  return { did, state, shortcuts };
}

test('Every key is its own, and a letter does what the list says, small or large', () => {
  assert.equal(new Set(shortcutNames.map(keyOf)).size, shortcutNames.length);
  const { did, shortcuts } = desk();
  assert.equal(shortcuts.press(press('m')), true);
  assert.equal(shortcuts.press(press('V')), true);
  assert.equal(shortcuts.press(press('?')), true);
  assert.equal(shortcuts.press(press('x')), false);
  assert.deepEqual(did, ['mic', 'camera', 'help']);
});

test('Keys are left alone while somebody writes, with Ctrl, Alt or Cmd, while held down, and when switched off', () => {
  const { did, state, shortcuts } = desk();
  for (const more of [{ target: element('textarea') }, { target: element('input') }, { ctrlKey: true }, { altKey: true }, { metaKey: true }, { isComposing: true }, { repeat: true }]) {
    assert.equal(shortcuts.press(press('m', more)), false, JSON.stringify(more));
  }
  state.listening = false;
  assert.equal(shortcuts.press(press('m')), false);
  assert.equal(shortcuts.press(press(' ')), false);
  assert.deepEqual(did, []);
});

test('Space talks for as long as it is held, and a lost window lets go', () => {
  const { did, state, shortcuts } = desk();
  assert.equal(shortcuts.press(press(' ')), true);
  assert.equal(shortcuts.press(press(' ', { repeat: true })), true);
  state.listening = false; // a dialogue opened meanwhile
  assert.equal(shortcuts.release(press(' ')), true);
  assert.deepEqual(did, ['talk', 'quiet']);
  assert.equal(shortcuts.release(press(' ')), false);
  state.listening = true;
  shortcuts.press(press(' '));
  shortcuts.letGo();
  assert.deepEqual(did, ['talk', 'quiet', 'talk', 'quiet']);
});

test('Space presses a button one has walked to, and talks after one was clicked', () => {
  const { did, shortcuts } = desk();
  const button = { target: element('button') };
  assert.equal(shortcuts.press(press(' ', button)), false);
  shortcuts.point();
  assert.equal(shortcuts.press(press(' ', button)), true);
  shortcuts.release(press(' '));
  shortcuts.press(press('Tab', button));
  assert.equal(shortcuts.press(press(' ', button)), false);
  assert.deepEqual(did, ['talk', 'quiet']);
});

test('Browsers are told apart where their switches differ', () => {
  const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
  const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
  assert.equal(browserOf(`${mac} ${webkit} Version/18.0 Safari/605.1.15`, 0), 'safari');
  assert.equal(browserOf(`${mac} ${webkit} Version/18.0 Safari/605.1.15`, 5), 'ios');
  assert.equal(browserOf(`Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${webkit} CriOS/140.0 Mobile/15E148 Safari/604.1`, 5), 'ios');
  assert.equal(browserOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36', 0), 'chrome');
  assert.equal(browserOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0', 0), 'edge');
  assert.equal(browserOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 0), 'firefox');
  assert.equal(browserOf('Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 5), 'android-firefox');
  assert.equal(browserOf('Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36', 5), 'android');
  assert.equal(browserOf('curl/8', 0), 'other');
});
