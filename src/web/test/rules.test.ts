import assert from 'node:assert/strict';
import { test } from 'node:test';
// @ts-expect-error: a build script without types
import { inspect } from '../tools/rules.mjs';
// @ts-expect-error: a build script without types
import { parseIcon } from '../tools/lucide.mjs';

test('Layers import downwards only', () => {
  assert.deepEqual(inspect('ui/home.tsx', "import { go } from '../state/app.ts';", 400), []);
  assert.deepEqual(inspect('state/a.ts', "import x from './b.ts';\nimport '../rtc/peer.ts';", 400), []);
  assert.equal(inspect('state/a.ts', "import { Icon } from '../ui/icon.tsx';", 400).length, 1);
  assert.equal(inspect('rtc/a.ts', "export { x } from '../signaling/hub.ts';", 400).length, 1);
  assert.equal(inspect('ui/room.tsx', "const peer = await import('../rtc/peer.ts');", 400).length, 1);
  assert.equal(inspect('other/a.ts', '', 400).length, 1);
});

test('Nothing turns text into markup, and no file grows without end', () => {
  assert.equal(inspect('ui/a.tsx', 'element.innerHTML = text;', 400).length, 1);
  assert.equal(inspect('ui/a.tsx', '\n'.repeat(401), 400).length, 1);
});

test('An icon is read as shapes with their attributes', () => {
  const svg = '<!-- x --><svg viewBox="0 0 24 24">\n<path d="M1 2" />\n<circle cx="1" cy="2" r="3"></circle></svg>';
  assert.deepEqual(parseIcon(svg), [
    ['path', { d: 'M1 2' }],
    ['circle', { cx: '1', cy: '2', r: '3' }],
  ]);
});
