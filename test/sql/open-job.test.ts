import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredJob } from '../../src/ports/store.js';
import { encodeJob, encodeQueued, jobColumns, queueColumns } from '../../src/sql/job-row.js';
import { type Claim, openColumns, rareColumns, readClaim, readClaimRows, usualColumns } from '../../src/sql/open-job.js';
import type { Row, SqlValue } from '../../src/sql/value.js';
import { aJob, minute, noon } from '../../src/testing/store-cases/samples.js';

const claim: Claim = { dialect: 'sqlite', leaseUntil: noon + minute, begun: 1 };

/** The row of an open job as a store holds it, and the list of its values as a claim selects them. */
function asStored(job: StoredJob, given: Row = {}) {
  const row: Row = {
    ...named(queueColumns, encodeQueued(job)),
    ...named(jobColumns, encodeJob(job)),
    ...{ id: 7, open_id: 1, status: null, content: null, receipt: null },
    ...given,
  };
  return { row, list: openColumns.map((column) => row[column]) };
}

function named(columns: readonly string[], values: readonly SqlValue[]): Row {
  return Object.fromEntries(columns.map((column, place) => [column, values[place]]));
}

/** As PostgreSQL lists them. */
const asTexts = (list: readonly unknown[]) => list.map((value) => (typeof value === 'number' ? String(value) : value));

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('安', "O'Neil", '\u001B', '\0', '\uD800', '"\\', ''));
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const someJob: fc.Arbitrary<StoredJob> = fc
  .record({
    subject: text,
    recipientName: optional(text),
    channels: fc.array(fc.constantFrom('email', 'sms', '安'), { maxLength: 3 }),
    payload: optional(fc.record({ reason: text, at: fc.date({ noInvalidDate: true }) })),
    site: optional(text),
    why: optional(text),
    attempts: fc.nat(9),
    settledAt: optional(fc.integer({ min: 0, max: noon })),
    leaseUntil: optional(fc.integer({ min: 0, max: noon })),
  })
  .map((given) => ({ ...aJob('visit'), ...given }));

describe('a claim', () => {
  test('reads a list of values as it reads a row with names, numbers as texts or not', () => {
    fc.assert(
      fc.property(someJob, (job) => {
        const { row, list } = asStored(job);
        const expected = readClaimRows([row], claim);
        expect(expected.unreadable).toEqual([]);
        expect(readClaim(JSON.stringify([list]), claim)).toEqual(expected);
        expect(readClaim(JSON.stringify([asTexts(list)]), claim)).toEqual(expected);
      }),
    );
  });

  test('reads a list that ends where nothing but NULL would follow', () => {
    const { row, list } = asStored(aJob('visit'));
    expect(list.slice(usualColumns.length)).toEqual(rareColumns.map(() => null));
    const short = list.slice(0, usualColumns.length);
    const expected = readClaimRows([row], claim);
    expect(readClaim(JSON.stringify([short]), claim)).toEqual(expected);
    expect(readClaim(JSON.stringify([asTexts(short)]), claim)).toEqual(expected);
    const { row: escaped, list: escapedList } = asStored(aJob('\u001B'));
    expect(readClaim(JSON.stringify([escapedList.slice(0, usualColumns.length)]), claim)).toEqual(
      readClaimRows([escaped], claim),
    );
  });

  test('begins an attempt, and tells whether another worker had begun one', () => {
    const fresh = asStored(aJob('first', { attempts: 2 }));
    const leased = asStored(aJob('second', { leaseUntil: noon }));
    const { jobs } = readClaim(JSON.stringify([fresh.list, leased.list]), claim);
    const told = jobs.map(({ occurrence, attempts, reclaimed, status, leaseUntil, ticket }) =>
      [occurrence, attempts, reclaimed, status, leaseUntil - noon, ticket].join(' '),
    );
    expect(told).toEqual(['first 3 false in-flight 60000 7', 'second 1 true in-flight 60000 7']);
    expect(readClaim(JSON.stringify([fresh.list]), { ...claim, begun: 0 }).jobs[0]?.attempts).toBe(2);
  });

  test('yields the jobs around one whose row is damaged, and says what is wrong with that one', () => {
    const rows = [
      asStored(aJob('before')),
      asStored(aJob('bad'), { due_at: 'soon', channels: '"email"' }),
      asStored(aJob('after')),
    ];
    const { jobs, unreadable } = readClaim(JSON.stringify(rows.map(({ list }) => list)), claim);
    expect(jobs.map(({ occurrence }) => occurrence)).toEqual(['before', 'after']);
    expect(unreadable.map(({ job: { occurrence, code } }) => `${occurrence} ${code}`)).toEqual(['bad store-corrupt']);
    expect(unreadable[0]?.unreadable).toMatch(/channels.*due_at/s);
  });

  test.each([
    ['run_at', ''],
    ['attempts', 'many'],
    ['job_key', null],
    ['channels', '["email", 1]'],
    ['channels', 'email'],
    ['payload', '{'],
  ])('does not take a row whose %s is %j for a job', (column, value) => {
    const { list } = asStored(aJob('visit'), { [column]: value });
    const isShort = list.slice(usualColumns.length).every((rare) => rare === null);
    for (const values of isShort ? [list, list.slice(0, usualColumns.length)] : [list]) {
      const { jobs, unreadable } = readClaim(JSON.stringify([values]), claim);
      expect({ jobs: jobs.length, unreadable: unreadable.length }).toEqual({ jobs: 0, unreadable: 1 });
    }
  });

  test('of hundreds of lists of channels reads each as it is', () => {
    const lists = Array.from({ length: 600 }, (_, index) => ['email', `channel-${index}`]);
    const rows = lists.map((channels) => asStored(aJob('visit', { channels })).list);
    for (const jobs of [0, 1].map(() => readClaim(JSON.stringify(rows), claim).jobs)) {
      expect(jobs.map(({ channels }) => channels)).toEqual(lists);
    }
  });
});
