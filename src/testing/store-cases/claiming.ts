/**
 * What a store promises of jobs that are claimed, counted and watched.
 * @module
 */
import { check, equal } from '../check.js';
import { aJob, aWrite, booking, claimAll, jobNamed, leaseOf, minute, namesOf, noon, type StoreCase, write } from './samples.js';

/** By name. */
export const claimingCases: Readonly<Record<string, StoreCase>> = {
  'a job can be claimed from its very instant, the earliest first': async ({ store }) => {
    await write(store, {
      insert: [aJob('now'), aJob('later', { runAt: noon + 1 }), aJob('before', { runAt: noon - 1, dueAt: noon + 9 })],
    });
    equal(namesOf(await claimAll(store, noon - 2)), [], 'claimed before anything is due');
    equal(namesOf(await claimAll(store)), ['before', 'now'], 'claimed at noon');
    equal(namesOf(await claimAll(store)), [], 'claimed at noon once more');
  },

  'jobs of one instant are claimed in the order of their insertion': async ({ store }) => {
    await write(store, { insert: [aJob('d'), aJob('b')] });
    await write(store, { insert: [aJob('c', { subject: 'A-0' })] }, { ...booking, subject: 'A-0' });
    await write(store, { insert: [aJob('a')] });
    equal(namesOf(await claimAll(store)), ['d', 'b', 'c', 'a'], 'the order of claiming');
  },

  'a claim marks the job as in flight, with one more attempt and a lease': async ({ store }) => {
    await write(store, { insert: [aJob('one')] });
    const [claimed] = await store.claim({ now: noon, limit: 1, leaseMs: minute });
    check(claimed !== undefined, 'the job can be claimed');
    const { ticket } = claimed;
    check(['string', 'number'].includes(typeof ticket), `expected the ticket to be a text or a number, found ${typeof ticket}`);
    const expected = { ...aJob('one'), status: 'in-flight', attempts: 1, leaseUntil: noon + minute, reclaimed: false, ticket };
    equal(claimed, expected, 'the claimed job');
    const { status, attempts, leaseUntil } = await jobNamed(store, 'one');
    equal(
      { status, attempts, leaseUntil },
      { status: 'in-flight', attempts: 1, leaseUntil: noon + minute },
      'the job in history',
    );
  },

  'a claim takes no more than its limit, and the rest stays': async ({ store }) => {
    await write(store, { insert: ['a', 'b', 'c'].map((name) => aJob(name)) });
    equal(namesOf(await store.claim({ now: noon, limit: 0, leaseMs: minute })), [], 'claimed with limit 0');
    equal(namesOf(await store.claim({ now: noon, limit: 2, leaseMs: minute })), ['a', 'b'], 'claimed with limit 2');
    equal(namesOf(await store.claim({ now: noon, limit: 2, leaseMs: minute })), ['c'], 'claimed after that');
  },

  'no two workers get the same job': async ({ store }) => {
    const names = Array.from({ length: 60 }, (_, at) => `job ${at}`);
    await write(store, { insert: names.map((name) => aJob(name)) });
    const workers = Array.from({ length: 10 }, () => store.claim({ now: noon, limit: 7, leaseMs: minute }));
    const claimed = (await Promise.all(workers)).flatMap(namesOf);
    equal(new Set(claimed).size, claimed.length, 'different jobs among those that ten workers claimed');
    const rest = namesOf(await claimAll(store));
    equal([...claimed, ...rest].sort(), [...names].sort(), 'the jobs that were claimed in the end');
  },

  'a lease that has run out can be claimed again, in its old place': async ({ store }) => {
    await write(store, { insert: [aJob('one'), aJob('two', { runAt: noon + 1 })] });
    await store.claim({ now: noon, limit: 1, leaseMs: minute });
    equal(namesOf(await store.claim({ now: noon + minute - 1, limit: 0, leaseMs: minute })), [], 'claimed with no room');
    const again = await store.claim({ now: noon + minute, limit: 2, leaseMs: minute });
    const found = again.map(({ occurrence, attempts, leaseUntil, reclaimed }) => [occurrence, attempts, leaseUntil, reclaimed]);
    const until = noon + 2 * minute;
    equal(
      found,
      [
        ['one', 2, until, true],
        ['two', 1, until, false],
      ],
      'what is claimed when the lease of the first ends',
    );
  },

  'a lease that has not run out holds': async ({ store }) => {
    await write(store, { insert: [aJob('one')] });
    await claimAll(store);
    equal(namesOf(await claimAll(store, noon + minute - 1)), [], 'claimed just before the lease ends');
  },

  'nextRunAt is the earliest instant at which something can be claimed': async ({ store }) => {
    await write(store, { insert: [aJob('two', { runAt: noon + 5 * minute }), aJob('one')] });
    equal(await store.nextRunAt(), noon, 'nextRunAt with two scheduled');
    const [first] = await claimAll(store);
    equal(await store.nextRunAt(), noon + minute, 'nextRunAt with a lease that ends before the next is due');
    equal(await store.nextRunAt(), noon + minute, 'nextRunAt when asked again');
    check(first !== undefined, 'the first job can be claimed');
    await store.settle([{ ...leaseOf(first), at: noon, status: 'sent' }]);
    equal(await store.nextRunAt(), noon + 5 * minute, 'nextRunAt when the first is sent');
    await claimAll(store, noon + 5 * minute);
    equal(await store.nextRunAt(), noon + 6 * minute, 'nextRunAt with nothing but a lease');
  },

  'a clock that goes back takes nothing out of turn': async ({ store }) => {
    await write(store, { insert: [aJob('one'), aJob('two', { runAt: noon + 5 * minute })] });
    await claimAll(store, noon + minute);
    equal(namesOf(await claimAll(store, noon - 60 * minute)), [], 'claimed an hour earlier');
    equal(await store.nextRunAt(), noon + 2 * minute, 'nextRunAt');
    await claimAll(store, noon + 2 * minute);
    equal(
      namesOf(await claimAll(store, noon + 2 * minute - 1)),
      [],
      'claimed after the clock went back behind a lease that was taken over',
    );
  },

  'ten thousand due jobs are claimed in order': async ({ store }) => {
    const jobs = Array.from({ length: 10_000 }, (_, at) => aJob(`${at}`, { runAt: noon - ((at * 7919) % 5000) }));
    await write(store, { insert: jobs });
    const claimed: string[] = [];
    for (let some = ['']; some.length > 0; claimed.push(...some)) {
      some = namesOf(await store.claim({ now: noon, limit: 999, leaseMs: minute }));
    }
    const order = [...jobs].sort((one, other) => one.runAt - other.runAt);
    check(claimed.length === jobs.length, `expected 10000 jobs to be claimed, found ${claimed.length}`);
    const wrong = claimed.findIndex((name, at) => name !== order[at]?.occurrence);
    check(wrong < 0, `job ${claimed[wrong]} is claimed in place ${wrong}, where job ${order[wrong]?.occurrence} belongs`);
  },

  'messages that were sent and count are counted by recipient, channel and instant': async ({ store }) => {
    const each = ['sent', 'sent', 'sent', 'failed', 'unknown'] as const;
    const jobs = each.map((status, at) => aJob(`${at} ${status}`, { runAt: noon + at, channels: ['sms', 'email'] }));
    const others = [aJob('scheduled', { runAt: noon + minute }), aJob('of bo', { recipient: 'bo@example.com' }), aJob('by sms')];
    await write(store, { insert: [...jobs, ...others] });
    const claimed = await claimAll(store, noon + 10);
    await store.settle(
      claimed.map((job) => {
        const { occurrence, runAt } = job;
        const status = each[Number(occurrence[0])] ?? 'sent';
        return { ...leaseOf(job), status, at: runAt, channel: occurrence === 'by sms' ? 'sms' : 'email', counts: true };
      }),
    );
    const count = (channel: string, since: number, recipient = 'ann@example.com') =>
      store.countSent({ recipient, channel, since });
    equal(await count('email', noon), 3, 'e-mails to Ann since noon');
    equal(await count('email', noon + 1), 2, 'e-mails to Ann since the very instant of the second');
    equal(await count('email', noon + 3), 0, 'e-mails to Ann since the last');
    equal(await count('sms', 0), 1, 'text messages to Ann, the first choice of jobs that went by e-mail not counted');
    equal(await count('email', 0, 'bo@example.com'), 1, 'e-mails to Bo');
    equal(await count('email', 0, 'cy@example.com'), 0, 'e-mails to Cy');
  },

  'a watcher is told of earlier work, until it stops watching': async ({ store }) => {
    if (store.watch === undefined) return;
    await write(store, { insert: [aJob('one', { runAt: noon + minute })] });
    let calls = 0;
    const stop = store.watch(() => {
      calls += 1;
    });
    const told = new Promise<void>((resolve) => {
      store.watch?.(resolve);
    });
    await store.change(booking, undefined, (session) => session.write(aWrite({ insert: [aJob('two')] })));
    await told;
    equal(calls, 1, 'how often the watcher was called');
    stop();
    const toldAgain = new Promise<void>((resolve) => {
      store.watch?.(resolve);
    });
    await store.change(booking, undefined, (session) => session.write(aWrite({ insert: [aJob('three', { runAt: noon - 1 })] })));
    await toldAgain;
    equal(calls, 1, 'how often the watcher was called, in all, after it stopped');
  },
};
