/**
 * The statements that do not depend on what is asked, for one prefix. Values stand in the order of the `?`.
 * @module
 */
import { forgottenJobColumns, forgottenKeyPrefix, forgottenOutcomeColumns } from '../../sql/forgetting.js';
import { jobColumns, jobSelection, outcomeColumns, queueColumns } from '../../sql/job-row.js';
import { recordColumns } from '../../sql/record-row.js';
import { subjectColumns } from '../../sql/subject-row.js';
import { endedJobColumns, endingColumns } from './endings.js';

/** Statements by what they do. */
export type Statements = ReturnType<typeof statementsFor>;

/** A list of texts or numbers, given as one JSON value. */
export const inList = 'IN (SELECT value FROM json_each(?))';

/** Writes the statements with a prefix that was checked before. */
export function statementsFor(p: string) {
  return {
    ...subjectStatements(p),
    ...jobStatements(p),
    ...deliveryStatements(p),
    ...forgetStatements(p),
    ...recordStatements(p),
  };
}

/** Jobs with everything that is known of them: `j`, `q` and `o` are their rows. */
export function jobsFrom(p: string): string {
  return `FROM ${p}jobs j LEFT JOIN ${p}queue q ON q.job_id = j.id LEFT JOIN ${p}outcomes o ON o.job_id = j.id`;
}

function subjectStatements(p: string) {
  const columns = subjectColumns.join(', ');
  return {
    readSubject: `SELECT changes, ${columns} FROM ${p}subjects WHERE lifecycle = ? AND subject = ?`,
    addSubject: `INSERT INTO ${p}subjects (${columns}, lifecycle, subject, changes)
      VALUES (${list(subjectColumns)}, ?, ?, 1) ON CONFLICT DO NOTHING`,
    writeSubject: `UPDATE ${p}subjects SET ${subjectColumns.map((column) => `${column} = ?`).join(', ')}, changes = changes + 1
      WHERE lifecycle = ? AND subject = ? AND changes = ?`,
    readAnswer: `SELECT answer FROM ${p}answers WHERE lifecycle = ? AND subject = ? AND answer_key = ?`,
    writeAnswer: `INSERT INTO ${p}answers (lifecycle, subject, answer_key, answer, given_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    /** Changes nothing, but takes the lock of whoever writes. */
    lock: `UPDATE ${p}subjects SET changes = changes WHERE lifecycle = '' AND subject = '' AND changes = -1`,
    sessionJobs: `SELECT ${jobSelection} ${jobsFrom(p)}
      WHERE j.lifecycle = ? AND j.subject = ? AND (q.job_id IS NOT NULL OR j.job_key ${inList}) ORDER BY j.id`,
    history: `SELECT ${jobSelection} ${jobsFrom(p)} WHERE j.lifecycle = ? AND j.subject = ? AND j.id > ? ORDER BY j.id LIMIT ?`,
    historyPlace: `SELECT id FROM ${p}jobs WHERE job_key = ? AND lifecycle = ? AND subject = ?`,
  };
}

function jobStatements(p: string) {
  const named = `(SELECT id FROM ${p}jobs WHERE job_key = ?)`;
  const ended = 'job_id, status, run_at, attempts, settled_at, code, why';
  return {
    addJob: `INSERT INTO ${p}jobs (${jobColumns.join(', ')}) VALUES (${list(jobColumns)}) ON CONFLICT DO NOTHING`,
    addQueued: `INSERT INTO ${p}queue (${queueColumns.join(', ')}, job_id) VALUES (${list(queueColumns)}, ?)`,
    addEnded: `INSERT INTO ${p}outcomes (${outcomeColumns.join(', ')}, job_id) VALUES (${list(outcomeColumns)}, ?)`,
    findReplaceable: `SELECT j.id FROM ${p}jobs j JOIN ${p}outcomes o ON o.job_id = j.id
      WHERE j.job_key = ? AND o.status IN ('skipped', 'withdrawn')`,
    removeJob: `DELETE FROM ${p}jobs WHERE id = ?`,
    removeOutcome: `DELETE FROM ${p}outcomes WHERE job_id = ?`,
    removeQueued: `DELETE FROM ${p}queue WHERE job_id = ?`,
    withdraw: `INSERT INTO ${p}outcomes (${ended}) SELECT job_id, 'withdrawn', run_at, attempts, ?, ?, ?
      FROM ${p}queue WHERE job_id = ${named} AND lease_until IS NULL`,
    removeQueuedByKey: `DELETE FROM ${p}queue WHERE job_id = ${named}`,
    moveQueued: `UPDATE ${p}queue SET run_at = ?, claim_at = ?, parked_by = NULL WHERE job_id = ${named} AND lease_until IS NULL`,
    moveJob: `UPDATE ${p}jobs SET due_at = ?, zone = ?, wall_time = ?, version = ?, pinned = ? WHERE job_key = ?`,
    retry: `INSERT INTO ${p}queue (job_id, claim_at, run_at, attempts, lifecycle, payload, code, why, settled_at, channel, transport, provider_id)
      SELECT j.id, ?, ?, 0, j.lifecycle, o.payload, o.code, o.why, ?, o.channel, o.transport, o.provider_id
      FROM ${p}jobs j JOIN ${p}outcomes o ON o.job_id = j.id WHERE j.job_key = ? AND o.status = 'failed'`,
    removeOutcomeByKey: `DELETE FROM ${p}outcomes WHERE job_id = ${named}`,
    discard: `UPDATE ${p}outcomes SET status = 'discarded', payload = NULL, settled_at = ? WHERE job_id = ${named} AND status = 'failed'`,
    note: `UPDATE ${p}jobs SET note = ? WHERE job_key = ?`,
  };
}

function deliveryStatements(p: string) {
  const outcome =
    'status, run_at, attempts, settled_at, code, why, channel, transport, provider_id, payload, content, counted_recipient, receipt_id, ask_at, receipt_address';
  return {
    lease: `UPDATE ${p}queue SET lease_until = ?, claim_at = ?, attempts = attempts + 1 WHERE job_id ${inList}`,
    extend: `UPDATE ${p}queue SET lease_until = ?, claim_at = ? WHERE job_id = ? AND lease_until = ?`,
    /** Which of these jobs, `[id, leaseUntil]` each, are still held. */
    held: `SELECT json_group_array(q.job_id) AS ids FROM json_each(?) s
      CROSS JOIN ${p}queue q ON q.job_id = s.value ->> 0 AND q.lease_until = s.value ->> 1`,
    /** Given what `endingsText` puts together. */
    end: `WITH e AS MATERIALIZED (SELECT ${listed(endingColumns)}, value -> ${endingColumns.length} AS jobs FROM json_each(?)),
      s AS (SELECT ${endingColumns.map((column) => `e.${column}`).join(', ')}, ${listed(endedJobColumns, 'own.value')} FROM e CROSS JOIN json_each(e.jobs) own)
      INSERT INTO ${p}outcomes (job_id, ${outcome})
      SELECT q.job_id, s.status, coalesce(s.run_at, q.run_at), coalesce(s.attempts, q.attempts), s.settled_at, s.code, s.why,
        s.channel, s.transport, s.provider_id, CASE WHEN s.keeps_payload THEN q.payload END, s.content,
        CASE WHEN s.counts THEN (SELECT recipient FROM ${p}jobs WHERE id = q.job_id) END, s.receipt_id, s.ask_at, s.receipt_address
      FROM s CROSS JOIN ${p}queue q ON q.job_id = s.job_id AND q.lease_until = s.held_until`,
    removeAllOf: `DELETE FROM ${p}queue WHERE job_id ${inList}`,
    putBack: `UPDATE ${p}queue SET claim_at = CASE WHEN ? IS NULL THEN coalesce(?, run_at) END, parked_by = ?, run_at = coalesce(?, run_at),
        attempts = coalesce(?, attempts), settled_at = ?, code = ?, why = ?, channel = ?, transport = ?, provider_id = ?, lease_until = NULL
      WHERE job_id = ? AND lease_until = ?`,
    postpone: `UPDATE ${p}jobs SET due_at = ?, wall_time = ? WHERE id = ?`,
    hasDue: `SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM ${p}queue WHERE lease_until IS NULL AND claim_at <= ?)
      OR EXISTS (SELECT 1 FROM ${p}queue WHERE lease_until IS NOT NULL AND claim_at <= ?)`,
    hasDueOf: `SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM ${p}queue WHERE lease_until IS NULL AND claim_at <= ? AND lifecycle ${inList})
      OR EXISTS (SELECT 1 FROM ${p}queue WHERE lease_until IS NOT NULL AND claim_at <= ? AND lifecycle ${inList})`,
    nextRunAt: `SELECT min(claim_at) AS claim_at FROM (
      SELECT min(claim_at) AS claim_at FROM ${p}queue WHERE lease_until IS NULL
      UNION ALL SELECT min(claim_at) FROM ${p}queue WHERE lease_until IS NOT NULL)`,
    nextRunAtOf: `SELECT min(claim_at) AS claim_at FROM (
      SELECT * FROM (SELECT claim_at FROM ${p}queue WHERE lease_until IS NULL AND claim_at IS NOT NULL AND lifecycle ${inList} ORDER BY claim_at LIMIT 1)
      UNION ALL SELECT min(claim_at) FROM ${p}queue WHERE lease_until IS NOT NULL AND lifecycle ${inList})`,
    countSent: `SELECT count(*) AS count FROM ${p}outcomes WHERE counted_recipient = ? AND channel = ? AND settled_at >= ?`,
    receiptFor: `SELECT ${jobSelection} ${jobsFrom(p)} WHERE j.id = (SELECT job_id FROM ${p}outcomes WHERE receipt_id = ? ORDER BY job_id DESC LIMIT 1)`,
    writeReceipt: `UPDATE ${p}outcomes SET receipt = ?, ask_at = ?, receipt_address = CASE WHEN ? IS NOT NULL THEN receipt_address END
      WHERE job_id = (SELECT job_id FROM ${p}outcomes WHERE receipt_id = ? ORDER BY job_id DESC LIMIT 1) AND receipt IS ?`,
    dueReceipts: `SELECT job_id, transport, provider_id, receipt_address, settled_at FROM ${p}outcomes
      WHERE ask_at <= ? AND transport ${inList} ORDER BY ask_at, job_id LIMIT ?`,
    holdReceipts: `UPDATE ${p}outcomes SET ask_at = ? WHERE job_id ${inList}`,
    hasPause: `SELECT 1 AS found FROM ${p}pauses WHERE kind || ' ' || name = ?`,
    pause: `INSERT INTO ${p}pauses (kind, name, since, note) VALUES (?, ?, ?, ?) ON CONFLICT (kind, name) DO UPDATE SET note = excluded.note`,
    unpause: `DELETE FROM ${p}pauses WHERE kind = ? AND name = ?`,
    unpark: `UPDATE ${p}queue SET parked_by = NULL, claim_at = run_at WHERE lease_until IS NULL AND claim_at IS NULL AND parked_by = ?`,
    pauses: `SELECT kind, name, since, note FROM ${p}pauses ORDER BY id`,
    countDue: `SELECT count(*) AS count, min(run_at) AS run_at FROM ${p}queue WHERE lease_until IS NULL AND claim_at <= ?`,
    countAbandoned: `SELECT count(*) AS count, min(run_at) AS run_at FROM ${p}queue WHERE lease_until IS NOT NULL AND claim_at <= ?`,
    countInFlight: `SELECT count(*) AS count FROM ${p}queue WHERE lease_until IS NOT NULL AND claim_at > ?`,
    countParked: `SELECT count(*) AS count FROM ${p}queue WHERE lease_until IS NULL AND claim_at IS NULL`,
    countFailed: `SELECT coalesce(code, '') AS code, count(*) AS count FROM ${p}outcomes WHERE status = 'failed' GROUP BY 1`,
    countUnknown: `SELECT count(*) AS count FROM ${p}outcomes WHERE status = 'unknown'`,
  };
}

function forgetStatements(p: string) {
  const jobs = `(SELECT id FROM ${p}jobs WHERE lifecycle = ? AND subject = ?)`;
  const nothing = (columns: readonly string[]) => columns.map((column) => `${column} = NULL`).join(', ');
  const contact = `direct = CASE WHEN json_valid(direct) THEN json_remove(direct, '$.contact') END`;
  return {
    forgetSubject: `UPDATE ${p}subjects SET snapshot = NULL, fields = '{}', pinned = 0, forgotten = 1 WHERE lifecycle = ? AND subject = ?`,
    /** Of a change: with its instant, and only if nobody came first. */
    touchSubject: `UPDATE ${p}subjects SET changed_at = ?, changes = changes + 1 WHERE lifecycle = ? AND subject = ? AND changes = ?`,
    forgetAnswers: `DELETE FROM ${p}answers WHERE lifecycle = ? AND subject = ?`,
    withdrawAll: `INSERT INTO ${p}outcomes (job_id, status, run_at, attempts, settled_at, code)
      SELECT job_id, 'withdrawn', run_at, attempts, ?, 'withdrawn' FROM ${p}queue WHERE job_id IN ${jobs}`,
    removeAllQueued: `DELETE FROM ${p}queue WHERE job_id IN ${jobs}`,
    forgetOutcomes: `UPDATE ${p}outcomes SET ${nothing(forgottenOutcomeColumns)} WHERE job_id IN ${jobs}`,
    forgetCounted: `UPDATE ${p}outcomes SET counted_recipient = NULL WHERE job_id IN ${jobs}`,
    forgetJobs: `UPDATE ${p}jobs SET ${nothing(forgottenJobColumns)}, ${contact} WHERE lifecycle = ? AND subject = ?`,
    forgetRecipients: `UPDATE ${p}jobs SET job_key = '${forgottenKeyPrefix}' || id, recipient = NULL
      WHERE lifecycle = ? AND subject = ? AND recipient IS NOT NULL`,
    forgetNames: `UPDATE ${p}jobs SET recipient_name = NULL WHERE lifecycle = ? AND subject = ?`,
    removeOutcomes: `DELETE FROM ${p}outcomes WHERE job_id IN ${jobs}`,
    removeJobs: `DELETE FROM ${p}jobs WHERE lifecycle = ? AND subject = ?`,
    removeSubject: `DELETE FROM ${p}subjects WHERE lifecycle = ? AND subject = ?`,
    oldSubjects: old(p, 'IN (0, 1)'),
    oldRemembered: old(p, '= 0'),
    subjectsAfter: `SELECT subject FROM ${p}subjects WHERE lifecycle = ? AND subject > ? AND changed_at >= ? ORDER BY subject LIMIT ?`,
    subjectsFirst: `SELECT subject FROM ${p}subjects WHERE lifecycle = ? AND changed_at >= ? ORDER BY subject LIMIT ?`,
  };
}

function recordStatements(p: string) {
  const named = 'kind = ? AND record_key = ?';
  return {
    readRecord: `SELECT ${recordColumns} FROM ${p}records WHERE ${named}`,
    addRecord: `INSERT INTO ${p}records (value, expires_at, version, kind, record_key) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    writeRecord: `UPDATE ${p}records SET value = ?, expires_at = ?, version = ? WHERE ${named} AND version = ?`,
    removeRecord: `DELETE FROM ${p}records WHERE ${named} AND version = ?`,
    recordsFirst: `SELECT ${recordColumns} FROM ${p}records WHERE kind = ? ORDER BY record_key LIMIT ?`,
    recordsAfter: `SELECT ${recordColumns} FROM ${p}records WHERE kind = ? AND record_key > ? ORDER BY record_key LIMIT ?`,
    pruneRecords: `DELETE FROM ${p}records WHERE rowid IN (SELECT rowid FROM ${p}records WHERE expires_at < ? LIMIT ?)`,
  };
}

function old(p: string, forgotten: string): string {
  return `SELECT lifecycle, subject, (SELECT count(*) FROM ${p}jobs j WHERE j.lifecycle = s.lifecycle AND j.subject = s.subject) AS jobs
    FROM ${p}subjects s WHERE forgotten ${forgotten} AND changed_at < ? AND NOT EXISTS (
      SELECT 1 FROM ${p}jobs j LEFT JOIN ${p}outcomes o ON o.job_id = j.id WHERE j.lifecycle = s.lifecycle AND j.subject = s.subject
        AND (o.job_id IS NULL OR coalesce(o.settled_at, j.planned_at) >= ?)) LIMIT ?`;
}

/** The values of a JSON list as columns of these names. */
function listed(columns: readonly string[], from = 'value'): string {
  return columns.map((column, place) => `${from} ->> ${place} AS ${column}`).join(', ');
}

function list(columns: readonly string[]): string {
  return columns.map(() => '?').join(', ');
}
