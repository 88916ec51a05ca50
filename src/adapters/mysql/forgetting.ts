/**
 * Forgetting: what is left of jobs when nobody is to know whom they were for.
 * @module
 */
import { forgottenKeyPrefix, forgottenOutcomeColumns } from '../../sql/forgetting.js';
import type { Run } from './client.js';
import { literal } from './literal.js';
import type { Tables } from './tables.js';

/**
 * Forgets the persons of subjects, by their ids, in jobs, outcomes and answers. With `at`, open jobs are withdrawn then, and keys,
 * names and recipients go too; without it no job may be open, and these stay, which tell repeats apart.
 */
export async function forgetJobs(
  run: Run,
  tables: Tables,
  subjects: readonly string[],
  { at }: { readonly at?: number | undefined },
): Promise<void> {
  const list = subjects.join(',');
  const { answers, jobs, queue, outcomes } = tables;
  await run(`DELETE a FROM ${answers} a FORCE INDEX (PRIMARY) WHERE a.subject_id IN (${list})`);
  const jobsOf = (table: string) => `${jobs} j FORCE INDEX (of_subject) JOIN ${table} x ON x.job_id = j.id`;
  const ofSubjects = `j.subject_id IN (${list})`;
  if (at !== undefined) {
    await run(
      `INSERT INTO ${outcomes} (job_id, status, run_at, attempts, settled_at, code) ` +
        `SELECT x.job_id, 'withdrawn', x.run_at, x.attempts, ${literal(at)}, 'withdrawn' FROM ${jobsOf(queue)} WHERE ${ofSubjects} FOR UPDATE`,
    );
    await run(`DELETE x FROM ${jobsOf(queue)} WHERE ${ofSubjects}`);
  }
  const counted = at === undefined ? '' : ', x.counted_recipient = NULL';
  await run(`UPDATE ${jobsOf(outcomes)} SET ${forgotten}${counted} WHERE ${ofSubjects}`);
  await run(
    `UPDATE ${jobs} j FORCE INDEX (of_subject) SET ${at === undefined ? content : `${keys}, ${content}`} WHERE ${ofSubjects}`,
  );
}

const forgotten = forgottenOutcomeColumns.map((column) => `x.${column} = NULL`).join(', ');

/** Of a message that the host asked for itself, what it was stays, and not to whom. */
const content =
  "j.note = NULL, j.direct = CASE WHEN JSON_VALID(j.direct) THEN JSON_OBJECT('template', JSON_UNQUOTE(JSON_EXTRACT(j.direct, '$.template'))) END";

/** In the order of assignment: a key that names nobody stays as it is. */
const keys =
  `j.job_key = CASE WHEN j.recipient IS NULL THEN j.job_key ELSE CONCAT('${forgottenKeyPrefix}', j.id) END, ` +
  `j.key_id = CASE WHEN j.recipient IS NULL THEN j.key_id ELSE UNHEX(SHA2(CONCAT('${forgottenKeyPrefix}', j.id), 256)) END, ` +
  'j.recipient = NULL, j.recipient_name = NULL';
