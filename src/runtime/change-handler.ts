/**
 * Handling a change with its memory: plan, reconcile and write, while nobody else can change the subject.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import { fingerprint } from '../core/fingerprint.js';
import { type ChangeRequest, type Handled, handle, type ParsedSubject, readSubject } from '../core/handle.js';
import { recordOf, type StoredJob, storedJob } from '../core/job.js';
import { type PinnedTable, pinnedTable } from '../core/pinned.js';
import type { Decision } from '../core/plan.js';
import { type Reconciliation, reconcile } from '../core/reconcile.js';
import { decodeSnapshot, encodeSnapshot } from '../core/snapshot.js';
import type { Refusal } from '../core/step.js';
import type { CompiledTable } from '../core/table.js';
import type { WakingPlan } from '../ports/scheduler.js';
import type { StoredSubject, SubjectRef, SubjectSession } from '../ports/store.js';
import type { Emit, JobEvent } from './events.js';
import type { Parts } from './setup.js';
import { freshSubject, siteRead, tableFor, unknownSubject } from './subjects.js';
import type { Plan } from './waking.js';

/** Decides on messages that the host asks for itself; gets the change's id and the time in epoch milliseconds. */
export type DirectPlan = (handled: Handled, change: string, now: number) => readonly Decision[];

/** A change with everything that goes with the call. */
export interface ChangeCall<Tx> {
  readonly lifecycle: string;
  readonly request: ChangeRequest;
  /** Messages that the host asks for in the same step, beside the rules' decisions. */
  readonly direct?: DirectPlan | undefined;
  readonly tx?: Tx | undefined;
  readonly key?: string | undefined;
  readonly actor?: string | undefined;
}

/** What the host is answered: the change as it was understood. */
export interface ChangeAnswer {
  readonly ok: true;
  readonly subject: unknown;
  readonly states: Readonly<Record<string, string>>;
  readonly entered: readonly string[];
  readonly left: readonly string[];
  readonly ignored: readonly string[];
  readonly decisions: readonly Decision[];
}

/** How many jobs a change has added, moved and withdrawn. */
export interface JobChanges {
  readonly planned: number;
  readonly moved: number;
  readonly withdrawn: number;
}

/** A change that was handled: the host's answer, and what has become of the jobs. */
export interface Changed {
  readonly answer: ChangeAnswer | Refusal;
  readonly jobs: JobChanges;
  /** Keys of the jobs that it has planned. */
  readonly planned: readonly string[];
}

/** What a change is to write: the host's answer, and the jobs as they are to become. */
interface Decided {
  readonly answer: ChangeAnswer | Refusal;
  readonly changes: Reconciliation;
  readonly now: number;
}

/** What a change wrote, for those who have to be told of it. */
interface Written extends Changed {
  readonly events: readonly { readonly name: 'skipped' | 'withdrawn'; readonly event: JobEvent }[];
  readonly waking: WakingPlan;
}

/** Handles changes; one for each notifier. */
export interface ChangeHandler<Tx> {
  change(call: ChangeCall<Tx>): Promise<Changed>;
}

/** Makes the handler of a notifier's changes. `plan` is told of the jobs that a change has added, moved and withdrawn. */
export function createChangeHandler<Tx>(parts: Parts<Tx>, emit: Emit, plan: Plan<Tx>): ChangeHandler<Tx> {
  return {
    async change(call) {
      const table = tableFor(parts, call.lifecycle);
      const { subject } = call.request;
      const given = typeof subject === 'string' ? undefined : readSubject(table.model, subject);
      const ref: SubjectRef = { lifecycle: call.lifecycle, subject: given?.key ?? String(subject) };
      const { result, missed } = await parts.store.change(ref, call.tx, (session) =>
        changeHeld(parts, table, ref, given, session, call),
      );
      const written = told(result, new Set(missed));
      await plan(written.waking, call.tx);
      for (const { name, event } of written.events) emit(name, event);
      if (!written.answer.ok) {
        const { code, message } = written.answer;
        emit('refused', { at: parts.clock.now(), lifecycle: ref.lifecycle, subject: ref.subject, code, why: message });
      }
      return written;
    },
  };
}

async function changeHeld<Tx>(
  parts: Parts<Tx>,
  present: CompiledTable,
  ref: SubjectRef,
  given: ParsedSubject | undefined,
  session: SubjectSession,
  call: ChangeCall<Tx>,
): Promise<Decided> {
  const earlier = call.key === undefined ? undefined : await session.answer(call.key);
  // Only answers of this function are stored under idempotency keys.
  if (earlier !== undefined) return answered(decodeSnapshot(earlier) as ChangeAnswer);
  const current = given ?? (await freshSubject(parts, ref, session.stored, call.tx));
  if (current === undefined) throw unknownSubject(parts, ref);
  await siteRead(parts, present.model, current);
  const { table, untouched } = await tableHeld(present, session);
  const request = parsedRequest(table, ref, call.request, current);
  const now = parts.clock.now().getTime();
  const handled = handle(table, ref.subject, request, session.stored, { actor: call.actor, now });
  if (!handled.ok) return answered(handled);
  const decisions = [...handled.decisions, ...(call.direct?.(handled, `m${handled.memory.revision}`, now) ?? [])];
  const keys = decisions.flatMap(({ job }) => (job === undefined ? [] : [job.key]));
  const stored = (await session.jobs(keys)).filter(({ rule }) => !untouched.has(rule));
  const changes = reconcile(table, handled.situation, decisions, stored, now);
  const answer = answerOf(handled, decisions);
  const decided = { answer, changes, now };
  const subject = remembered(parts, ref, handled, untouched.size > 0 || hasPinned(changes, stored));
  // A worker that judges a job just now by other data has to notice that it was looked at.
  const isQuiet = !stored.some(({ status }) => status === 'in-flight');
  if (request.kind === 'refresh' && call.key === undefined && isQuiet && changesNothing(changes, session.stored, subject))
    return decided;
  await session.write({
    at: now,
    subject,
    answer: call.key === undefined ? undefined : { key: call.key, value: encodeSnapshot(answer) },
    insert: changes.insert.map(({ job, skipped, skippedBefore }) => storedJob(job, now, skipped, skippedBefore)),
    move: changes.move.map(({ key, dueAt, runAt, wallTime, zone, version, pinned }) => ({
      key,
      dueAt,
      runAt,
      wallTime,
      zone,
      version,
      pinned,
    })),
    withdraw: changes.withdraw.map(({ job, code, why }) => ({ key: job.key, code, why, at: now })),
    revise: [],
  });
  return decided;
}

function answered(answer: ChangeAnswer | Refusal): Decided {
  return { answer, changes: { insert: [], move: [], withdraw: [] }, now: 0 };
}

/**
 * What there is to tell of a change: what it did, and nothing of the jobs that it missed. A worker has claimed them since they were
 * read; it checks again whether they are wanted, and tells itself what becomes of them.
 */
function told({ answer, changes, now }: Decided, missed: ReadonlySet<string>): Written {
  const done: Reconciliation = {
    insert: changes.insert,
    move: changes.move.filter(({ key }) => !missed.has(key)),
    withdraw: changes.withdraw.filter(({ job }) => !missed.has(job.key)),
  };
  const planned = done.insert.flatMap(({ job, skipped }) => (skipped === undefined ? [job.key] : []));
  return { answer, jobs: countsOf(done), planned, events: eventsOf(done, now), waking: wakingOf(done) };
}

/** The table as it holds for the subject, with the rows that its open jobs are pinned to. */
async function tableHeld(table: CompiledTable, session: SubjectSession): Promise<PinnedTable> {
  return pinnedTable(table, session.stored?.pinned === true ? await session.jobs([]) : []);
}

/** Whether the subject has open jobs that are pinned to their row, now that these changes are made. */
function hasPinned({ insert, withdraw }: Reconciliation, stored: readonly StoredJob[]): boolean {
  if (insert.some(({ job, skipped }) => job.pinned !== undefined && skipped === undefined)) return true;
  const gone = new Set(withdraw.map(({ job }) => job.key));
  const isOpen = ({ status }: StoredJob) => status === 'scheduled' || status === 'in-flight';
  return stored.some((job) => job.pinned !== undefined && isOpen(job) && !gone.has(job.key));
}

/**
 * Whether a subject that was only looked at is as it was: then nothing is written. A subject that has not changed is not to look as
 * if it had, when everything older than a day is removed, or everything that has changed since is planned again.
 */
function changesNothing(
  { insert, move, withdraw }: Reconciliation,
  before: StoredSubject | undefined,
  after: StoredSubject,
): boolean {
  if (before === undefined || insert.length + move.length + withdraw.length > 0) return false;
  return fingerprint({ ...before, revision: 0 }) === fingerprint({ ...after, revision: 0 });
}

function countsOf({ insert, move, withdraw }: Reconciliation): JobChanges {
  const planned = insert.filter(({ skipped }) => skipped === undefined).length;
  return { planned, moved: move.length, withdrawn: withdraw.length };
}

function wakingOf({ insert, move, withdraw }: Reconciliation): WakingPlan {
  const added = insert.filter(({ skipped }) => skipped === undefined).map(({ job }) => job);
  return {
    wake: [...added, ...move].map(({ key, runAt }) => ({ key, at: new Date(runAt) })),
    forget: withdraw.map(({ job }) => job.key),
  };
}

/** The request with parsed data. */
function parsedRequest(table: CompiledTable, ref: SubjectRef, request: ChangeRequest, { subject }: ParsedSubject): ChangeRequest {
  if (!('before' in request) || request.before === undefined) return { ...request, subject };
  const before = readSubject(table.model, request.before);
  if (before.key === ref.subject) return { ...request, subject, before: before.subject };
  throw new OrderbellError(
    'invalid-argument',
    `handleTransition: 'before' is ${ref.lifecycle} '${before.key}' and 'after' is '${ref.subject}'. Expected the same subject twice.`,
  );
}

function answerOf(handled: Handled, decisions: readonly Decision[]): ChangeAnswer {
  const { subject, situation, step, entered, left } = handled;
  return {
    ok: true,
    subject,
    states: situation.states,
    entered,
    left,
    ignored: step.ignored,
    decisions: decisions.map(withoutPayload),
  };
}

/** Answers are kept under their idempotency key, and payloads may hold what is not to be kept. */
function withoutPayload(decision: Decision): Decision {
  return decision.job?.payload === undefined ? decision : { ...decision, job: { ...decision.job, payload: undefined } };
}

function remembered<Tx>(parts: Parts<Tx>, ref: SubjectRef, { memory, subject }: Handled, pinned: boolean): StoredSubject {
  return { ...memory, pinned, snapshot: parts.loaders.has(ref.lifecycle) ? undefined : encodeSnapshot(subject) };
}

function eventsOf(changes: Reconciliation, now: number): Written['events'] {
  const at = new Date(now);
  const event = (job: StoredJob, code: string, why: string): JobEvent => {
    return { at, job: recordOf(job), channel: job.channels[0], address: undefined, code, why };
  };
  const skips = changes.insert.flatMap(({ job, skipped }) =>
    skipped === undefined
      ? []
      : [{ name: 'skipped' as const, event: event(storedJob(job, now, skipped, undefined), skipped.code, skipped.why) }],
  );
  const withdrawals = changes.withdraw.map(({ job, code, why }) => ({
    name: 'withdrawn' as const,
    event: event({ ...job, status: 'withdrawn', code, why, settledAt: now }, code, why),
  }));
  return [...withdrawals, ...skips];
}
