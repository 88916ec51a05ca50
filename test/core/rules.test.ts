import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { booking, bookingRules } from '../builders/booking.js';
import { problemsOf } from '../builders/problems.js';

test('the rows of a table are plain JSON and make the same table again', () => {
  const again = booking.rulesFromJson(JSON.parse(JSON.stringify(bookingRules.rows)));
  expect(again.rows).toEqual(bookingRules.rows);
  expect([...again.compiled.onTrigger.keys()]).toEqual([...bookingRules.compiled.onTrigger.keys()]);
});

test('a table is overridden row by row', () => {
  const table = booking.rules({ ...bookingRules.rows, 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } });
  expect(table.compiled.byName.get('order-placed')?.sends).toEqual([['email']]);
  expect(table.compiled.rules).toHaveLength(bookingRules.compiled.rules.length);
});

test('every mistake in a table from outside is reported at once, with its place, what was expected and the nearest known name', () => {
  const table = {
    'a state': { on: 'order.procesing', to: 'booker', by: ['email'] },
    'a fact': { on: 'partner.asigned', to: 'booker', by: ['email'] },
    'a column': { on: 'order.failed', unles: 'pays on site', to: 'booker', by: ['email'] },
    'a-machine': { on: 'order.failed', while: { paymnt: 'unpaid', payment: 'unpad' }, to: 'booker', by: ['email'] },
    'a-condition': { on: 'order.failed', if: ['pays onsite'], to: 'booker', by: ['email'] },
    'a-role': { on: 'order.failed', to: 'boker', by: ['email'] },
    'an-item-role': { on: 'order.failed', to: 'participant', by: ['email'] },
    'a-date': { due: { before: 'payment.dedline', days: 1, at: '10:00' }, to: 'booker', by: ['email'] },
    'a-time': { due: { before: 'payment.deadline', days: 1, at: '25:00' }, to: 'booker', by: ['email'] },
    'no-time': { due: { before: 'payment.deadline', days: 1 }, to: 'booker', by: ['email'] },
    'two-lengths': { due: { before: 'payment.deadline', days: 1, hours: 2, at: '10:00' }, to: 'booker', by: ['email'] },
    'two-dates': { due: { before: 'payment.deadline', after: 'payment.deadline', hours: 2 }, to: 'booker', by: ['email'] },
    both: { on: 'order.failed', due: { on: 'payment.deadline', at: '10:00' }, to: 'booker', by: ['email'] },
    neither: { to: 'booker', by: ['email'] },
    nobody: { on: 'order.failed', by: ['email'] },
    nothing: { on: 'order.failed', to: 'booker' },
    twice: { on: 'order.failed', to: 'booker', by: ['email', 'email'] },
    'from-a-fact': { on: 'partner.assigned', from: 'processing', to: 'booker', by: ['email'] },
    'from-nowhere': { on: 'order.failed', from: 'procesing', to: 'booker', by: ['email'] },
    'late-for-nothing': { on: 'order.failed', late: 'send', to: 'booker', by: ['email'] },
    'late-how': { due: { on: 'payment.deadline', at: '10:00' }, late: 'never', to: 'booker', by: ['email'] },
    items: { each: 'sesions', on: 'order.failed', to: 'booker', by: ['email'] },
    'a-signal-by-mail': { on: 'order.failed', signal: 'order.fail', to: 'booker', by: ['email'] },
    'a-part-limit': { on: 'order.failed', parts: 0, fit: 'shorten', to: 'booker', by: ['sms'] },
    'a-fit': { on: 'order.failed', parts: 2, fit: 'cut', to: 'booker', by: ['sms'] },
    'parts-of-a-mail': { on: 'order.failed', parts: 2, fit: 'reject', to: 'booker', by: ['email'] },
    'parts-of-a-signal': { on: 'order.failed', fit: 'shorten', signal: 'order.fail' },
    'not-a-rule': 7,
    'two-mistakes': { unles: 'pays on site', on: 'order.failed', to: 'boker', by: [] },
    'a-span': { on: 'order.failed', expires: { hours: 1, days: 1 }, to: 'booker', by: ['email'] },
    'a-due-column': { due: { befor: 'payment.deadline', days: 1, at: '10:00' }, to: 'booker', by: ['email'] },
  };
  expect(problemsOf(() => booking.rulesFromJson(table)).join('\n')).toMatchInlineSnapshot(`
    "invalid-value | rule 'a state': a rule's name is made of letters, digits, '-', '_' and '.'.
    unknown-state | rule 'a state', 'on': unknown state 'order.procesing'. Did you mean 'order.processing'? Known: order.processing, order.accepting, order.accepted, order.failed, order.cancelled, order.live, order.*.
    invalid-value | rule 'a fact': a rule's name is made of letters, digits, '-', '_' and '.'.
    unknown-fact | rule 'a fact', 'on': unknown state or fact 'partner.asigned'. Did you mean 'partner.assigned'? Known: order.processing, order.accepting, order.accepted, order.failed, order.cancelled, order.live, order.*, payment.unpaid, payment.paid, payment.refunded, payment.*, partner.assigned, tracking.changed.
    invalid-value | rule 'a column': a rule's name is made of letters, digits, '-', '_' and '.'.
    unknown-column | rule 'a column': unknown column 'unles'. Did you mean 'unless'? Known: on, from, due, while, if, unless, each, to, by, late, delivery, during, owner, template, category, expires, urgent, inflight, parts, fit, active, signal.
    unknown-machine | rule 'a-machine', 'while': unknown machine 'paymnt'. Did you mean 'payment'? Known: order, payment.
    unknown-state | rule 'a-machine', 'while.payment': unknown state 'unpad'. Did you mean 'unpaid'? Known: unpaid, paid, refunded.
    unknown-condition | rule 'a-condition', 'if': unknown condition 'pays onsite'. Did you mean 'pays on site'? Known: pays on site.
    unknown-role | rule 'a-role', 'to': unknown role 'boker'. Did you mean 'booker'? Known: booker.
    unknown-role | rule 'an-item-role', 'to': unknown role 'participant'. Known: booker. 'participant' belongs to the items 'sessions': add each: 'sessions'.
    unknown-date | rule 'a-date', 'due': unknown date 'payment.dedline'. Did you mean 'payment.deadline'? Known: payment.deadline.
    invalid-value | rule 'a-time', 'due.at': expected a local time from '00:00' to '23:59', such as '10:00', got "25:00".
    invalid-value | rule 'no-time', 'due': calendar 'days' need a local time: at: '10:00', got {"before":"payment.deadline","days":1}.
    invalid-value | rule 'two-lengths', 'due': say how long before or after, with exactly one of 'days', 'hours' or 'minutes', got {"before":"payment.deadline","days":1,"hours":2,"at":"10:00"}.
    invalid-value | rule 'two-dates', 'due': name exactly one date, with 'before', 'after' or 'on', got {"before":"payment.deadline","after":"payment.deadline","hours":2}.
    invalid-value | rule 'both': 'on' and 'due' exclude each other; make two rules.
    missing-value | rule 'neither': a rule needs 'on' (a change) or 'due' (a deadline).
    missing-value | rule 'nobody', 'to': who is told? Name a role, or use 'signal' to tell the host.
    missing-value | rule 'nothing', 'by': which channel? Write by: ['email'].
    invalid-value | rule 'twice', 'by': a channel is named twice, got ["email","email"].
    invalid-value | rule 'from-a-fact', 'from': a fact leaves no state; use 'while' to ask for the present one.
    unknown-state | rule 'from-nowhere', 'from': unknown state 'procesing'. Did you mean 'processing'? Known: processing, accepting, accepted, failed, cancelled, live, *.
    invalid-value | rule 'late-for-nothing', 'late': only a rule with 'due' can be late; remove it, or use 'expires'.
    invalid-value | rule 'late-how', 'late': expected 'same-day', 'skip', 'send', got "never".
    unknown-items | rule 'items', 'each': unknown item collection 'sesions'. Did you mean 'sessions'? Known: sessions.
    invalid-value | rule 'a-signal-by-mail', 'to': a rule with 'signal' tells the host and nobody else; make two rules.
    invalid-value | rule 'a-signal-by-mail', 'by': a rule with 'signal' tells the host and nobody else; make two rules.
    invalid-value | rule 'a-part-limit', 'parts': expected a whole number of SMS parts, 1 or more, got 0.
    invalid-value | rule 'a-fit', 'fit': expected 'reject', 'shorten', 'transliterate', got "cut".
    invalid-value | rule 'parts-of-a-mail', 'parts': parts are those of an SMS, and this rule does not send by 'sms'; remove it.
    invalid-value | rule 'parts-of-a-mail', 'fit': parts are those of an SMS, and this rule does not send by 'sms'; remove it.
    invalid-value | rule 'parts-of-a-signal', 'fit': a rule with 'signal' tells the host and nobody else; make two rules.
    invalid-value | rule 'not-a-rule': expected a rule such as { on: 'order.placed', to: 'customer', by: ['email'] }, got 7.
    invalid-value | rule 'two-mistakes', 'by': expected at least one channel, such as ['email'], got [].
    unknown-column | rule 'two-mistakes': unknown column 'unles'. Did you mean 'unless'? Known: on, from, due, while, if, unless, each, to, by, late, delivery, during, owner, template, category, expires, urgent, inflight, parts, fit, active, signal.
    unknown-role | rule 'two-mistakes', 'to': unknown role 'boker'. Did you mean 'booker'? Known: booker.
    invalid-value | rule 'a-span', 'expires': expected a length such as { hours: 2 }, with exactly one of 'days', 'hours' or 'minutes', got {"days":1,"hours":1}.
    unknown-column | rule 'a-due-column', 'due': unknown column 'befor'. Did you mean 'before'? Known: before, after, on, days, hours, minutes, at.
    invalid-value | rule 'a-due-column', 'due': name exactly one date, with 'before', 'after' or 'on', got {"days":1,"at":"10:00"}."
  `);
});

test('a table that is no object is refused', () => {
  expect(problemsOf(() => booking.rulesFromJson([]))).toEqual([
    "invalid-value | table: expected an object of rules by name: { 'order-placed': { ... } }.",
  ]);
});

test('a rule that looks at opening hours is refused where the lifecycle has none', () => {
  const lifecycle = defineLifecycle('plain', {
    schema: z.object({ no: z.string() }),
    key: (plain) => plain.no,
    timeZone: 'UTC',
    machines: {},
    states: {},
    facts: { 'bell.rung': z.undefined() },
    roles: { owner: () => ({ name: 'Owner', email: 'owner@example.com' }) },
  });
  const table = { rung: { on: 'bell.rung', during: 'open', to: 'owner', by: ['email'] } } as const;
  expect(problemsOf(() => lifecycle.rules(table))).toEqual([
    "missing-value | rule 'rung', 'during': the lifecycle has no 'openingHours'; add them to defineLifecycle to use 'during'.",
  ]);
  expect(
    booking.rules({ open: { on: 'order.processing', during: 'open', to: 'booker', by: ['email'] } }).compiled.rules,
  ).toHaveLength(1);
});

test('a fixed contact that is nobody, such as one with misspelt names, is refused', () => {
  const table = { placed: { on: 'order.processing', to: { nmae: 'Owner', mail: 'owner@example.com' }, by: ['email'] } };
  expect(problemsOf(() => booking.rulesFromJson(table))).toEqual([
    "invalid-value | rule 'placed', 'to': expected a contact with an id, email, phone or name, got {}.",
  ]);
});
