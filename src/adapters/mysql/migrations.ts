/**
 * The schema, step by step.
 * @module
 */
import type { Migration } from '../../sql/migration.js';
import { type MysqlTableOptions, type Tables, tablesOf } from './tables.js';

/** A step as statements that are run one by one: DDL ends a transaction, so each may be run again after a crash in the middle. */
export interface Step {
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
}

/**
 * The steps of the schema, for the migration tool of the host's. Each may be run again; the last statement of a step notes down
 * that it was made. `await store.migrate()` does the same.
 *
 * @example
 * for (const { version, name, sql } of mysqlMigrations()) await writeFile(`migrations/orderbell-${version}-${name}.sql`, sql);
 */
export function mysqlMigrations(options: MysqlTableOptions = {}): readonly Migration[] {
  return stepsOf(tablesOf(options)).map(({ version, name, statements }) => {
    return { version, name, sql: statements.map((statement) => `${statement};\n`).join('\n') };
  });
}

/** The same as statements. Steps are numbered from 1; those that were released are never changed. */
export function stepsOf(tables: Tables): readonly Step[] {
  const created = Object.values(columnsOf(tables));
  return [
    { version: 1, name: 'tables', statements: [...created, noted(tables, 1, 'tables')] },
    { version: 2, name: 'records', statements: [recordsTable(tables), noted(tables, 2, 'records')] },
    { version: 3, name: 'receipts', statements: [...addReceipts(tables), noted(tables, 3, 'receipts')] },
  ];
}

/** The table that says which steps were made: it has to be there before any of them. */
export function migrationsTable({ migrations }: Tables): string {
  return table(migrations, ['version INT NOT NULL PRIMARY KEY', 'name VARCHAR(100) NOT NULL', 'applied_at BIGINT NOT NULL']);
}

function noted({ migrations }: Tables, version: number, name: string): string {
  return `INSERT IGNORE INTO ${migrations} (version, name, applied_at) VALUES (${version}, '${name}', FLOOR(UNIX_TIMESTAMP(NOW(3)) * 1000))`;
}

/**
 * Texts are LONGTEXT: no length is too long and no `sql_mode` cuts one off. Names are looked up by the SHA-256 of their bytes, which
 * tells apart what collations do not and fits an index.
 */
function columnsOf(tables: Tables): Readonly<Record<string, string>> {
  return {
    migrations: migrationsTable(tables),
    subjects: table(tables.subjects, [
      'id BINARY(32) NOT NULL PRIMARY KEY',
      ...texts('lifecycle', 'subject'),
      'revision BIGINT NOT NULL',
      ...optionalTexts('snapshot', 'fields', 'visited'),
      ...['silent', 'created', 'pinned'].map((flag) => `${flag} TINYINT NOT NULL`),
      'changed_at BIGINT NOT NULL',
      'changes BIGINT NOT NULL',
      'forgotten TINYINT NOT NULL DEFAULT 0',
      'stale_in BIGINT NULL',
      'KEY changed (changed_at)',
    ]),
    answers: table(tables.answers, [
      ...['subject_id BINARY(32) NOT NULL', 'key_id BINARY(32) NOT NULL'],
      ...texts('answer_key', 'value'),
      ...['at BIGINT NOT NULL', 'PRIMARY KEY (subject_id, key_id)'],
    ]),
    jobs: table(tables.jobs, [
      ...['id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY', 'subject_id BINARY(32) NOT NULL', 'key_id BINARY(32) NOT NULL'],
      ...texts('job_key', 'lifecycle', 'subject', 'rule'),
      ...optionalTexts('item', 'recipient', 'recipient_name', 'role'),
      ...texts('channels'),
      ...optionalTexts('signal_name'),
      ...texts('occurrence'),
      'due_at BIGINT NOT NULL',
      ...texts('zone'),
      ...optionalTexts('wall_time', 'direct', 'site'),
      ...texts('version'),
      ...optionalTexts('pinned', 'note'),
      'planned_at BIGINT NOT NULL',
      // Not unique: the lock of its subject guards a key, and duplicate checks would lock the keys of neighbours.
      ...['KEY of_subject (subject_id)', 'KEY by_key (key_id)'],
    ]),
    queue: table(tables.queue, [
      ...['job_id BIGINT NOT NULL PRIMARY KEY', 'claim_at BIGINT NULL', 'run_at BIGINT NOT NULL', 'lease_until BIGINT NULL'],
      'attempts INT NOT NULL',
      ...optionalTexts('parked_by'),
      ...texts('lifecycle'),
      ...optionalTexts('payload', 'code', 'why', 'channel', 'transport', 'provider_id'),
      'settled_at BIGINT NULL',
      ...['KEY claim (claim_at, job_id)', 'KEY leased (lease_until)'],
    ]),
    outcomes: table(tables.outcomes, [
      ...['job_id BIGINT NOT NULL PRIMARY KEY', 'status VARCHAR(20) NOT NULL', 'run_at BIGINT NOT NULL', 'attempts INT NOT NULL'],
      'settled_at BIGINT NULL',
      ...optionalTexts('code', 'why', 'channel', 'transport', 'provider_id', 'payload', 'content'),
      'counted_recipient BINARY(32) NULL',
      ...['KEY by_status (status, job_id)', 'KEY counted (counted_recipient, settled_at)'],
    ]),
    pauses: table(tables.pauses, [
      'id BINARY(32) NOT NULL PRIMARY KEY',
      ...texts('kind', 'name'),
      'since BIGINT NOT NULL',
      ...optionalTexts('note'),
    ]),
  };
}

function recordsTable({ records }: Tables): string {
  return table(records, [
    ...['kind_id BINARY(32) NOT NULL', 'key_id BINARY(32) NOT NULL'],
    ...texts('kind', 'record_key', 'value'),
    ...['version BIGINT NOT NULL', 'expires_at BIGINT NULL', 'PRIMARY KEY (kind_id, key_id)', 'KEY expired (expires_at)'],
  ]);
}

/**
 * One statement changes the table as a whole or not at all. MySQL cannot be told to add a column unless it is there, so that is asked
 * first: the process may have died before the step was noted down.
 */
function addReceipts({ outcomes }: Tables): readonly string[] {
  const [name = '', database] = outcomes.split('.').toReversed();
  const schema = database === undefined ? 'DATABASE()' : `'${database.slice(1, -1).replaceAll("'", "''")}'`;
  const isMade = `SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = ${schema} AND table_name = '${name}' AND column_name = 'receipt_id'`;
  const columns = ['receipt_id BINARY(32) NULL', 'receipt LONGTEXT NULL', 'ask_at BIGINT NULL', 'receipt_address LONGTEXT NULL'];
  const keys = ['KEY by_receipt (receipt_id, job_id)', 'KEY by_asking (ask_at, job_id)'];
  const added = [...columns.map((column) => `ADD COLUMN ${column}`), ...keys.map((key) => `ADD ${key}`)].join(', ');
  return [
    `SET @orderbell_step = IF((${isMade}) = 0, 'ALTER TABLE ${outcomes} ${added}', 'DO 0')`,
    ...['PREPARE orderbell_step FROM @orderbell_step', 'EXECUTE orderbell_step', 'DEALLOCATE PREPARE orderbell_step'],
  ];
}

function table(name: string, columns: readonly string[]): string {
  const lines = columns.map((column) => `  ${column}`).join(',\n');
  return `CREATE TABLE IF NOT EXISTS ${name} (\n${lines}\n) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
}

function texts(...columns: readonly string[]): readonly string[] {
  return columns.map((column) => `${column} LONGTEXT NOT NULL`);
}

function optionalTexts(...columns: readonly string[]): readonly string[] {
  return columns.map((column) => `${column} LONGTEXT NULL`);
}
