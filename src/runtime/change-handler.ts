/**
 * Handling a change with its memory: plan, reconcile and write, while nobody else can change the subject.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import { type ChangeRequest, type Handled, handle, type ParsedSubject, readSubject } from '../core/handle.js';
import { recordOf, type StoredJob, storedJob } from '../core/job.js';
import type { Decision } from '../core/plan.js';
import { type Reconciliation, reconcile } from '../core/reconcile.js';
import type { Refusal } from '../core/step.js';
import type { CompiledTable } from '../core/table.js';
import type { StoredSubject, SubjectRef, SubjectSession } from '../ports/store.js';
import type { Emit, JobEvent } from './events.js';
import type { Parts } from './setup.js';
import { decodeSnapshot, encodeSnapshot } from './snapshot.js';
import { freshSubject, tableFor, unknownSubject } from './subjects.js';

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

/** What a change wrote, for those who have to be told of it. */
interface Written {
  readonly answer: ChangeAnswer | Refusal;
  readonly events: readonly { readonly name: 'skipped' | 'withdrawn'; readonly event: JobEvent }[];
  readonly nextRunAt: number | undefined;
}

/** Handles changes; one for each notifier. */
export interface ChangeHandler<Tx> {
  change(call: ChangeCall<Tx>): Promise<ChangeAnswer | Refusal>;
}

/** Makes the handler of a notifier's changes. `wake` is told of the earliest instant that a change has added. */
export function createChangeHandler<Tx>(parts: Parts<Tx>, emit: Emit, wake: (at: Date) => void): ChangeHandler<Tx> {
  return {
    async change(call) {
      const table = tableFor(parts, call.lifecycle);
      const { subject } = call.request;
      const given = typeof subject === 'string' ? undefined : readSubject(table.model, subject);
      const ref: SubjectRef = { lifecycle: call.lifecycle, subject: given?.key ?? String(subject) };
      const written = await parts.store.change(ref, call.tx, (session) => changeHeld(parts, table, ref, given, session, call));
      for (const { name, event } of written.events) emit(name, event);
      if (!written.answer.ok) {
        const { code, message } = written.answer;
        emit('refused', { at: parts.clock.now(), lifecycle: ref.lifecycle, subject: ref.subject, code, why: message });
      }
      if (written.nextRunAt !== undefined) wake(new Date(written.nextRunAt));
      return written.answer;
    },
  };
}

async function changeHeld<Tx>(
  parts: Parts<Tx>,
  table: CompiledTable,
  ref: SubjectRef,
  given: ParsedSubject | undefined,
  session: SubjectSession,
  call: ChangeCall<Tx>,
): Promise<Written> {
  const earlier = call.key === undefined ? undefined : await session.answer(call.key);
  // Only answers of this function are stored under idempotency keys.
  if (earlier !== undefined) return { answer: decodeSnapshot(earlier) as ChangeAnswer, events: [], nextRunAt: undefined };
  const current = given ?? (await freshSubject(parts, ref, session.stored, call.tx));
  if (current === undefined) throw unknownSubject(parts, ref);
  const request = parsedRequest(table, ref, call.request, current);
  const now = parts.clock.now().getTime();
  const handled = handle(table, ref.subject, request, session.stored, { actor: call.actor, now });
  if (!handled.ok) return { answer: handled, events: [], nextRunAt: undefined };
  const decisions = [...handled.decisions, ...(call.direct?.(handled, `m${handled.memory.revision}`, now) ?? [])];
  const keys = decisions.flatMap(({ job }) => (job === undefined ? [] : [job.key]));
  const changes = reconcile(table, handled.situation, decisions, await session.jobs(keys), now);
  const answer = answerOf(handled, decisions);
  await session.write({
    at: now,
    subject: remembered(parts, ref, handled),
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
  return { answer, events: eventsOf(changes, now), nextRunAt: earliest(changes) };
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

function remembered<Tx>(parts: Parts<Tx>, ref: SubjectRef, { memory, subject }: Handled): StoredSubject {
  return { ...memory, snapshot: parts.loaders.has(ref.lifecycle) ? undefined : encodeSnapshot(subject) };
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

function earliest(changes: Reconciliation): number | undefined {
  const instants = [
    ...changes.insert.filter(({ skipped }) => skipped === undefined).map(({ job }) => job.runAt),
    ...changes.move.map(({ runAt }) => runAt),
  ];
  return instants.length === 0 ? undefined : Math.min(...instants);
}
