import { OrderbellError } from 'orderbell';
import type { MysqlStore, MysqlTransaction } from 'orderbell/mysql';
import { expect } from 'vitest';
import type { StoredJob, SubjectRef } from '../../../src/ports/store.js';
import { aJob, aSubject, aWrite } from '../../../src/testing/store-cases/samples.js';

export const ref = (subject: string): SubjectRef => ({ lifecycle: 'booking', subject });

/** Adds one to the revision of a subject, and a job. */
export async function changed(
  store: MysqlStore,
  subject: string,
  tx?: MysqlTransaction,
  given: Partial<StoredJob> = {},
): Promise<number> {
  const { result } = await store.change(ref(subject), tx, async (session) => {
    const revision = (session.stored?.revision ?? 0) + 1;
    const open = await session.jobs([]);
    await session.write(aWrite({ subject: aSubject({ revision }), insert: [aJob(`${revision}`, { subject, ...given })] }));
    return open.length;
  });
  return result;
}

/** What a promise is rejected with, which has to be of orderbell. */
export async function failureOf(promise: Promise<unknown>): Promise<OrderbellError> {
  const error: unknown = await promise.then(
    () => new Error('it resolved'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(OrderbellError);
  // Just seen.
  return error as OrderbellError;
}
