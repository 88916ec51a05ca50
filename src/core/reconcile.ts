/**
 * The reconciliation of what is wanted with what is stored: insert, move, withdraw.
 * @module
 */
import { isDay, isoWithOffset } from './calendar.js';
import type { CompiledRule } from './compile-rule.js';
import { identityOf } from './contact.js';
import { follows } from './follow-up.js';
import type { Job, StoredJob } from './job.js';
import { closedObjection, objection, type Reason, recipientsOf, type Situation, viewsOf } from './judge.js';
import { type Decision, deadlineOf, silence } from './plan.js';
import type { CompiledTable } from './table.js';

/** A job to be stored, new or in place of a withdrawn or skipped one. */
export interface Insertion {
  readonly job: Job;
  /** Set where the job is stored as skipped at once. */
  readonly skipped: Reason | undefined;
  /** The code under which the same job was skipped before; skipping it again for the same reason is no news. */
  readonly skippedBefore: string | undefined;
}

/** A scheduled job to be withdrawn. */
export interface Withdrawn {
  readonly job: StoredJob;
  readonly code: 'withdrawn' | 'superseded';
  readonly why: string;
}

/** What has to be written so that the stored jobs are the wanted ones. */
export interface Reconciliation {
  readonly insert: readonly Insertion[];
  readonly move: readonly Job[];
  readonly withdraw: readonly Withdrawn[];
}

/** Whether a job stems from a deadline: its occurrence is a day. Those of transitions are never withdrawn by a re-plan. */
export function isDeadline(job: Pick<Job, 'occurrence'>): boolean {
  return isDay(job.occurrence);
}

/**
 * Compares what the rules want now with the jobs that are stored, by key.
 *
 * New keys are inserted. A scheduled job with another due instant on the same local day is moved, even to an instant that is
 * missed already: it then runs at once, to be skipped. One that is due already is not moved again. A stored job that is sent,
 * unknown, in flight or failed holds its key; a withdrawn or skipped one is planned anew. A scheduled deadline that is no longer
 * wanted is withdrawn: as `superseded` where the same message is wanted on another day, else as `withdrawn`, with the reason that
 * the rules give now.
 *
 * `stored` must hold the subject's scheduled jobs and those with a wanted key.
 */
export function reconcile(
  table: CompiledTable,
  situation: Situation,
  wanted: readonly Decision[],
  stored: readonly StoredJob[],
  now: number,
): Reconciliation {
  const byKey = new Map(stored.map((job) => [job.key, job]));
  const insert: Insertion[] = [];
  const move: Job[] = [];
  const wantedJobs = new Map<string, Job>();
  for (const decision of wanted) {
    const { job } = decision;
    if (job === undefined || wantedJobs.has(job.key)) continue;
    wantedJobs.set(job.key, job);
    const skipped = decision.kind === 'skip' ? { code: decision.code, why: decision.why } : undefined;
    const known = byKey.get(job.key);
    if (known === undefined || known.status === 'withdrawn') insert.push({ job, skipped, skippedBefore: undefined });
    else if (known.status === 'skipped' && skipped === undefined) insert.push({ job, skipped, skippedBefore: known.code });
    else if (known.status === 'scheduled' && skipped === undefined && hasMoved(known, job, now)) move.push(job);
    else if (known.status === 'scheduled' && skipped !== undefined && hasMissed(known, job))
      move.push({ ...job, runAt: job.dueAt });
    else if (known.status === 'scheduled' && skipped === undefined && isKept(table, known, job)) move.push(keptBy(known, job));
  }
  const withdraw: Withdrawn[] = [];
  for (const job of stored) {
    if (job.status !== 'scheduled' || wantedJobs.has(job.key)) continue;
    if (isDeadline(job) && isFollowing(job, wantedJobs.values())) continue;
    if (isDeadline(job)) withdraw.push(withdrawal(table, situation, job, [...wantedJobs.values()], now));
    else if (job.direct === undefined) withdraw.push(...withdrawnWithRule(table, job));
  }
  return { insert, move, withdraw };
}

/** Whether a job is what follows a message that is wanted: it is none of those that a rule decides on, and is wanted as long as that one is. */
function isFollowing(job: StoredJob, wanted: Iterable<Job>): boolean {
  for (const one of wanted) if (follows(job, one)) return true;
  return false;
}

/** What has happened stays so, whatever is planned anew: the message of a change is withdrawn only with its rule. */
function withdrawnWithRule(table: CompiledTable, job: StoredJob): readonly Withdrawn[] {
  const why = outdatedBy(table.byName.get(job.rule), job);
  return why === undefined ? [] : [{ job, code: 'withdrawn', why }];
}

/**
 * Why a stored deadline is not among the jobs that the rules want now; undefined where it is. A message of a change, which cannot
 * happen again, is none of it.
 */
export function unwanted(
  table: CompiledTable,
  situation: Situation,
  wanted: readonly Decision[],
  stored: StoredJob,
  now: number,
): Withdrawn | undefined {
  const jobs = wanted.flatMap(({ job }) => job ?? []);
  if (!isDeadline(stored) || jobs.some(({ key }) => key === stored.key) || isFollowing(stored, jobs)) return undefined;
  return withdrawal(table, situation, stored, jobs, now);
}

/** Whether a job is wanted as it is by another table than the one that planned it, and has to be planned again by each (`re-plan`). */
function isKept(table: CompiledTable, stored: StoredJob, wanted: Job): boolean {
  return stored.version !== wanted.version && table.byName.get(wanted.rule)?.inflight === 're-plan';
}

function keptBy(stored: StoredJob, wanted: Job): Job {
  return { ...wanted, dueAt: stored.dueAt, runAt: stored.runAt, zone: stored.zone, wallTime: stored.wallTime };
}

/** A due job that waits for its worker is left alone, however often it is planned again; one deferred or retried keeps its instant. */
function hasMoved(stored: StoredJob, wanted: Job, now: number): boolean {
  return stored.dueAt !== wanted.dueAt && !(stored.runAt <= now && wanted.runAt <= now);
}

/** Moved to an instant that is missed already. One that was deferred or retried keeps its instant, and is judged from it. */
function hasMissed(stored: StoredJob, wanted: Job): boolean {
  return stored.dueAt !== wanted.dueAt && stored.runAt === stored.dueAt;
}

function withdrawal(table: CompiledTable, situation: Situation, job: StoredJob, wanted: readonly Job[], now: number): Withdrawn {
  const successor = wanted.find(
    (other) =>
      other.rule === job.rule &&
      other.item === job.item &&
      other.recipient === job.recipient &&
      other.channels.join() === job.channels.join() &&
      isDeadline(other),
  );
  if (successor !== undefined) {
    return { job, code: 'superseded', why: `it is now due at ${isoWithOffset(successor.dueAt, successor.zone)}` };
  }
  return { job, code: 'withdrawn', why: reasonAgainst(table, situation, job, now) };
}

/** What has become of the rule that a job was planned by, where it cannot be delivered by it any more. */
export function outdatedBy(rule: CompiledRule | undefined, job: Job): string | undefined {
  const name = `the rule '${job.rule}'`;
  if (rule === undefined) return `${name} was removed`;
  if (!rule.active) return `${name} is switched off`;
  if (rule.signal !== job.signal) return `${name} ${rule.signal === undefined ? 'tells people' : 'raises a signal'} now`;
  if (isDeadline(job) && rule.due === undefined) return `${name} is no deadline any more`;
  if (job.channels.length > 0 && !rule.sends.some((left) => job.channels.some((channel) => left.includes(channel))))
    return `${name} does not send by ${job.channels.join(' or ')} any more`;
  return undefined;
}

/** Why the rules no longer want a stored deadline. */
function reasonAgainst(table: CompiledTable, situation: Situation, job: StoredJob, now: number): string {
  const rule = table.byName.get(job.rule);
  const outdated = outdatedBy(rule, job);
  if (rule === undefined || outdated !== undefined) return outdated ?? '';
  if (situation.silent) return silence(situation).why;
  const found = viewsOf(rule, situation, undefined).find(({ item }) => item === job.item);
  if (found === undefined) return `${rule.each} has no '${job.item}' any more`;
  const objected = objection(rule, situation, found.view);
  if (objected !== undefined) return objected.why;
  const due = deadlineOf(rule, situation, found.view);
  if (due === undefined) return `there is no '${rule.due?.dateName}' any more`;
  const closed = closedObjection(rule, situation, Math.max(due.at, now));
  if (closed !== undefined) return closed.why;
  if (!rule.sends.some((channels) => channels.join() === job.channels.join()))
    return `the rule '${job.rule}' sends by its channels in another way now`;
  const names = recipientsOf(rule, situation, found.view).map(({ contact }) => contact.name ?? identityOf(contact));
  return `${job.role ?? 'the recipient'} is now ${names.join(', ') || 'nobody'}`;
}
