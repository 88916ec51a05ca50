/**
 * What a store promises of what hosts put into jobs.
 * @module
 */
import type { StoredJob } from '../../ports/store.js';
import { equal } from '../check.js';
import { aJob, booking, claimAll, leaseOf, minute, noon, type StoreCase, write } from './samples.js';

/** By name. */
export const valueCases: Readonly<Record<string, StoreCase>> = {
  'Dates are read back as Dates, wherever they stand in what the host handed in': async ({ store }) => {
    const when = new Date(noon + 0.25 * minute);
    const payload = { when, deep: [{ when, text: when.toISOString() }, [when]], tag: { $date: when.toISOString() } };
    // The contact of a message may carry more than its type names.
    const contact = { name: 'Bo', since: when };
    await write(store, {
      insert: [
        aJob('deep', { payload, direct: { template: 'hello', contact } }),
        aJob('bare', { payload: when }),
        aJob('text', { payload: when.toISOString() }),
      ],
    });
    const read = (jobs: readonly StoredJob[]) => jobs.map((job) => [job.payload, job.direct]);
    const expected = [
      [payload, { template: 'hello', contact }],
      [when, undefined],
      [when.toISOString(), undefined],
    ];
    equal(read(await store.history(booking)), expected, 'payload and direct message in history');
    equal(read(await claimAll(store)), expected, 'payload and direct message of the claimed jobs');
  },

  'what was sent is kept with the job': async ({ store }) => {
    const text = `安 "Ann" 🎂 \n${'x'.repeat(50_000)}`;
    const email = { address: 'ann@example.com', locale: 'zh-TW', text, subjectLine: '提醒', html: '<p>Hello</p>' };
    const sms = { address: '+886912345678', locale: 'en', text: 'Hello', subjectLine: undefined, html: undefined };
    await write(store, { insert: [aJob('email'), aJob('sms')] });
    const claimed = await claimAll(store);
    await store.settle(
      claimed.map((job) => ({ ...leaseOf(job), at: noon, status: 'sent', content: job.occurrence === 'sms' ? sms : email })),
    );
    equal(
      (await store.history(booking)).map((job) => job.content),
      [email, sms],
      'content of the jobs',
    );
  },
};
