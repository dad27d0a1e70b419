import assert from 'node:assert/strict';
import { test } from 'node:test';
import { de as germanFirst } from '../src/i18n/de.ts';
import { settings as germanSettings } from '../src/i18n/de/settings.ts';
import { en as englishFirst } from '../src/i18n/en.ts';
import { settings as englishSettings } from '../src/i18n/en/settings.ts';
import { fill, preferred, speak, t } from '../src/i18n/index.ts';

/** What is in the first load and what comes with a part that is opened later. */
const en = { ...englishFirst, ...englishSettings };
const de = { ...germanFirst, ...germanSettings };

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test('Every text exists in both languages, says something and has the same placeholders', () => {
  assert.deepEqual(Object.keys(de).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    assert.ok(en[key].trim() && de[key].trim(), key);
    assert.deepEqual(placeholders(de[key]), placeholders(en[key]), key);
  }
});

test('No text was forgotten in translation', () => {
  const alike: readonly string[] = ['app.name', 'chat.title', 'list.name', 'tool.chat'];
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    assert.ok(en[key] !== de[key] || alike.includes(key), key);
  }
});

test('Text follows the language and takes its values literally', async () => {
  await speak('en');
  assert.equal(t('tile.self', { name: '{name} $& <b>' }), '{name} $& <b> (you)');
  await speak('de');
  assert.equal(t('tile.self', { name: 'Ada' }), 'Ada (Sie)');
  assert.equal(fill('{a} {b}', { a: 0 }), '0 {b}');
});

test('The language is the first of the browser’s that there are texts for', () => {
  assert.equal(preferred(['de-AT', 'en']), 'de');
  assert.equal(preferred(['fr', 'EN-gb', 'de']), 'en');
  assert.equal(preferred(['tlh']), 'en');
});
