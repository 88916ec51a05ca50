/**
 * What a person decides about a job that was given up: try it again, or set it aside.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import type { StoredJob } from '../../core/job.js';
import type { StoredSubject, SubjectSession } from '../../ports/store.js';
import type { OperationsContext } from './context.js';
import { type JobRef, jobNamed } from './names.js';
import type { ByHand, JobName } from './operations.js';

/** Tries a job again that was given up. */
export async function retry<Tx>(context: OperationsContext<Tx>, job: JobName, options?: ByHand<Tx>): Promise<void> {
  const { parts, plan } = context;
  const ref = jobNamed(parts, 'retry()', job);
  const at = await revise(context, 'retry()', ref, 'scheduled', options);
  await plan({ wake: [{ key: ref.key, at: new Date(at) }], forget: [] }, options?.tx);
}

/** Sets a job aside that was given up. */
export async function discard<Tx>(context: OperationsContext<Tx>, job: JobName, options?: ByHand<Tx>): Promise<void> {
  await revise(context, 'discard()', jobNamed(context.parts, 'discard()', job), 'discarded', options);
}

async function revise<Tx>(
  { parts }: OperationsContext<Tx>,
  call: string,
  ref: JobRef,
  status: 'scheduled' | 'discarded',
  { note, tx }: ByHand<Tx> = {},
): Promise<number> {
  const at = parts.clock.now().getTime();
  await parts.store.change(ref, tx, async (session) => {
    const job = await storedUnder(call, session, ref);
    if (job.status !== 'failed')
      throw new OrderbellError(
        'wrong-status',
        `${call}: job '${job.key}' is '${job.status}'. Expected one that was given up (failed); resend() sends a message again that was sent.`,
      );
    // What is left of somebody who was forgotten can be set aside, and there is nobody left to send it to.
    if (status === 'scheduled') assertRemembered(call, job);
    const subject = session.stored ?? nothing;
    const revision = { key: job.key, status, at, note };
    await session.write({ at, subject, answer: undefined, insert: [], move: [], withdraw: [], revise: [revision] });
  });
  return at;
}

/** A job of the subject. Throws `unknown-job`. */
export async function storedUnder(call: string, session: SubjectSession, { key, ...ref }: JobRef): Promise<StoredJob> {
  const job = (await session.jobs([key])).find((one) => one.key === key);
  if (job !== undefined) return job;
  const where = `${ref.lifecycle} '${ref.subject}'`;
  throw new OrderbellError('unknown-job', `${call}: ${where} has no job '${key}'. history() lists those that it has.`);
}

/** Throws `unknown-subject` where the job no longer knows who was to be told. */
export function assertRemembered(call: string, { lifecycle, subject, recipient, signal }: StoredJob): void {
  if (recipient !== undefined || signal !== undefined) return;
  const who = `${lifecycle} '${subject}' was forgotten, and with it who was to be told`;
  throw new OrderbellError('unknown-subject', `${call}: ${who}. Send it anew with send(), or discard() what was given up.`);
}

/** What is remembered of a subject of which nothing is. */
export const nothing: StoredSubject = {
  revision: 0,
  snapshot: undefined,
  fields: {},
  visited: [],
  silent: false,
  created: false,
  pinned: false,
};
