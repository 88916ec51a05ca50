/** Changes keep the order in which they are asked for, also while what handles them is being loaded. */
import { expect, test } from 'vitest';
import type { MemoryTransaction } from '../../src/adapters/memory/index.js';
import type { Store } from '../../src/ports/store.js';
import { aBooking, booking } from '../builders/booking.js';
import { storeWith, studio } from '../builders/studio.js';

test('changes asked for before, while and just after the handler is loaded reach the store in their order', async () => {
  const reached: string[] = [];
  const wrap = (store: Store<MemoryTransaction>) =>
    storeWith(store, {
      change: (ref, tx, decide) => {
        reached.push(ref.subject);
        return store.change(ref, tx, decide);
      },
    });
  const { notifier } = studio({ wrap });
  const asked: string[] = [];
  const answers: Promise<unknown>[] = [];
  const ask = () => {
    const no = `B-${asked.length}`;
    asked.push(no);
    answers.push(notifier.handleTransition(booking, { created: aBooking({ no }) }));
  };
  // Somebody who goes on in the same instant in which the module is there.
  const atOnce = async () => {
    await import('../../src/runtime/change-handler.js');
    for (let turn = 0; turn < 30; turn++) {
      ask();
      await Promise.resolve();
    }
  };
  const before = atOnce();
  for (let index = 0; index < 3; index++) ask();
  await Promise.all([before, atOnce()]);
  await Promise.all(answers);
  expect(asked).toHaveLength(63);
  expect(reached).toEqual(asked);
});
