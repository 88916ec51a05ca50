/**
 * What a million scheduled jobs cost the memory store: bytes for each, and the time of asking when nothing is due.
 * @module
 */
import { type MemoryStore, memory } from '../src/adapters/memory/index.js';
import { jobKey } from '../src/core/job.js';
import type { StoredJob } from '../src/ports/store.js';
import { atMost, collectGarbage, median, type Row } from './row.js';

const million = 1_000_000;
const start = Date.UTC(2026, 2, 1);

/** Fills one store with a thousand jobs and one with a million, and asks both in turn, so that both meet the same machine. */
export async function run(): Promise<Row[]> {
  const small = memory();
  await fill(small, 1000);
  const before = heapUsed();
  const large = memory();
  await fill(large, million);
  const bytes = (heapUsed() - before) / million;
  const claim = await times(small, large, (store) => store.claim({ now: start - 1, limit: 100, leaseMs: 1000 }));
  const next = await times(small, large, (store) => store.nextRunAt());
  return [
    {
      name: 'each of a million scheduled jobs, all included',
      unit: 'bytes',
      ours: bytes,
      target: 'at most 600',
      met: bytes <= 600,
    },
    atMost(1.2, { name: 'claim with nothing due: a million jobs beside a thousand', unit: 'ns', ...claim }),
    atMost(1.2, { name: 'nextRunAt: a million jobs beside a thousand', unit: 'ns', ...next }),
  ];
}

/** Bookings with two reminders and two pre-visit notes each, as the plan of the waca-booking table writes them. */
async function fill(store: MemoryStore, count: number): Promise<void> {
  for (let number = 0; number * 4 < count; number++) {
    // Through JSON, as data of a request are: equal texts of two bookings are not the same in memory.
    const booking: { no: string; email: string; name: string; session: string } = JSON.parse(
      `{"no":"B-${100_000 + number}","email":"ann${number}@example.com","name":"Ann Lee ${number}","session":"S-1"}`,
    );
    const day = new Date(start + (number % 90) * 86_400_000).toISOString().slice(0, 10);
    const jobs = ['payment-reminder', 'pre-visit'].flatMap((rule) =>
      ['email', 'sms'].map((channel) => {
        const item = rule === 'pre-visit' ? booking.session : undefined;
        return aJob(
          booking.no,
          rule,
          item,
          booking.email,
          booking.name,
          channel,
          day,
          start + ((number * 7919) % 90) * 86_400_000,
        );
      }),
    );
    const subject = { revision: 1, snapshot: undefined, fields: {}, visited: [], silent: false, created: true, pinned: false };
    await store.change({ lifecycle: 'booking', subject: booking.no }, undefined, (session) =>
      session.write({ at: start, subject, answer: undefined, insert: jobs, move: [], withdraw: [], revise: [] }),
    );
  }
}

export function aJob(
  subject: string,
  rule: string,
  item: string | undefined,
  recipient: string,
  recipientName: string,
  channel: string,
  day: string,
  dueAt: number,
): StoredJob {
  return {
    key: jobKey('booking', subject, rule, item, recipient, [channel], day),
    lifecycle: 'booking',
    subject,
    rule,
    item,
    recipient,
    recipientName,
    role: item === undefined ? 'booker' : 'participant',
    channels: [channel],
    signal: undefined,
    occurrence: day,
    dueAt,
    runAt: dueAt,
    zone: 'Asia/Taipei',
    wallTime: `${day}T10:00`,
    payload: undefined,
    direct: undefined,
    site: undefined,
    version: '1f0c2d7a',
    pinned: undefined,
    status: 'scheduled',
    attempts: 0,
    leaseUntil: undefined,
    code: undefined,
    why: undefined,
    plannedAt: start,
    settledAt: undefined,
    channel: undefined,
    transport: undefined,
    providerId: undefined,
    parkedBy: undefined,
    note: undefined,
    content: undefined,
    receipt: undefined,
  };
}

/** The median times of one call on the large store (ours) and on the small one (theirs), in nanoseconds. */
async function times(
  small: MemoryStore,
  large: MemoryStore,
  ask: (store: MemoryStore) => Promise<unknown>,
): Promise<{ readonly ours: number; readonly theirs: number }> {
  const passes: Record<'small' | 'large', number[]> = { small: [], large: [] };
  for (let pass = 0; pass < 60; pass++) {
    passes.small.push(await nanoseconds(() => ask(small)));
    passes.large.push(await nanoseconds(() => ask(large)));
  }
  return { ours: median(passes.large), theirs: median(passes.small) };
}

async function nanoseconds(call: () => Promise<unknown>): Promise<number> {
  const calls = 2000;
  const begin = performance.now();
  for (let i = 0; i < calls; i++) await call();
  return ((performance.now() - begin) * 1e6) / calls;
}

/** Needs `node --expose-gc`: what is not collected yet would be counted, too. */
function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
