/**
 * What a store promises of lists of jobs, page by page.
 * @module
 */
import type { JobQuery, Store, StoredJob } from '../../ports/store.js';
import { check, equal } from '../check.js';
import {
  aJob,
  aJobInEachClosedStatus,
  booking,
  claimAll,
  leaseOf,
  minute,
  namesOf,
  noon,
  type StoreCase,
  settled,
  write,
} from './samples.js';

const coupon = { lifecycle: 'coupon', subject: 'C-1' };

/** By name. */
export const listCases: Readonly<Record<string, StoreCase>> = {
  'open jobs are listed by instant, then in the order of insertion': async ({ store }) => {
    await write(store, { insert: [aJob('last', { runAt: noon + 5 }), aJob('z'), aJob('held', { runAt: noon - 1 })] });
    await write(store, { insert: [aJob('a', coupon)] }, coupon);
    await store.claim({ now: noon - 1, limit: 1, leaseMs: minute });
    const { jobs, next } = await store.jobs({ list: 'open', limit: 10 });
    equal(namesOf(jobs), ['held', 'z', 'a', 'last'], 'open jobs');
    equal(next, undefined, 'where the next page begins');
    equal(jobs[1], aJob('z'), 'a job of the list');
  },

  'a list of open jobs is narrowed by whatever is given': async ({ store }) => {
    const north = { site: 'north' };
    await write(store, {
      insert: [aJob('a', north), aJob('b', { runAt: noon + 1, rule: 'overdue' }), aJob('c', { runAt: noon + 2 })],
    });
    await write(store, { insert: [aJob('d', { ...coupon, ...north, runAt: noon + 2, rule: 'overdue' })] }, coupon);
    const named = async (query: Partial<JobQuery>) => namesOf((await store.jobs({ list: 'open', limit: 10, ...query })).jobs);
    equal(await named({ from: noon + 1 }), ['b', 'c', 'd'], 'from an instant');
    equal(await named({ until: noon + 2 }), ['a', 'b'], 'until before an instant');
    equal(await named({ from: noon + 1, until: noon + 2 }), ['b'], 'from one and until before another');
    equal(await named({ lifecycle: 'coupon' }), ['d'], 'of a lifecycle');
    equal(await named({ rule: 'overdue' }), ['b', 'd'], 'of a rule');
    equal(await named({ rule: 'overdue', lifecycle: 'booking' }), ['b'], 'of a rule of a lifecycle');
    equal(await named({ site: 'north' }), ['a', 'd'], 'of a site');
    equal(await named({ site: 'south' }), [], 'of a site without jobs');
    equal(await named({ keys: [aJob('c').key, aJob('a').key, aJob('nobody').key] }), ['a', 'c'], 'of keys');
    equal(await named({ keys: [] }), [], 'of no key');
    equal(await named({ keys: [aJob('c').key], site: 'north' }), [], 'of a key that another site has');
  },

  'ended jobs are listed by what became of them, in the order of insertion': async ({ store }) => {
    await aJobInEachClosedStatus(store);
    await settled(store, aJob('again', { runAt: noon - minute, site: 'north' }), { status: 'failed', code: 'handler-failed' });
    await settled(store, aJob('old', coupon), { status: 'failed', code: 'delivery-permanent' });
    await write(store, { revise: [{ key: aJob('old', coupon).key, status: 'discarded', at: noon, note: undefined }] }, coupon);
    const skipped = aJob('skipped', { status: 'skipped', code: 'late', why: 'too late', settledAt: noon });
    await write(store, { insert: [skipped, aJob('unwanted')] });
    await write(store, { withdraw: [{ key: aJob('unwanted').key, code: 'withdrawn', why: 'paid', at: noon }] });
    const named = async (list: JobQuery['list'], query: Partial<JobQuery> = {}) =>
      namesOf((await store.jobs({ list, limit: 10, ...query })).jobs);
    equal(await named('failed'), ['failed', 'again'], 'jobs that were given up');
    equal(await named('failed', { site: 'north' }), ['again'], 'jobs of a site that were given up');
    equal(await named('failed', { keys: [aJob('failed').key, aJob('sent').key] }), ['failed'], 'given up, of keys');
    equal(await named('discarded'), ['old'], 'jobs that were set aside');
    equal(await named('discarded', { lifecycle: 'booking' }), [], 'jobs of bookings that were set aside');
    equal(await named('unknown'), ['unknown'], 'jobs that may have been sent');
    equal(await named('sent'), ['sent'], 'jobs that were sent');
    equal(await named('skipped'), ['skipped'], 'jobs that were skipped');
    equal(await named('withdrawn'), ['unwanted'], 'jobs that were withdrawn');
    equal(await named('open'), ['in-flight'], 'open jobs');
  },

  'the last page says that it is the last, also where it is full': async ({ store }) => {
    await write(store, { insert: ['a', 'b', 'c', 'd'].map((name) => aJob(name)) });
    const first = await store.jobs({ list: 'open', limit: 2 });
    check(first.next !== undefined, 'the first page of two says where the next begins');
    const second = await store.jobs({ list: 'open', limit: 2, after: first.next });
    equal(
      [namesOf(first.jobs), namesOf(second.jobs)],
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      'the pages',
    );
    equal(second.next, undefined, 'where a third page begins');
  },

  'a list is paged through without a gap or a double while its jobs are settled': async ({ store }) => {
    // Many share an instant, so that pages end in the middle of one.
    const jobs = Array.from({ length: 250 }, (_, at) => aJob(`${at}`, { runAt: noon + (at % 7) }));
    await write(store, { insert: jobs });
    const settleSome = async () => {
      const claimed = await store.claim({ now: noon + 9, limit: 20, leaseMs: minute });
      await store.settle(claimed.map((job) => ({ ...leaseOf(job), at: noon + 9, status: 'failed', code: 'handler-failed' })));
    };
    const order = jobs.toSorted((one, other) => one.runAt - other.runAt);
    equal(namesOf(await allPages(store, { list: 'open', limit: 100 }, settleSome)), namesOf(order), 'open jobs, in three pages');
    const failed = namesOf((await store.history(booking)).filter(({ status }) => status === 'failed'));
    check(failed.length >= 40, `expected 20 jobs to have been settled between every two pages, found ${failed.length}`);
    equal(namesOf(await allPages(store, { list: 'failed', limit: 7 })), failed, 'jobs that were given up, by sevens');
  },

  'pages of history follow each other in the order of planning': async ({ store }) => {
    const names = ['e', 'd', 'c', 'b', 'a'];
    await write(store, { insert: names.map((name, at) => aJob(name, { runAt: noon - at })) });
    await claimAll(store, noon - 4);
    const page = async (limit: number, after?: string) =>
      namesOf(await store.history(booking, { limit, after: after && aJob(after).key }));
    equal(await page(2), ['e', 'd'], 'the first page');
    equal(await page(2, 'd'), ['c', 'b'], 'the second page');
    equal(await page(2, 'b'), ['a'], 'the third page');
    equal(await page(2, 'a'), [], 'a page after the last');
    equal(await page(9), names, 'a page with room for more');
  },
};

/** The jobs of all pages, with something that happens between them. */
async function allPages<Tx>(store: Store<Tx>, query: JobQuery, between?: () => Promise<void>): Promise<readonly StoredJob[]> {
  const found: StoredJob[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const page = await store.jobs({ ...query, after });
    found.push(...page.jobs);
    check(page.jobs.length <= query.limit, `a page has at most ${query.limit} jobs, found ${page.jobs.length}`);
    after = page.next;
    more = after !== undefined && found.length <= 1000;
    if (more) await between?.();
  }
  return found;
}
