/**
 * The schema, step by step.
 * @module
 */
import type { Migration } from '../../sql/migration.js';
import { literal, type PostgresPlace, quoted, type Tables, tablesOf } from './tables.js';

/**
 * The steps of the schema as SQL, for the migration tool of the host. Apply them in order, each in a transaction; the last statement
 * of each notes down that it was made, so that `store.migrate()` does not make it again. Needs PostgreSQL 12 or newer.
 *
 * @example
 * for (const { version, name, sql } of postgresMigrations({ schema: 'shop' })) writeFileSync(`${version}-${name}.sql`, sql);
 */
export function postgresMigrations(place: PostgresPlace = {}): readonly Migration[] {
  return migrationsOf(tablesOf(place));
}

/** The steps, for tables of these names. They are only ever added to. */
export function migrationsOf(tables: Tables): readonly Migration[] {
  const { schema } = tables;
  const createSchema = schema === quoted('public') ? '' : `CREATE SCHEMA IF NOT EXISTS ${schema};\n`;
  return [
    { version: 1, name: 'tables', sql: noted(tables, 1, 'tables', `${createSchema}${createTables(tables)}`) },
    { version: 2, name: 'records', sql: noted(tables, 2, 'records', createRecords(tables)) },
    { version: 3, name: 'receipts', sql: noted(tables, 3, 'receipts', addReceipts(tables)) },
  ];
}

/**
 * One statement that makes a step unless it was made: any client runs it as it is, in a transaction of its own. Of several
 * processes that start at once, one makes the step and the others wait for it.
 */
export function migrationStatement(tables: Tables, { version, sql }: Migration): string {
  const isMade = `EXISTS (SELECT 1 FROM ${tables.migrations} WHERE version = ${version})`;
  // The table of migrations may not be there yet, and plpgsql looks at a condition only when it comes to it.
  return `DO $orderbell$ BEGIN
PERFORM pg_advisory_xact_lock(hashtext('orderbell'), hashtext(${literal(tables.migrations)}));
IF to_regclass(${literal(tables.migrations)}) IS NOT NULL THEN
IF ${isMade} THEN RETURN; END IF;
END IF;
${sql}
END $orderbell$`;
}

function noted({ migrations }: Tables, version: number, name: string, statements: string): string {
  return `${statements}
INSERT INTO ${migrations} (version, name, applied_at)
VALUES (${version}, ${literal(name)}, (extract(epoch FROM now()) * 1000)::bigint);`;
}

/**
 * - Names are compared byte by byte: faster than by the rules of a language, and never equal when they differ.
 * - Job keys are long, so they are kept unique by their hashes: a quarter of the size of an ordinary index, for keys of any length.
 * - `queue` has room on its pages, so that a claim rewrites a row beside itself and touches no index. It is emptied as fast as it is
 *   filled, so it is cleaned far more often than the rest, and never cut, which would lock everybody out.
 */
function createTables(tables: Tables): string {
  const { migrations, subjects, answers, jobs, queue, outcomes, pauses, prefix } = tables;
  const index = (name: string) => quoted(prefix + name);
  const name = 'text COLLATE "C"';
  return `CREATE TABLE IF NOT EXISTS ${migrations} (version int PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL);
CREATE TABLE ${subjects} (
  lifecycle ${name} NOT NULL, subject ${name} NOT NULL,
  changes bigint NOT NULL, revision bigint NOT NULL, changed_at bigint NOT NULL,
  silent smallint NOT NULL, created smallint NOT NULL, pinned smallint NOT NULL, forgotten smallint NOT NULL DEFAULT 0,
  fields text NOT NULL, visited text NOT NULL, snapshot text,
  PRIMARY KEY (lifecycle, subject)
);
CREATE INDEX ${index('subjects_changed')} ON ${subjects} (forgotten, changed_at);
CREATE TABLE ${answers} (
  lifecycle ${name} NOT NULL, subject ${name} NOT NULL, answer_key ${name} NOT NULL, answer text NOT NULL, stored_at bigint NOT NULL,
  PRIMARY KEY (lifecycle, subject, answer_key)
);
CREATE TABLE ${jobs} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  due_at bigint NOT NULL, planned_at bigint NOT NULL,
  job_key ${name} NOT NULL, lifecycle ${name} NOT NULL, subject ${name} NOT NULL, rule ${name} NOT NULL,
  item text, recipient text, recipient_name text, role text, channels text NOT NULL, signal_name text, occurrence text NOT NULL,
  zone text NOT NULL, wall_time text, direct text, site ${name}, version text NOT NULL, pinned text, note text,
  CONSTRAINT ${index('jobs_key')} EXCLUDE USING hash (job_key WITH =)
);
CREATE INDEX ${index('jobs_subject')} ON ${jobs} (lifecycle, subject, id);
CREATE TABLE ${queue} (
  job_id bigint PRIMARY KEY,
  run_at bigint NOT NULL, lease_until bigint, settled_at bigint, attempts int NOT NULL,
  lifecycle ${name} NOT NULL, parked_by ${name},
  payload text, code text, why text, channel text, transport text, provider_id text
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
  autovacuum_analyze_scale_factor = 0.05, vacuum_truncate = false);
CREATE INDEX ${index('queue_due')} ON ${queue} (run_at, job_id) WHERE parked_by IS NULL;
CREATE INDEX ${index('queue_parked')} ON ${queue} (run_at, job_id) WHERE parked_by IS NOT NULL;
CREATE TABLE ${outcomes} (
  job_id bigint PRIMARY KEY,
  run_at bigint NOT NULL, settled_at bigint, attempts int NOT NULL,
  status ${name} NOT NULL, code text, why text, channel ${name}, transport text, provider_id text,
  payload text, content text, counted_recipient ${name}
);
CREATE INDEX ${index('outcomes_counted')} ON ${outcomes} (counted_recipient, channel, settled_at) WHERE counted_recipient IS NOT NULL;
CREATE INDEX ${index('outcomes_given_up')} ON ${outcomes} (status, job_id) WHERE status IN ('failed', 'unknown', 'discarded');
CREATE TABLE ${pauses} (kind ${name} NOT NULL, name ${name} NOT NULL, since bigint NOT NULL, note text, PRIMARY KEY (kind, name));`;
}

/** Looked up by digests: a name may be longer than an index takes. Balances are written again and again, so pages have room for that. */
function createRecords({ records, prefix }: Tables): string {
  const name = 'text COLLATE "C"';
  return `CREATE TABLE ${records} (
  kind_id ${name} NOT NULL, key_id ${name} NOT NULL, kind ${name} NOT NULL, record_key ${name} NOT NULL, value text NOT NULL,
  version bigint NOT NULL, expires_at bigint, PRIMARY KEY (kind_id, key_id)
) WITH (fillfactor = 70);
CREATE INDEX ${quoted(`${prefix}records_old`)} ON ${records} (expires_at) WHERE expires_at IS NOT NULL;`;
}

/** Only messages of which receipts may come stand in the indexes: all others cost what they did before. */
function addReceipts({ outcomes, prefix }: Tables): string {
  const index = (name: string) => quoted(prefix + name);
  return `ALTER TABLE ${outcomes} ADD COLUMN receipt_id text COLLATE "C", ADD COLUMN receipt text, ADD COLUMN ask_at bigint,
  ADD COLUMN receipt_address text;
CREATE INDEX ${index('outcomes_receipt')} ON ${outcomes} (receipt_id) WHERE receipt_id IS NOT NULL;
CREATE INDEX ${index('outcomes_ask')} ON ${outcomes} (ask_at) WHERE ask_at IS NOT NULL;`;
}
