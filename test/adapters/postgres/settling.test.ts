import { postgres } from 'orderbell/postgres';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ClaimedJob, Settlement } from '../../../src/ports/store.js';
import { aJob, booking, claimAll, leaseOf, minute, noon, write } from '../../../src/testing/store-cases/samples.js';
import { aDatabase } from './database.js';

const { schema, pool, clear } = await aDatabase();
const store = postgres(pool, { schema });
await store.migrate();
beforeEach(clear);

const content = { address: 'ann@example.com', locale: 'en', text: 'Hello', subjectLine: undefined, html: undefined };

/** Claims of jobs `0`, `1` ... each with a lease of its own, latest first. */
async function claimedOneByOne(count: number) {
  await write(store, { insert: Array.from({ length: count }, (_, index) => aJob(String(index), { payload: { index } })) });
  const claimed: ClaimedJob[] = [];
  for (let turn = 0; turn < count; turn++) claimed.push(...(await store.claim({ now: noon, limit: 1, leaseMs: minute + turn })));
  return claimed.reverse();
}

/** What the history tells of each job. */
const told = async (...fields: readonly (keyof Settlement)[]) =>
  (await store.history(booking)).map((job) => {
    const row = new Map<string, unknown>(Object.entries(job));
    return [job.occurrence, job.status, ...fields.map((field) => row.get(field))];
  });

describe('settling in PostgreSQL', () => {
  test('writes each value to the job it is for, in whatever order and with whatever leases they come', async () => {
    const claimed = await claimedOneByOne(4);
    const held = await store.settle(
      claimed.map((job, index) => {
        const named = { channel: index % 2 === 0 ? 'email' : 'sms', transport: 'same', providerId: `id of ${job.occurrence}` };
        return { ...leaseOf(job), at: noon + index, status: 'sent' as const, ...named };
      }),
    );
    expect(held).toEqual(claimed.map(({ key }) => key));
    expect(await told('channel', 'transport', 'providerId')).toEqual([
      ['0', 'sent', 'sms', 'same', 'id of 0'],
      ['1', 'sent', 'email', 'same', 'id of 1'],
      ['2', 'sent', 'sms', 'same', 'id of 2'],
      ['3', 'sent', 'email', 'same', 'id of 3'],
    ]);
    expect((await store.history(booking)).map(({ settledAt }) => settledAt)).toEqual([3, 2, 1, 0].map((ms) => noon + ms));
  });

  test('takes a lease of another job for none of its own', async () => {
    const [second, first] = await claimedOneByOne(2);
    if (first === undefined || second === undefined) throw new Error('two jobs are claimed');
    const ends = { at: noon, status: 'sent' as const };
    const wrong = { ...leaseOf(first), leaseUntil: second.leaseUntil };
    expect(
      await store.settle([
        { ...leaseOf(second), ...ends },
        { ...wrong, ...ends },
      ]),
    ).toEqual([second.key]);
    expect(await told()).toEqual([
      ['0', 'in-flight'],
      ['1', 'sent'],
    ]);
    expect(await store.settle([{ ...wrong, ...ends }])).toEqual([]);
    expect(await store.settle([{ ...leaseOf(first), ...ends }])).toEqual([first.key]);
  });

  test('ends some and puts others back, with all that is to be known of them', async () => {
    const [sent, failed, skipped, back, moved] = (await claimedOneByOne(5)).reverse();
    if (!sent || !failed || !skipped || !back || !moved) throw new Error('five jobs are claimed');
    const settlements: Settlement[] = [
      {
        ...leaseOf(moved),
        at: noon,
        status: 'scheduled',
        runAt: noon + minute,
        dueAt: noon + minute,
        wallTime: '12:01',
        attempts: 0,
      },
      { ...leaseOf(sent), at: noon, status: 'sent', channel: 'sms', transport: 'a', providerId: 'b', content, counts: true },
      { ...leaseOf(back), at: noon, status: 'scheduled', runAt: noon + minute, code: 'busy' },
      { ...leaseOf(failed), at: noon, status: 'failed', code: 'bounced', why: 'nobody \u001F"\\', channel: '' },
      { ...leaseOf(skipped), at: noon, status: 'skipped', code: 'late', attempts: 7, runAt: noon - minute },
    ];
    expect(await store.settle(settlements)).toHaveLength(5);
    expect(await told('channel', 'code', 'why', 'attempts', 'dueAt', 'wallTime', 'content')).toEqual([
      ['0', 'sent', 'sms', undefined, undefined, 1, noon, '2026-03-01T20:00', content],
      ['1', 'failed', '', 'bounced', 'nobody \u001F"\\', 1, noon, '2026-03-01T20:00', undefined],
      ['2', 'skipped', undefined, 'late', undefined, 7, noon, '2026-03-01T20:00', undefined],
      ['3', 'scheduled', undefined, 'busy', undefined, 1, noon, '2026-03-01T20:00', undefined],
      ['4', 'scheduled', undefined, undefined, undefined, 0, noon + minute, '12:01', undefined],
    ]);
    expect((await store.history(booking)).map(({ payload }) => payload)).toEqual([
      undefined,
      { index: 1 },
      undefined,
      { index: 3 },
      { index: 4 },
    ]);
    expect(await store.countSent({ recipient: 'ann@example.com', channel: 'sms', since: noon })).toBe(1);
  });

  test('writes the first of two settlements of one claim', async () => {
    await write(store, { insert: [aJob('a'), aJob('b')] });
    const [job, other] = await claimAll(store);
    if (job === undefined || other === undefined) throw new Error('two jobs are claimed');
    const ends = (code: string) => ({ ...leaseOf(job), at: noon, status: 'skipped' as const, code });
    const held = await store.settle([ends('first'), { ...leaseOf(other), at: noon, status: 'sent' }, ends('second')]);
    expect(held).toEqual([job.key, other.key, job.key]);
    expect(await told('code')).toEqual([
      ['a', 'skipped', 'first'],
      ['b', 'sent', undefined],
    ]);
  });
});
