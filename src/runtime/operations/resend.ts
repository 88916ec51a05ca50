/**
 * Sending a message once more, because somebody asks for it.
 * @module
 */

import type { CompiledRule } from '../../core/compile-rule.js';
import { identityOf } from '../../core/contact.js';
import { OrderbellError, unknownName } from '../../core/errors.js';
import { type DirectMessage, type JobRecord, jobKey, recordOf, type StoredJob, storedJob } from '../../core/job.js';
import { ruleFor } from '../../core/pinned.js';
import type { CompiledTable } from '../../core/table.js';
import type { Templates } from '../../templates/engine.js';
import { tableFor } from '../subjects.js';
import type { OperationsContext } from './context.js';
import { jobNamed } from './names.js';
import type { ByHand, JobName } from './operations.js';
import { assertRemembered, nothing, storedUnder } from './revision.js';

const again: ReadonlySet<StoredJob['status']> = new Set(['sent', 'failed', 'unknown']);

/**
 * Makes a new job of one that was delivered, or that nobody knows of whether it was. The new one asks for its text itself, as those
 * of `send()` do: no rule decides again whether it is sent. Its occurrence is that of the old one and the number of the change.
 */
export async function resend<Tx>(
  { parts, plan }: OperationsContext<Tx>,
  job: JobName,
  note: string,
  { tx }: Pick<ByHand<Tx>, 'tx'> = {},
): Promise<JobRecord> {
  const call = 'resend()';
  const ref = jobNamed(parts, call, job);
  const table = tableFor(parts, ref.lifecycle);
  const now = parts.clock.now().getTime();
  const { result: inserted } = await parts.store.change(ref, tx, async (session) => {
    const earlier = await storedUnder(call, session, ref);
    assertRemembered(call, earlier);
    const subject = session.stored ?? nothing;
    const direct = messageOf(table, earlier, parts.templates.get(ref.lifecycle));
    const revision = subject.revision + 1;
    const insert = { ...storedJob(repeated(table, earlier, direct, revision, now), now, undefined, undefined), note };
    const rest = { answer: undefined, move: [], withdraw: [], revise: [] };
    await session.write({ at: now, subject: { ...subject, revision }, insert: [insert], ...rest });
    return insert;
  });
  await plan({ wake: [{ key: inserted.key, at: new Date(now) }], forget: [] }, tx);
  return recordOf(inserted);
}

function repeated(table: CompiledTable, job: StoredJob, direct: DirectMessage, revision: number, now: number): StoredJob {
  const { lifecycle, subject, rule, item, recipient, channels, pinned } = job;
  const occurrence = `${job.occurrence.replace(/\.r\d+$/, '')}.r${revision}`;
  const key = jobKey(lifecycle, subject, rule, item, recipient, channels, occurrence);
  return { ...job, key, occurrence, direct, runAt: now, version: pinned === undefined ? table.version : job.version };
}

/** What is to be sent, as the host would ask for it. Throws where it cannot be sent again. */
function messageOf(table: CompiledTable, job: StoredJob, templates: Templates | undefined): DirectMessage {
  if (!again.has(job.status) || job.signal !== undefined) {
    const what = job.signal === undefined ? `is '${job.status}'` : `raised the signal '${job.signal}'`;
    throw new OrderbellError(
      'wrong-status',
      `resend(): job '${job.key}' ${what}. Expected a message that is sent, failed or unknown.`,
    );
  }
  const rule = ruleFor(table, job);
  const direct = job.direct ?? asAskedFor(table, job, rule);
  if (job.payload !== undefined || job.status === 'failed' || (job.direct === undefined && rule?.due !== undefined))
    return direct;
  if (!job.channels.some((channel) => templates?.reads?.(direct.template, channel, 'payload') !== false)) return direct;
  throw new OrderbellError(
    'payload-forgotten',
    `resend(): the text '${direct.template}' reads 'payload', and what '${job.key}' carried was forgotten when it was sent. Send it anew: send(lifecycle, key, { rule: '${job.rule}', payload: { ... } }).`,
  );
}

function asAskedFor(table: CompiledTable, job: StoredJob, rule: CompiledRule | undefined): DirectMessage {
  if (rule === undefined)
    throw new OrderbellError(
      'unknown-rule',
      `resend(): ${unknownName('rule', job.rule, [...table.byName.keys()])} It planned the message and was removed; send() takes any template.`,
    );
  // Who is told without a role stands in the row itself, whatever the subject.
  const fixed = rule.to
    .filter(({ role }) => role === undefined)
    .flatMap(({ find }) => find({ subject: undefined, item: undefined, payload: undefined }) ?? []);
  const contact = job.role === undefined ? fixed.find((one) => identityOf(one) === job.recipient) : undefined;
  return { template: rule.template, contact };
}
