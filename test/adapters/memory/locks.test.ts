import { expect, test } from 'vitest';
import { Locks } from '../../../src/adapters/memory/locks.js';

test('a lock is handed on in the order it was asked for', async () => {
  const locks = new Locks();
  const order: string[] = [];
  expect(locks.take('B-1')).toBeUndefined();
  const first = locks.take('B-1')?.then(() => order.push('first'));
  const second = locks.take('B-1')?.then(() => order.push('second'));
  locks.release('B-1');
  await first;
  expect(order).toEqual(['first']);
  locks.release('B-1');
  await second;
  expect(order).toEqual(['first', 'second']);
});

test('different names do not wait for each other', () => {
  const locks = new Locks();
  expect(locks.take('B-1')).toBeUndefined();
  expect(locks.take('B-2')).toBeUndefined();
});

test('a name that nobody holds takes no memory', async () => {
  const locks = new Locks();
  for (let i = 0; i < 100; i++) {
    await locks.take(`B-${i}`);
    const waiting = locks.take(`B-${i}`);
    locks.release(`B-${i}`);
    await waiting;
    locks.release(`B-${i}`);
  }
  expect(locks.size).toBe(0);
});
