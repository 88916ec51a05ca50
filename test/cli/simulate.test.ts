import { expect, test } from 'vitest';
import { aBooking, ann, aSession, mei } from '../presets/waca-booking-samples.js';
import { folderWith, orderbell, simulateFile } from './orderbell.js';

const base = { preset: 'waca-booking', timeZone: 'Asia/Taipei' };
const transfer = aBooking({ no: 'B-1' });
const placed = { at: '2026-03-02T11:00', created: 'booking', data: transfer };

interface Line {
  readonly at: string;
  readonly rule?: string;
  readonly outcome: string;
  readonly recipient?: string;
  readonly channel?: string;
  readonly code?: string;
}

/** What a story comes to, line by line: `03-02 11:00 sent order-placed email 林美玲`. */
async function told(...steps: readonly unknown[]): Promise<readonly string[]> {
  const { out, err } = await simulateFile({ ...base, steps }, '--json');
  expect(err).toBe('');
  return linesIn(out).map(({ at, outcome, rule, channel, recipient, code }) =>
    [at.slice(5, 16).replace('T', ' '), outcome, rule, channel, recipient, code].filter((part) => part !== undefined).join(' '),
  );
}

function linesIn(out: string): readonly Line[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

test('with --json each line is one object with the promised keys in their order', async () => {
  const steps = [
    placed,
    { at: '2026-03-02T12:00', subject: 'B-1', event: 'payment.pay' },
    { at: '2026-03-02T13:00', subject: 'B-1', event: 'payment.pay' },
  ];
  const { status, out, err } = await simulateFile({ ...base, steps }, '--json');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  const [email, sms] = out.split('\n');
  expect(Object.keys(JSON.parse(email ?? ''))).toEqual([
    'at',
    'subject',
    'rule',
    'outcome',
    'role',
    'recipient',
    'address',
    'channel',
    'subjectLine',
    'text',
  ]);
  expect(Object.keys(JSON.parse(sms ?? ''))).toEqual([
    'at',
    'subject',
    'rule',
    'outcome',
    'role',
    'recipient',
    'address',
    'channel',
    'text',
  ]);
  expect(linesIn(out).filter(({ outcome }) => outcome === 'withdrawn')[0]).toEqual({
    at: '2026-03-02T12:00:00+08:00',
    subject: 'B-1',
    rule: 'payment-reminder',
    outcome: 'withdrawn',
    role: 'booker',
    recipient: '林美玲',
    channel: 'email',
    code: 'withdrawn',
    why: "payment is 'paid', not 'unpaid'",
  });
  expect(linesIn(out).at(-1)).toEqual({
    at: '2026-03-02T13:00:00+08:00',
    subject: 'B-1',
    outcome: 'refused',
    code: 'no-transition',
    why: "'payment.pay' is not allowed while payment is 'paid'. Allowed now: order.acceptSome, order.acceptAll, order.fail, order.cancel, payment.refund.",
  });
});

test('without --json the same is a table, a day at a time, with aligned columns', async () => {
  const { out } = await simulateFile({ ...base, steps: [placed, { until: '2026-03-04T10:00' }] });
  expect(out).toBe(
    [
      'All times are those of Asia/Taipei.',
      '',
      'Monday 2026-03-02 (+08:00)',
      '  11:00  B-1  sent  order-placed      email  林美玲 (booker)  meiling@example.com  訂單 B-1 已成立，繳款期限 2026/3/5',
      '  11:00  B-1  sent  order-placed      sms    林美玲 (booker)  0912-345-678         【小日子陶藝工作室】預約已收到，訂單B-1，繳款期限2026/3/5，金額NT$2,400…',
      '',
      'Wednesday 2026-03-04 (+08:00)',
      '  10:00  B-1  sent  payment-reminder  email  林美玲 (booker)  meiling@example.com  提醒您：訂單 B-1 的繳款期限是 2026/3/5',
      '  10:00  B-1  sent  payment-reminder  sms    林美玲 (booker)  0912-345-678         【小日子陶藝工作室】訂單B-1尚未收到款項NT$2,400，繳款期限2026/3/5。已繳…',
      '',
      '4 sent.',
      '',
    ].join('\n'),
  );
});

test('a story in which nothing is due says so', async () => {
  expect((await simulateFile({ ...base, steps: [] })).out).toBe('All times are those of Asia/Taipei.\n\nNothing happened.\n');
  expect(await simulateFile({ ...base, steps: [] }, '--json')).toEqual({ status: 0, out: '', err: '' });
});

test('times without offset are local, times with one are not, and all are printed in the zone of the file', async () => {
  const steps = [
    { ...placed, at: '2026-03-02T03:00:30Z' },
    { at: '2026-03-02T12:00', subject: 'B-1', event: 'payment.pay' },
  ];
  const { out } = await simulateFile({ ...base, timeZone: 'America/New_York', steps }, '--json');
  expect([...new Set(linesIn(out).map(({ at }) => at))]).toEqual(['2026-03-01T22:00:30-05:00', '2026-03-02T12:00:00-05:00']);
});

test('what is due at the instant of a step is delivered before the step', async () => {
  expect(await told(placed, { at: '2026-03-04T10:00', subject: 'B-1', event: 'payment.pay' })).toEqual([
    '03-02 11:00 sent order-placed email 林美玲',
    '03-02 11:00 sent order-placed sms 林美玲',
    '03-04 10:00 sent payment-received email 林美玲',
    '03-04 10:00 sent payment-received sms 林美玲',
    '03-04 10:00 sent payment-reminder email 林美玲',
    '03-04 10:00 sent payment-reminder sms 林美玲',
  ]);
});

test('until is inclusive, and nothing later is delivered', async () => {
  const reminders = (lines: readonly string[]) => lines.filter((line) => line.includes('payment-reminder')).length;
  expect(reminders(await told(placed, { until: '2026-03-04T09:59:59' }))).toBe(0);
  expect(reminders(await told(placed, { until: '2026-03-04T10:00:00' }))).toBe(2);
});

test('a change together with an event is one step, with the changed data', async () => {
  const accepted = { change: { sessions: [aSession({ status: 'accepted' })] }, event: 'order.acceptAll' };
  const onSite = aBooking({ no: 'B-1', payment: { method: 'on-site' }, sessions: [aSession({ status: 'pending' })] });
  expect(await told({ ...placed, data: onSite }, { at: '2026-03-02T12:00', subject: 'B-1', ...accepted })).toEqual([
    '03-02 11:00 sent order-placed email 林美玲',
    '03-02 11:00 sent order-placed sms 林美玲',
    '03-02 12:00 sent booking-voucher email 陳安安',
  ]);
});

test('a change is merged deeply into objects, replaces lists, and is kept for the steps after it', async () => {
  const change = { shop: { smsEnabled: false }, sessions: [aSession({ no: 'S9', participant: mei })] };
  const { out } = await simulateFile(
    {
      ...base,
      steps: [
        placed,
        { at: '2026-03-02T12:00', subject: 'B-1', change },
        { at: '2026-03-02T13:00', subject: 'B-1', change: { booker: { name: '林小姐' } } },
        { at: '2026-03-02T14:00', subject: 'B-1', event: 'order.acceptAll' },
        { at: '2026-03-02T14:00', subject: 'B-1', event: 'payment.pay' },
      ],
    },
    '--json',
  );
  const later = linesIn(out).filter(({ at }) => at.includes('T14:00') && !at.includes('withdrawn'));
  expect(later.map(({ outcome, rule, channel, recipient, code }) => [outcome, rule, channel, recipient, code])).toEqual(
    expect.arrayContaining([
      ['sent', 'payment-received', 'email', '林小姐', undefined],
      ['skipped', 'payment-received', 'sms', '林小姐', 'channel-off'],
      ['sent', 'booking-voucher', 'email', '林美玲', undefined],
    ]),
  );
  expect(JSON.stringify(later)).not.toContain(ann.name);
});

test('the host moves the states itself where a change holds them', async () => {
  const steps = [placed, { at: '2026-03-02T12:00', subject: 'B-1', change: { paymentStatus: 'paid' } }];
  expect(await told(...steps)).toContain('03-02 12:00 sent payment-received email 林美玲');
});

test('a signal that is named after an event is applied as that event', async () => {
  const data = aBooking({ no: 'B-1', payment: { method: 'ibon' } });
  expect(await told({ ...placed, data }, { until: '2026-03-06T00:00' })).toEqual([
    '03-02 11:00 sent order-placed email 林美玲',
    '03-02 11:00 sent order-placed sms 林美玲',
    '03-04 10:00 sent payment-reminder email 林美玲',
    '03-04 10:00 sent payment-reminder sms 林美玲',
    '03-06 00:00 sent order-failed email 林美玲',
    '03-06 00:00 sent order-failed sms 林美玲',
    '03-06 00:00 signal payment-overdue',
  ]);
});

test.each([
  ['an event that the present state does not allow', { event: 'payment.refund' }, 'no-transition'],
  ['a payload that does not fit', { fact: 'partner.assigned', payload: { session: 1 } }, 'invalid-payload'],
  ['a payload where none is carried', { event: 'payment.pay', payload: { amount: 1 } }, 'invalid-payload'],
])('%s is a line and no error', async (_, step, code) => {
  expect(await told(placed, { at: '2026-03-02T11:00', subject: 'B-1', ...step })).toContain(`03-02 11:00 refused ${code}`);
});

test('an empty payload is none', async () => {
  const steps = [placed, { at: '2026-03-02T11:00', subject: 'B-1', event: 'payment.pay', payload: {} }];
  expect(await told(...steps)).toContain('03-02 11:00 sent payment-received email 林美玲');
});

test('a subject that is created twice is refused the second time', async () => {
  expect(await told(placed, placed)).toContain('03-02 11:00 refused already-created');
});

test('lines of one instant stand in the order of the rules, then of their channels', async () => {
  const second = { ...placed, data: { ...transfer, no: 'B-2', booker: ann } };
  expect(await told(placed, second)).toEqual([
    '03-02 11:00 sent order-placed email 林美玲',
    '03-02 11:00 sent order-placed email 陳安安',
    '03-02 11:00 sent order-placed sms 林美玲',
    '03-02 11:00 sent order-placed sms 陳安安',
  ]);
});

test('options are the settings of the preset', async () => {
  const { out } = await simulateFile({
    ...base,
    options: { reminderAt: '08:15' },
    steps: [placed, { until: '2026-03-05T00:00' }],
  });
  expect(out).toContain('08:15  B-1  sent  payment-reminder');
});

test('the path of the file is taken from the folder of the command', async () => {
  const folder = folderWith({ 'story.json': JSON.stringify({ ...base, steps: [placed] }) });
  expect((await orderbell(['simulate', `${folder}/story.json`, '--json'], '/')).status).toBe(0);
});
