import type { SqliteDatabase, SqliteStore } from '../../../src/adapters/sqlite/index.js';
import type { ClaimedJob, StoredJob } from '../../../src/ports/store.js';
import { aJob, aSubject, aWrite, booking, noon } from '../../../src/testing/store-cases/samples.js';

export { aJob, booking, noon };

/** Writes jobs of the subject, in a change of its own or within a transaction. */
export async function plan(
  store: SqliteStore,
  names: readonly string[],
  { tx, revision = 1 }: { readonly tx?: SqliteDatabase; readonly revision?: number } = {},
): Promise<void> {
  const insert = names.map((name) => aJob(name));
  await store.change(booking, tx, (session) => session.write(aWrite({ subject: aSubject({ revision }), insert })));
}

export async function claimed(store: SqliteStore, now: number = noon): Promise<readonly ClaimedJob[]> {
  return store.claim({ now, limit: 100, leaseMs: 60_000 });
}

export async function sent(store: SqliteStore, jobs: readonly ClaimedJob[]): Promise<readonly string[]> {
  return store.settle(
    jobs.map(({ key, ticket, leaseUntil }) => ({ key, ticket, leaseUntil, at: noon, status: 'sent' as const, channel: 'email' })),
  );
}

export function namesOf(jobs: readonly StoredJob[]): string[] {
  return jobs.map(({ occurrence }) => occurrence);
}

/** Lets everything that can go on do so, timers of a few milliseconds included. */
export async function aMoment(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 30));
}

/** Whether a promise has come to an end, right now. */
export async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}
