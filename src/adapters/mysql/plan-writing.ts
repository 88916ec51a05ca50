/**
 * What a change writes of the jobs of its subject.
 * @module
 */
import type { Move, Revision, SubjectRef, SubjectWrite, Withdrawal } from '../../ports/store.js';
import { dataOrNull } from '../../sql/job-row.js';
import { encodeText } from '../../sql/text.js';
import { readNumber, textOrNull } from '../../sql/value.js';
import type { Run } from './client.js';
import { insertJobs } from './job-inserting.js';
import { caseOf, literal, portions } from './literal.js';
import type { KnownJobs, Lock } from './subject-reading.js';
import type { Tables } from './tables.js';

/**
 * Withdraws, moves, revises and inserts, in this order. What a job is now decides, not what it was when the change looked at it: the
 * conditions stand in the statements. Yields the keys of the moves and withdrawals whose job was not scheduled.
 */
export async function writePlan(
  run: Run,
  tables: Tables,
  ref: SubjectRef,
  { insert, move, withdraw, revise }: SubjectWrite,
  known: KnownJobs,
  lock: Lock,
): Promise<readonly string[]> {
  const keys = [insert, move, withdraw, revise].flatMap((list) => list.map(({ key }) => key));
  await known.find(run, keys, lock);
  const ids = [...withdraw, ...move].flatMap(({ key }) => known.get(key)?.id ?? []);
  const scheduled = await holdScheduled(run, tables, ids);
  const withdrawn = byId(withdraw, known, scheduled);
  await withdrawJobs(run, tables, withdrawn);
  for (const id of withdrawn.keys()) scheduled.delete(id);
  const moved = byId(move, known, scheduled);
  await moveJobs(run, tables, moved);
  for (const [id, revision] of byId(revise, known)) await reviseJob(run, tables, id, revision);
  const ended = new Set([...withdraw, ...revise].map(({ key }) => key));
  const changed = insert.filter(({ key }) => ended.has(key));
  if (changed.length > 0)
    await known.find(
      run,
      changed.map(({ key }) => key),
      lock,
      true,
    );
  await insertJobs(run, tables, ref, insert, known);
  const done: ReadonlySet<unknown> = new Set([...withdrawn.values(), ...moved.values()]);
  return [...withdraw, ...move].filter((one) => !done.has(one)).map(({ key }) => key);
}

/** Those of the jobs that are scheduled: they stay so for everybody else until the transaction ends. */
async function holdScheduled(run: Run, { queue }: Tables, ids: readonly number[]): Promise<Set<number>> {
  const held = new Set<number>();
  for (const some of portions([...new Set(ids)])) {
    const condition = `job_id IN (${some.join(',')}) AND lease_until IS NULL`;
    const { rows } = await run(`SELECT job_id FROM ${queue} FORCE INDEX (PRIMARY) WHERE ${condition} FOR UPDATE`);
    for (const row of rows) held.add(readNumber(row, 'job_id'));
  }
  return held;
}

/** What is to happen to each job, of those that are named where some are; of two things for one job, the first. */
function byId<T extends { readonly key: string }>(
  list: readonly T[],
  known: KnownJobs,
  among?: ReadonlySet<number>,
): ReadonlyMap<number, T> {
  const found = new Map<number, T>();
  for (const one of list) {
    const id = known.get(one.key)?.id;
    if (id !== undefined && !found.has(id) && among?.has(id) !== false) found.set(id, one);
  }
  return found;
}

/** The jobs are held. */
async function withdrawJobs(run: Run, { queue, outcomes }: Tables, withdrawals: ReadonlyMap<number, Withdrawal>): Promise<void> {
  for (const ids of portions([...withdrawals.keys()])) {
    const of = <T>(take: (withdrawal: Withdrawal) => T) => mapped(ids, withdrawals, take);
    const code = caseOf(
      'job_id',
      of((one) => one.code),
    );
    const why = caseOf(
      'job_id',
      of((one) => encodeText(one.why)),
    );
    const at = caseOf(
      'job_id',
      of((one) => one.at),
    );
    await run(
      `INSERT INTO ${outcomes} (job_id, status, run_at, attempts, settled_at, code, why) ` +
        `SELECT job_id, 'withdrawn', run_at, attempts, ${at}, ${code}, ${why} FROM ${queue} FORCE INDEX (PRIMARY) ` +
        `WHERE job_id IN (${ids.join(',')}) FOR UPDATE`,
    );
    await run(`DELETE q FROM ${queue} q FORCE INDEX (PRIMARY) WHERE q.job_id IN (${ids.join(',')})`);
  }
}

/** The jobs are held. */
async function moveJobs(run: Run, { jobs, queue }: Tables, moves: ReadonlyMap<number, Move>): Promise<void> {
  for (const ids of portions([...moves.keys()])) {
    const of = <T>(take: (move: Move) => T) => mapped(ids, moves, take);
    const runAt = caseOf(
      'q.job_id',
      of((one) => one.runAt),
    );
    const assignments = [
      ...[`q.claim_at = ${runAt}`, `q.run_at = ${runAt}`, 'q.parked_by = NULL'],
      `j.due_at = ${caseOf(
        'q.job_id',
        of((one) => one.dueAt),
      )}`,
      `j.wall_time = ${caseOf(
        'q.job_id',
        of((one) => textOrNull(one.wallTime)),
      )}`,
      `j.zone = ${caseOf(
        'q.job_id',
        of((one) => encodeText(one.zone)),
      )}`,
      `j.version = ${caseOf(
        'q.job_id',
        of((one) => encodeText(one.version)),
      )}`,
      `j.pinned = ${caseOf(
        'q.job_id',
        of((one) => dataOrNull(one.pinned, one.key)),
      )}`,
    ];
    await run(
      `UPDATE ${queue} q FORCE INDEX (PRIMARY) STRAIGHT_JOIN ${jobs} j ON j.id = q.job_id SET ${assignments.join(', ')} ` +
        `WHERE q.job_id IN (${ids.join(',')})`,
    );
  }
}

async function reviseJob(run: Run, { jobs, queue, outcomes }: Tables, id: number, { status, at, note }: Revision): Promise<void> {
  const isFailed = `job_id = ${literal(id)} AND status = 'failed'`;
  let affected: number;
  if (status === 'discarded') {
    ({ affected } = await run(
      `UPDATE ${outcomes} SET status = 'discarded', payload = NULL, settled_at = ${literal(at)} WHERE ${isFailed}`,
    ));
  } else {
    const kept = ['code', 'why', 'channel', 'transport', 'provider_id', 'payload'];
    ({ affected } = await run(
      `INSERT INTO ${queue} (job_id, claim_at, run_at, attempts, settled_at, lifecycle, ${kept.join(', ')}) ` +
        `SELECT job_id, ${literal(at)}, ${literal(at)}, 0, ${literal(at)}, (SELECT lifecycle FROM ${jobs} WHERE id = ${literal(id)}), ` +
        `${kept.join(', ')} FROM ${outcomes} WHERE ${isFailed} FOR UPDATE`,
    ));
    await run(`DELETE FROM ${outcomes} WHERE ${isFailed}`);
  }
  if (affected > 0) await run(`UPDATE ${jobs} SET note = ${literal(textOrNull(note))} WHERE id = ${literal(id)}`);
}

function mapped<T, R>(ids: readonly number[], byId: ReadonlyMap<number, T>, take: (value: T) => R): ReadonlyMap<number, R> {
  return new Map(
    ids.flatMap((id) => {
      const value = byId.get(id);
      return value === undefined ? [] : [[id, take(value)] as const];
    }),
  );
}
