import { expect, test } from 'vitest';
import { memory } from '../../src/adapters/memory/index.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import { defineTemplates, templatesOf } from '../../src/templates/define-templates.js';
import { recording } from '../../src/testing/recording.js';
import { booking, bookingRules } from '../builders/booking.js';
import { problemsOf } from '../builders/problems.js';
import { bookingTemplates } from '../builders/studio.js';

const parts = {
  rules: [booking.rules({ 'order-placed': bookingRules.rows['order-placed'] })],
  templates: [bookingTemplates],
  transports: { email: recording(), sms: recording() },
  store: memory(),
} as const;

test('parts that fit make a notifier; lists and records of tables and templates are the same', () => {
  expect(createNotifier(parts)).toBeDefined();
  expect(
    createNotifier({ ...parts, rules: { booking: parts.rules[0] }, templates: { booking: bookingTemplates } }),
  ).toBeDefined();
});

test('every misfit is reported at once, with what to do', () => {
  const wrong: never = {
    ...parts,
    rules: [booking.rules(bookingRules.rows), booking.rules({ 'order-placed': bookingRules.rows['order-placed'] })],
    templates: [
      bookingTemplates,
      templatesOf({ ...bookingTemplates, lifecycle: 'coupn' }),
      { lifecycle: 'booking', locales: {} },
    ],
    transports: { email: [], smss: recording(), fax: {} },
    signals: { bookng: {} },
    load: { coupon: () => null },
    enabled: { line: () => true },
    windows: { email: { from: '9', to: '21:00' } },
    limits: { email: { max: 0, per: { days: 1 } } },
    stores: 1,
  } as never;
  expect(problemsOf(() => createNotifier(wrong))).toMatchInlineSnapshot(`
    [
      "duplicate-name | rule 'order-placed': two tables of 'booking' have a rule of this name. Rename one, or spread one table into the other to override the row.",
      "invalid-value | templates[2]: expected what defineTemplates() of 'orderbell/templates' returns, or another engine with the same members.",
      "unknown-lifecycle | templates 'coupn': unknown lifecycle 'coupn'. Known: booking. Give its rules, too, or leave out these templates.",
      "missing-transport | transports.email: rule 'order-placed' sends by 'email', but nothing carries it. Add transports: { email: ... }.",
      "missing-transport | transports.sms: rule 'order-placed' sends by 'sms', but nothing carries it. Add transports: { sms: ... }.",
      "unused-transport | transports.smss: no rule sends by 'smss' and no template is written for it. unknown channel 'smss'. Did you mean 'sms'? Known: email, sms.",
      "invalid-value | transports.fax: expected a transport, an object with name and send(message).",
      "unused-transport | transports.fax: no rule sends by 'fax' and no template is written for it. unknown channel 'fax'. Known: email, sms.",
      "unknown-lifecycle | signals.bookng: unknown lifecycle 'bookng'. Did you mean 'booking'? Known: booking.",
      "missing-signal | signals.booking: rule 'payment-overdue' tells the host 'order.fail', but nobody listens. Add signals: { booking: { 'order.fail': async (subject) => ... } }.",
      "unknown-lifecycle | load.coupon: unknown lifecycle 'coupon'. Known: booking.",
      "unknown-option | options: unknown option 'stores'. Did you mean 'store'? Known: rules, templates, transports, store, load, signals, enabled, windows, limits, mayContact, suppressions, unsubscribe, clock, scheduler, retry, breaker, keepContent, concurrency, sendTimeout, lease, longestSleep, keepAlive, telemetry.",
      "invalid-value | enabled.line: unknown channel 'line'. Known: email, smss, fax.",
      "invalid-value | windows.email: expected two different local times such as { from: '09:00', to: '21:00' }, got { from: '9', to: '21:00' }.",
      "invalid-value | limits.email: expected { max: 3, per: { days: 1 } }, with a whole number above 0, or a list of such.",
    ]
  `);
});

test('templates are checked against the rules and the schema', () => {
  const templates = [
    defineTemplates(booking, {
      defaultLocale: 'en',
      locales: { en: { templates: { 'order-placed': { email: { subject: '{{nmae}}', text: '{{no}}' } } } } },
    }),
  ];
  expect(problemsOf(() => createNotifier({ ...parts, templates }))).toMatchInlineSnapshot(`
    [
      "missing-template | templates 'booking', locale 'en', 'order-placed', sms: rule 'order-placed' sends by sms, and locale 'en' has no text for it. Add templates['order-placed'].sms: '...'.",
      "unknown-variable | templates 'booking', locale 'en', 'order-placed', email.subject, line 1: unknown variable 'nmae'. Known: no, zone, locale, orderStatus, paymentStatus, method, deadline, tracking, sms, booker, sessions, recipient, due, rule, unsubscribeUrl.",
    ]
  `);
});

test('numbers that nothing could run by are refused', () => {
  const wrong = { ...parts, concurrency: 0, sendTimeout: Number.NaN, longestSleep: -1, retry: { attempts: 0.5 } };
  expect(problemsOf(() => createNotifier(wrong))).toEqual([
    'invalid-value | concurrency: expected a whole number above 0, got 0.',
    'invalid-value | sendTimeout: expected a whole number above 0, got NaN.',
    'invalid-value | longestSleep: expected a whole number above 0, got -1.',
    'invalid-value | retry.attempts: expected a whole number above 0, got 0.5.',
  ]);
});
