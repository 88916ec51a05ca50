/**
 * The tables on SQLite.
 * @module
 */
import { checkedPrefix, type Migration } from '../../sql/migration.js';

/** What has to be named for statements by hand. */
export interface SqliteMigrationOptions {
  /** Begins the name of every table; `orderbell_` unless told otherwise. */
  readonly prefix?: string | undefined;
}

/**
 * The steps of the schema, for a migration tool of the host's: apply them in order, each in a transaction. `store.migrate()` does the
 * same.
 */
export function sqliteMigrations({ prefix = 'orderbell_' }: SqliteMigrationOptions = {}): readonly Migration[] {
  const p = checkedPrefix('sqlite', prefix);
  return [
    { version: 1, name: 'tables', sql: `${tables(p)}\n${indexes(p)}\n${noted(p, 1, 'tables')}` },
    { version: 2, name: 'records', sql: `${records(p)}\n${noted(p, 2, 'records')}` },
    { version: 3, name: 'receipts', sql: `${receipts(p)}\n${noted(p, 3, 'receipts')}` },
  ];
}

function noted(p: string, version: number, name: string): string {
  return `INSERT INTO ${p}migrations (version, name, applied_at) VALUES (${version}, '${name}', CAST(strftime('%s', 'now') AS INTEGER) * 1000);`;
}

function tables(p: string): string {
  return `CREATE TABLE ${p}migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL);
CREATE TABLE ${p}subjects (
  lifecycle TEXT NOT NULL, subject TEXT NOT NULL, changes INTEGER NOT NULL, revision INTEGER NOT NULL, snapshot TEXT,
  fields TEXT, visited TEXT, silent INTEGER NOT NULL, created INTEGER NOT NULL, pinned INTEGER NOT NULL,
  changed_at INTEGER NOT NULL, forgotten INTEGER NOT NULL, PRIMARY KEY (lifecycle, subject)
);
CREATE TABLE ${p}answers (
  lifecycle TEXT NOT NULL, subject TEXT NOT NULL, answer_key TEXT NOT NULL, answer TEXT NOT NULL, given_at INTEGER NOT NULL,
  PRIMARY KEY (lifecycle, subject, answer_key)
) WITHOUT ROWID;
CREATE TABLE ${p}jobs (
  id INTEGER PRIMARY KEY, job_key TEXT NOT NULL UNIQUE, lifecycle TEXT NOT NULL, subject TEXT NOT NULL, rule TEXT NOT NULL,
  item TEXT, recipient TEXT, recipient_name TEXT, role TEXT, channels TEXT NOT NULL, signal_name TEXT, occurrence TEXT NOT NULL,
  due_at INTEGER NOT NULL, zone TEXT NOT NULL, wall_time TEXT, direct TEXT, site TEXT, version TEXT NOT NULL, pinned TEXT,
  planned_at INTEGER NOT NULL, note TEXT
);
CREATE TABLE ${p}queue (
  job_id INTEGER PRIMARY KEY, claim_at INTEGER, run_at INTEGER NOT NULL, lease_until INTEGER, attempts INTEGER NOT NULL,
  parked_by TEXT, lifecycle TEXT NOT NULL, payload TEXT, code TEXT, why TEXT, settled_at INTEGER, channel TEXT, transport TEXT,
  provider_id TEXT
);
CREATE TABLE ${p}outcomes (
  job_id INTEGER PRIMARY KEY, status TEXT NOT NULL, run_at INTEGER NOT NULL, attempts INTEGER NOT NULL, settled_at INTEGER,
  code TEXT, why TEXT, channel TEXT, transport TEXT, provider_id TEXT, payload TEXT, content TEXT, counted_recipient TEXT
);
CREATE TABLE ${p}pauses (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, since INTEGER NOT NULL, note TEXT, UNIQUE (kind, name)
);`;
}

function records(p: string): string {
  return `CREATE TABLE ${p}records (
  kind TEXT NOT NULL, record_key TEXT NOT NULL, value TEXT NOT NULL, version INTEGER NOT NULL, expires_at INTEGER,
  PRIMARY KEY (kind, record_key)
);
CREATE INDEX ${p}records_old ON ${p}records (expires_at) WHERE expires_at IS NOT NULL;`;
}

/** What waits and what is held stand in two indexes, so that a claim moves a job from one to the other and both can be counted. */
function indexes(p: string): string {
  return `CREATE INDEX ${p}subjects_old ON ${p}subjects (forgotten, changed_at);
CREATE INDEX ${p}jobs_subject ON ${p}jobs (lifecycle, subject);
CREATE INDEX ${p}queue_waiting ON ${p}queue (claim_at) WHERE lease_until IS NULL;
CREATE INDEX ${p}queue_held ON ${p}queue (claim_at) WHERE lease_until IS NOT NULL;
CREATE INDEX ${p}outcomes_failed ON ${p}outcomes (job_id) WHERE status = 'failed';
CREATE INDEX ${p}outcomes_unknown ON ${p}outcomes (job_id) WHERE status = 'unknown';
CREATE INDEX ${p}outcomes_counted ON ${p}outcomes (counted_recipient, channel, settled_at) WHERE counted_recipient IS NOT NULL;`;
}

/** Only messages of which receipts may come stand in the indexes. */
function receipts(p: string): string {
  return `ALTER TABLE ${p}outcomes ADD COLUMN receipt_id TEXT;
ALTER TABLE ${p}outcomes ADD COLUMN receipt TEXT;
ALTER TABLE ${p}outcomes ADD COLUMN ask_at INTEGER;
ALTER TABLE ${p}outcomes ADD COLUMN receipt_address TEXT;
CREATE INDEX ${p}outcomes_receipt ON ${p}outcomes (receipt_id) WHERE receipt_id IS NOT NULL;
CREATE INDEX ${p}outcomes_ask ON ${p}outcomes (ask_at) WHERE ask_at IS NOT NULL;`;
}
