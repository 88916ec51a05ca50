/** What the compiler promises about operating a notifier. Checked by `tsc`. */
import { expectTypeOf } from 'vitest';
import type { JobRecord } from '../../src/core/job.js';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import type { Notifier } from '../../src/runtime/notifier.js';
import { booking, bookingRules, bookingSchema } from '../builders/booking.js';

declare const notifier: Notifier<{ readonly begun: true }>;
declare const job: JobRecord;

const page = await notifier.pending({ lifecycle: booking, rule: 'pre-visit', from: new Date(), until: new Date(), limit: 10 });
expectTypeOf(page.jobs).toEqualTypeOf<readonly JobRecord[]>();
expectTypeOf(await notifier.resend(job, 'lost', { tx: { begun: true } })).toEqualTypeOf<JobRecord>();
expectTypeOf(await notifier.forget(booking, 'B-1')).toEqualTypeOf<boolean>();
void notifier.retry(job, { note: 'mended', tx: { begun: true } });
void notifier.discard(job.key);
void notifier.history(booking, 'B-1', { limit: 10, after: job.key });
for (const paused of await notifier.pauses()) void notifier.resume(paused);

for (const result of (await notifier.receipt('twilio', new Request('https://shop.example.com'))).results) {
  if (result.outcome === 'refused') expectTypeOf(result.why).toEqualTypeOf<string>();
  else if (result.outcome === 'unknown') expectTypeOf(result).not.toHaveProperty('job');
  else expectTypeOf(result.job).toEqualTypeOf<JobRecord>();
}
notifier.on('receipt', (event) => {
  if (event.outcome !== 'refused') expectTypeOf(event.job).toEqualTypeOf<JobRecord | undefined>();
});

// @ts-expect-error an instant is a Date: a text would be read in the zone of whoever reads it
void notifier.pending({ from: '2026-03-01' });
// @ts-expect-error a message that was sent is no dead letter
void notifier.deadLetters({ status: 'sent' });
// @ts-expect-error whoever sends a message again says why
void notifier.resend(job);
// @ts-expect-error another database's transaction
void notifier.retry(job, { tx: { open: true } });
// @ts-expect-error one thing at a time
void notifier.pause({ channel: 'sms', site: 'hill' });
// @ts-expect-error a lifecycle alone is not held back: name the rule
void notifier.pause({ lifecycle: booking });
// @ts-expect-error a lifecycle, so that a misspelt name does not compile
void notifier.forget('booking', 'B-1');
// @ts-expect-error how old is old?
void notifier.prune({ history: 'delete' });
// @ts-expect-error kept or deleted
void notifier.prune({ olderThan: new Date(), history: 'forget' });

booking.rules({
  ...bookingRules.rows,
  'order-placed': { on: 'order.processing', to: 'booker', by: ['email'], inflight: 're-plan' },
});
// @ts-expect-error no such policy
booking.rules({ a: { on: 'order.failed', to: 'booker', by: ['email'], inflight: 'replan' } });

const parts = { schema: bookingSchema, key: (b: { no: string }) => b.no, timeZone: 'UTC', machines: {}, states: {} } as const;
defineLifecycle('booking', { ...parts, site: (b) => b.zone });
defineLifecycle('booking', { ...parts, site: () => undefined });
// @ts-expect-error a site is a name
defineLifecycle('booking', { ...parts, site: () => 7 });
// @ts-expect-error the subject has no such field
defineLifecycle('booking', { ...parts, site: (b) => b.branch });
