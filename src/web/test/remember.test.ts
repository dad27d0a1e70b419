import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Remember } from '../src/state/remember.ts';

function store(initial?: string) {
  const held = new Map<string, string>(initial === undefined ? [] : [['sfu', initial]]);
  return { held, getItem: (key: string) => held.get(key) ?? null, setItem: (key: string, value: string) => void held.set(key, value), removeItem: (key: string) => void held.delete(key) };
}

test('Nothing is written before the visitor asks for it', () => {
  const device = store();
  const remember = new Remember(device);
  remember.note({ name: 'Ada', language: 'de' });
  remember.noteRoom('chess');
  assert.equal(device.held.size, 0);
  assert.equal(remember.memory.value.name, '');
});

test('What was asked for comes back, the last rooms first and no more than five', () => {
  const device = store();
  const remember = new Remember(device);
  remember.start({ name: 'Ada', language: 'de' });
  for (const room of ['a', 'b', 'c', 'd', 'e', 'f', 'b']) {
    remember.noteRoom(room);
  }
  const again = new Remember(device);
  assert.equal(again.on.value, true);
  assert.deepEqual(again.memory.value, {
    name: 'Ada',
    language: 'de',
    rooms: ['b', 'f', 'e', 'd', 'c'],
    devices: { mic: '', camera: '', speaker: '' },
    taste: {},
  });
});

test('Devices are remembered one by one, and only after the tick', () => {
  const device = store();
  const remember = new Remember(device);
  remember.noteDevices({ mic: 'headset' });
  assert.equal(device.held.size, 0);
  remember.start({ name: 'Ada' });
  remember.noteDevices({ mic: 'headset' });
  remember.noteDevices({ camera: 'webcam' });
  assert.deepEqual(new Remember(device).memory.value.devices, { mic: 'headset', camera: 'webcam', speaker: '' });
  remember.forget();
  assert.deepEqual(new Remember(device).memory.value.devices, { mic: '', camera: '', speaker: '' });
  assert.equal(device.held.size, 0);
});

test('One click forgets everything, and nothing comes after it', () => {
  const device = store();
  const remember = new Remember(device);
  remember.start({ name: 'Ada' });
  remember.forget();
  remember.note({ name: 'Ada' });
  assert.equal(device.held.size, 0);
  assert.equal(new Remember(device).on.value, false);
});

test('What somebody else wrote there does no harm', () => {
  for (const text of ['', 'null', '1', '"x"', '{', '[]', '{"name":1,"rooms":"x","language":{}}', '{"rooms":[1,null,"a"]}', '{"devices":[1]}', '{"devices":{"mic":1}}', '{"devices":"x"}']) {
    const { memory } = new Remember(store(text));
    assert.equal(typeof memory.value.name, 'string', text);
    assert.ok(Object.values(memory.value.devices).every((id) => id === ''), text);
    assert.ok(memory.value.rooms.every((room) => typeof room === 'string'), text);
  }
  assert.equal(new Remember(null).on.value, false);
});
