import { join } from 'node:path';
import { expect, test } from 'vitest';
import { presetNames } from '../../src/cli/presets.js';
import { aBooking, aMember, aSession } from '../presets/waca-booking-samples.js';
import { problemsIn, projectFolder, simulateFile } from './orderbell.js';

const at = '2026-03-02T11:00';
const smallShop = join(projectFolder, 'test/builders/small-shop.ts');
const base = { preset: 'waca-booking', timeZone: 'Asia/Taipei' };
const placed = { at, created: 'booking', data: aBooking({ no: 'B-1' }) };

/** The problems of a story that begins with the booking B-1 at 11:00. */
async function problemsOf(...steps: readonly unknown[]): Promise<readonly string[]> {
  const run = await simulateFile({ ...base, steps: [placed, ...steps] });
  expect({ status: run.status, out: run.out }).toEqual({ status: 1, out: '' });
  return problemsIn(run);
}

test('a file with ten mistakes is told all ten, and nothing is played', async () => {
  const session = { ...aSession(), startsAt: '2026-03-14T14:00' };
  const run = await simulateFile({
    ...base,
    options: { reminderAtt: '09:00' },
    steps: [
      { at, created: 'bookin', data: aBooking({ no: 'A' }) },
      { at, created: 'booking', data: { ...aBooking({ no: 'B-1' }), sessions: [session] } },
      { at, created: 'booking', data: aBooking({ no: 'B-2' }) },
      { at: '2026-03-01T11:00', subject: 'B-2', event: 'payment.pay' },
      { at: '2026-03-03', subject: 'B-2', event: 'payment.refund' },
      { at: '2026-03-03T10:00', subject: 'B-3', event: 'payment.pay' },
      { at: '2026-03-03T10:00', subject: 'B-2', event: 'payment.payy' },
      { at: '2026-03-03T10:00', subject: 'B-2', fact: 'partner.asigned', payload: {} },
      { at: '2026-03-03T10:00', subjct: 'B-2', event: 'order.cancel' },
      { at: '2026-03-03T10:00', subject: 'B-2' },
    ],
  });
  expect({ status: run.status, out: run.out }).toEqual({ status: 1, out: '' });
  expect(run.err.split('\n')[0]).toBe('story.json has 10 mistakes:');
  expect(problemsIn(run)).toEqual([
    expect.stringMatching(/^options\.reminderAtt: unknown option 'reminderAtt'\. Did you mean 'reminderAt'\? Known: /),
    "steps[0].created: unknown lifecycle 'bookin'. Did you mean 'booking'? Known: booking, coupon, member, shop.",
    expect.stringMatching(/^steps\[1\]\.data\.sessions\[0\]\.startsAt: '2026-03-14T14:00' is not an instant\. Expected /),
    "steps[3].at: '2026-03-01T11:00' is before 2026-03-02T11:00:00+08:00, to which the story has come already. Times never go back.",
    "steps[4].at: expected a time such as '2026-03-01T11:00' (local to timeZone) or '2026-03-01T11:00+08:00', got '2026-03-03'.",
    "steps[5].subject: no earlier step creates it: unknown subject 'B-3'. Did you mean 'B-1'? Known: B-1, B-2.",
    expect.stringMatching(
      /^steps\[6\]\.event: unknown event of booking 'payment\.payy'\. Did you mean 'payment\.pay'\? Known: order\./,
    ),
    "steps[7].fact: unknown fact of booking 'partner.asigned'. Did you mean 'partner.assigned'? Known: partner.assigned.",
    "steps[8].subjct: unknown column 'subjct'. Did you mean 'subject'? Known: at, created, data, subject, event, fact, payload, change, actor, until.",
    'steps[9]: nothing happens in this step. Add one of "created", "event", "fact", "change" or "until".',
  ]);
});

const wrongSteps: Readonly<Record<string, readonly [step: unknown, problem: unknown]>> = {
  'going back in time': [
    { until: '2026-03-02T10:59' },
    "steps[1].until: '2026-03-02T10:59' is before 2026-03-02T11:00:00+08:00, to which the story has come already. Times never go back.",
  ],
  'until beside at': [{ until: at, at }, "steps[1].at: 'at' does not go with 'until'. Make two steps of them, or remove one."],
  'no time': [
    { subject: 'B-1', event: 'payment.pay' },
    "steps[1].at: when? Expected a time such as '2026-03-01T11:00' (local to timeZone) or '2026-03-01T11:00+08:00'.",
  ],
  'a time that is none': [
    { at: 12, subject: 'B-1', event: 'payment.pay' },
    "steps[1].at: expected a time such as '2026-03-01T11:00' (local to timeZone) or '2026-03-01T11:00+08:00', got 12.",
  ],
  'no subject': [{ at, event: 'payment.pay' }, 'steps[1].subject: whose step is it? Add the key of a "subject".'],
  'a subject that is no text': [
    { at, subject: ['B-1'], event: 'payment.pay' },
    'steps[1].subject: expected a text, got ["B-1"].',
  ],
  'created without data': [{ at, created: 'booking' }, 'steps[1].data: what is created? Add its "data".'],
  'created together with an event': [
    { ...placed, event: 'payment.pay' },
    "steps[1].event: 'event' does not go with 'created'. Make two steps of them, or remove one.",
  ],
  'an event together with a fact': [
    { at, subject: 'B-1', event: 'payment.pay', fact: 'partner.assigned', payload: { session: 'S1' } },
    "steps[1].fact: a step has an 'event' or a 'fact', and this one has both. Make two steps of them.",
  ],
  'data beside an event': [
    { at, subject: 'B-1', event: 'payment.pay', data: {} },
    "steps[1].data: 'data' does not go with 'event'. Make two steps of them, or remove one. Beside it may stand: payload, change, actor.",
  ],
  'a payload of nothing': [
    { at, subject: 'B-1', change: {}, payload: {} },
    "steps[1].payload: a payload goes with an 'event' or a 'fact', and this step has neither.",
  ],
  'a change that is a list': [
    { at, subject: 'B-1', change: [] },
    'steps[1].change: expected an object to merge into the data, got [].',
  ],
  'a change of the key': [
    { at, subject: 'B-1', change: { no: 'B-9' } },
    "steps[1].change: it makes 'B-9' of 'B-1'. The key of a subject never changes; create another one.",
  ],
  'a changed value that does not exist': [
    { at, subject: 'B-1', change: { payment: { method: 'ibom' } } },
    "steps[1].change.payment.method: unknown value 'ibom'. Did you mean 'ibon'? Known: card, bank-transfer, paynow-atm, cvs-barcode, ibon, famiport, on-site.",
  ],
  'a changed value of the wrong kind': [
    { at, subject: 'B-1', change: { booker: null } },
    'steps[1].change.booker: expected object, got null.',
  ],
  'a changed zone that does not exist': [
    { at, subject: 'B-1', change: { shop: { timeZone: 'Asia/Taipe' } } },
    "steps[1].change.shop.timeZone: time zone 'Asia/Taipe' is not known to this runtime. Did you mean 'Asia/Taipei'? Use an IANA name such as 'Asia/Taipei' or 'UTC'.",
  ],
  'an event that is given as a fact': [
    { at, subject: 'B-1', fact: 'order.cancel' },
    `steps[1].fact: unknown fact of booking 'order.cancel'. Known: partner.assigned. It is an event: write "event" instead of "fact".`,
  ],
  'a fact that is given as an event': [
    { at, subject: 'B-1', event: 'partner.assigned' },
    expect.stringMatching(/^steps\[1\]\.event: unknown event .* It is a fact: write "fact" instead of "event"\.$/),
  ],
  'a step that is no object': ['11:00', expect.stringMatching(/^steps\[1\]: expected an object .*, got '11:00'\.$/)],
};

test.each(Object.entries(wrongSteps))('%s is one problem', async (_, [step, problem]) => {
  expect(await problemsOf(step)).toEqual([problem]);
});

test('one mistake is not told again by the steps that follow from it', async () => {
  const noShop = { ...aBooking({ no: 'B-2' }), shop: undefined };
  expect(
    await problemsOf(
      { at, created: 'booking', data: noShop },
      { at, subject: 'B-2', event: 'payment.pay' },
      { at, subject: 'B-2', change: { payment: { amount: 5 } } },
      { at, subject: 'B-1', change: { paymentStatus: 'pay' }, event: 'order.acceptAll' },
      { at, subject: 'B-1', event: 'payment.pay' },
    ),
  ).toEqual([
    'steps[1].data.shop: expected object, got nothing.',
    "steps[4].change.paymentStatus: unknown value 'pay'. Known: unpaid, paid, refunded.",
  ]);
});

test('what comes after a mistake is looked at, too', async () => {
  expect(
    await problemsOf(
      { at, subject: 'B-1', event: 'payment.payy', change: { payment: { amount: 'x' } } },
      { at, created: 'bookin', data: aBooking({ no: 'B-2' }) },
      { at, subject: 'B-2', event: 'payment.payyy' },
    ),
  ).toEqual([
    expect.stringMatching(/^steps\[1\]\.event: /),
    'steps[1].change.payment.amount: expected number, got "x".'.replaceAll('"', "'"),
    expect.stringMatching(/^steps\[2\]\.created: /),
    expect.stringMatching(/^steps\[3\]\.event: unknown event of booking or coupon or member or shop 'payment.payyy'/),
  ]);
});

test('a subject that only a later step creates is none yet', async () => {
  expect(await problemsOf({ at, subject: 'B-2', event: 'payment.pay' }, { ...placed, data: aBooking({ no: 'B-2' }) })).toEqual([
    "steps[1].subject: no earlier step creates it: unknown subject 'B-2'. Did you mean 'B-1'? Known: B-1.",
  ]);
});

test('a key that two lifecycles share is told apart by the event or fact, and is a problem without', async () => {
  const member = { at, created: 'member', data: aMember({ id: 'B-1' }) };
  const run = await simulateFile({
    ...base,
    steps: [
      placed,
      member,
      { at, subject: 'B-1', event: 'payment.pay' },
      { at, subject: 'B-1', fact: 'phone.verification', payload: { code: '1' } },
    ],
  });
  expect(run.status).toBe(0);
  expect(await problemsOf(member, { at, subject: 'B-1', change: {} })).toEqual([
    "steps[2].subject: two lifecycles have a subject 'B-1', and this step fits both. Give one of them another key.",
  ]);
});

const wrongFiles: Readonly<Record<string, readonly [file: unknown, problem: unknown]>> = {
  'a list': ['[]', 'the file: expected an object with the columns preset, config, timeZone, options, steps, got [].'],
  'half a file': [
    '{"preset": "waca-booking",',
    'line 1, column 27: this is not JSON: expected a name in double quotes, got the end of the file.',
  ],
  'neither preset nor config': [
    { timeZone: 'Asia/Taipei', steps: [] },
    expect.stringMatching(/^preset: which rules\? Add "preset": "[a-z0-9-]+", or the path of a module/),
  ],
  'both preset and config': [
    { ...base, config: './x.js', steps: [] },
    "config: a file has a 'preset' or a 'config', and this one has both. Remove one of them.",
  ],
  'a preset that does not exist': [
    { ...base, preset: 'waca-boking', steps: [] },
    `preset: unknown preset 'waca-boking'. Did you mean 'waca-booking'? Known: ${presetNames.join(', ')}.`,
  ],
  'a preset that every object has': [
    { ...base, preset: 'constructor', steps: [] },
    `preset: unknown preset 'constructor'. Known: ${presetNames.join(', ')}.`,
  ],
  'a zone that does not exist': [
    { ...base, timeZone: 'Asia/Taipe', steps: [] },
    expect.stringMatching(/^timeZone: time zone 'Asia\/Taipe' is not known .* Did you mean 'Asia\/Taipei'\?/),
  ],
  'no zone': [{ preset: 'waca-booking', steps: [] }, "timeZone: expected an IANA name such as 'Asia/Taipei', got nothing."],
  'no steps': [base, 'steps: expected a list of steps, got nothing.'],
  'options that are a list': [
    { ...base, steps: [], options: [] },
    "options: expected an object of the preset's settings, got [].",
  ],
  'an option that does not fit': [
    { ...base, steps: [], options: { deadlineDay: { card: 2 } } },
    expect.stringMatching(/^options\.deadlineDay\.card: 'card' has neither reminder nor deadline\./),
  ],
  'options without a preset': [
    { config: smallShop, timeZone: 'UTC', steps: [], options: { a: 1 } },
    'options: only presets have options; a config module holds its own settings.',
  ],
  'a column that does not exist': [
    { ...base, steps: [], zone: 'x' },
    "zone: unknown column 'zone'. Known: preset, config, timeZone, options, steps.",
  ],
  'a column that is given twice': [
    '{"preset": "waca-booking", "timeZone": "UTC", "timeZone": "Asia/Taipei", "steps": []}',
    "timeZone: 'timeZone' is given twice, and only the last one would count. Remove one of them.",
  ],
};

test.each(Object.entries(wrongFiles))('a file with %s has one problem', async (_, [file, problem]) => {
  const run = await simulateFile(file);
  expect({ status: run.status, out: run.out }).toEqual({ status: 1, out: '' });
  expect(problemsIn(run)).toEqual([problem]);
});

test('times are judged even where the zone of the file is not known', async () => {
  const steps = [placed, { until: '2026-03-02T10:00' }, { until: '2026-03-02T12:00' }, { until: '2026-03-02T04:00Z' }];
  expect(problemsIn(await simulateFile({ ...base, timeZone: 'Asia/Taipe', steps }))).toEqual([
    expect.stringMatching(/^timeZone: /),
    "steps[1].until: '2026-03-02T10:00' is before the step before it, to which the story has come already. Times never go back.",
  ]);
});
