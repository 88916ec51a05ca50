import { expect, test } from 'vitest';
import { Outgoing } from '../../src/runtime/outgoing.js';
import { LazyAbort } from '../../src/runtime/timeout.js';

function aMessage(abort: LazyAbort) {
  const job = {
    key: 'booking/B-1/order-placed',
    lifecycle: 'booking',
    subject: 'B-1',
    rule: 'order-placed',
    role: 'booker',
    site: undefined,
    attempts: 1,
  };
  const to = { recipient: { contact: { name: 'Ann' } }, channel: 'sms', address: '+886900000001' };
  return new Outgoing({ job, ...to, category: 'transactional' }, 'en', 'Hello', abort);
}

test('a message makes its signal when somebody looks at it, and a copy has it, too', () => {
  const abort = new LazyAbort();
  let looks = 0;
  const counted = Object.defineProperty(abort, 'signal', {
    get: () => {
      looks += 1;
      return Reflect.get(LazyAbort.prototype, 'signal', abort);
    },
  });
  const message = aMessage(counted);
  expect(looks).toBe(0);
  const copy = { ...message };
  expect(looks).toBe(1);
  abort.abort();
  expect([copy.abort.aborted, message.abort.aborted]).toEqual([true, true]);
});

test('a message has no more than it was given: a transport tells an e-mail by its subject line', () => {
  const message = aMessage(new LazyAbort());
  expect(Object.keys(message).sort().join(' ')).toBe(
    'abort address attempt category channel key lifecycle locale recipient role rule site subject text',
  );
  message.subjectLine = 'Hello';
  expect('subjectLine' in message && !('html' in message)).toBe(true);
});
