import fc from 'fast-check';
import { postgres } from 'orderbell/postgres';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ClaimedJob, StoredJob } from '../../../src/ports/store.js';
import { aJob, booking, claimAll, minute, namesOf, noon, write } from '../../../src/testing/store-cases/samples.js';
import { aDatabase } from './database.js';

const { schema, pool, clear } = await aDatabase();
const store = postgres(pool, { schema });
await store.migrate();
beforeEach(clear);

/** What the claim has told, without what history does not tell. */
const told = (jobs: readonly ClaimedJob[]): StoredJob[] => jobs.map(({ reclaimed: _, ticket: __, ...job }) => job);

/** A store that counts what it asks the database. */
function counting() {
  const asked = { count: 0 };
  const client = {
    query(...given: unknown[]) {
      asked.count += 1;
      return Reflect.apply(pool.query, pool, given);
    },
  };
  return { store: postgres(client, { schema }), asked };
}

const odd = [
  '安',
  "O'Neil",
  '\u001B',
  '\u001Be',
  '\0',
  '\uD800',
  '"\\',
  '',
  '\u001C',
  '\u001D',
  '\u001E',
  '\u001F',
  '\n\t,',
  '[null]',
];
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...odd));
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const instant = fc.integer({ min: 0, max: noon });

/** Anything but its key, subject and instants of waiting. */
const someJob = fc.record({
  rule: text,
  item: optional(text),
  recipient: optional(text),
  recipientName: optional(text),
  role: optional(text),
  channels: fc.array(text, { maxLength: 3 }),
  signal: optional(text),
  occurrence: text,
  dueAt: instant,
  zone: text,
  wallTime: optional(text),
  direct: optional(fc.record({ template: text, contact: fc.record({ email: text }) })),
  site: optional(text),
  version: text,
  plannedAt: instant,
  note: optional(text),
  attempts: fc.nat(9),
  settledAt: optional(instant),
  code: optional(text),
  why: optional(text),
  channel: optional(text),
  transport: optional(text),
  providerId: optional(text),
  payload: optional(fc.record({ reason: text })),
});

describe('a claim from PostgreSQL', () => {
  test('yields jobs as they are stored, whatever their texts hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someJob, { minLength: 1, maxLength: 4 }), text, async (given, name) => {
        await clear();
        const ref = { lifecycle: `booking${name}`, subject: `B-1${name}` };
        const insert = given.map((one, index) => {
          return {
            ...aJob('visit', { ...one, runAt: noon + index }),
            ...ref,
            occurrence: one.occurrence,
            key: `${name} ${index}`,
          };
        });
        await write(store, { insert }, ref);
        const claimed = await claimAll(store, noon + minute);
        expect(claimed).toHaveLength(given.length);
        expect(told(claimed)).toEqual(await store.history(ref));
        expect(claimed.map(({ reclaimed }) => reclaimed)).toEqual(given.map(() => false));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test.each([
    'key',
    'rule',
    'item',
    'recipient',
    'recipientName',
    'role',
    'signal',
    'occurrence',
    'zone',
    'wallTime',
    'site',
    'version',
    'note',
    'why',
  ] as const)('takes no character in %s for the end of a value', async (field) => {
    const texts = ['\u001E', '\u001F', 'a\u001Eb\u001F\u001E', '\u001B', '\u001D', 'e', ''];
    await write(store, { insert: texts.map((value, index) => aJob('visit', { key: `job ${index}`, [field]: value })) });
    const claimed = await claimAll(store);
    expect(claimed.map((job) => job[field])).toEqual(texts);
    expect(told(claimed)).toEqual(await store.history(booking));
  });

  test('asks the database once more only where a text holds what values are joined by', async () => {
    const { store: own, asked } = counting();
    const claimedOf = async (recipientName: string) => {
      await clear();
      await write(store, { insert: [aJob('visit', { recipientName }), aJob('other', { recipientName: undefined })] });
      await own.pauses();
      const before = asked.count;
      const jobs = await claimAll(own);
      return [asked.count - before, ...jobs.map((job) => job.recipientName)];
    };
    expect(await claimedOf('Ann \0\u001B\n')).toEqual([1, 'Ann \0\u001B\n', undefined]);
    expect(await claimedOf('Ann\u001E')).toEqual([2, 'Ann\u001E', undefined]);
    expect(await claimedOf('Ann\u001F')).toEqual([2, 'Ann\u001F', undefined]);
  });

  test.each(['', '\u001F'])('tells which jobs another worker had begun, among texts that hold %j', async (mark) => {
    await write(store, { insert: ['a', 'b', 'c'].map((name, index) => aJob(name, { runAt: noon + index, zone: `UTC${mark}` })) });
    await store.claim({ now: noon, limit: 1, leaseMs: minute });
    const jobs = await claimAll(store, noon + 2 * minute);
    expect(jobs.map(({ occurrence, reclaimed, attempts }) => [occurrence, reclaimed, attempts])).toEqual([
      ['a', true, 2],
      ['b', false, 1],
      ['c', false, 1],
    ]);
  });

  test.each([
    ['channels', `UPDATE "${schema}".orderbell_jobs SET channels = '{' WHERE occurrence = 'bad'`],
    ['a mark in zone', `UPDATE "${schema}".orderbell_jobs SET channels = '{', zone = zone || chr(30) WHERE occurrence = 'bad'`],
    ['no row in jobs', `DELETE FROM "${schema}".orderbell_jobs WHERE occurrence = 'bad'`],
  ])('yields the jobs around a damaged one, and gives that one up: %s', async (_, damage) => {
    const names = ['first', 'bad', 'second', 'third'];
    await write(store, {
      insert: names.map((name, index) => aJob(name, { runAt: noon + index, note: index > 2 ? 'late' : undefined })),
    });
    await pool.query(damage);
    expect(namesOf(await claimAll(store, noon + 3))).toEqual(['first', 'second', 'third']);
    expect((await store.counts(noon)).failed).toEqual({ 'store-corrupt': 1 });
  });
});
