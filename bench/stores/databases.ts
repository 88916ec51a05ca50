/**
 * Databases to measure with: their own servers and files, which are gone afterwards.
 * @module
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import type { Pool as MysqlPool } from 'mysql2/promise';
import type { Pool } from 'pg';
import { poolOf, startPostgres } from '../../test/servers/postgres-server.js';
import { addCopies, type Columns, type Sql } from './filling.js';
import { order } from './order.js';

/** Whatever has to be ended. */
export type End = () => Promise<void> | void;

/** A PostgreSQL server that syncs each commit to the disk, as a server of a shop does. */
export async function aPostgres(): Promise<{ readonly url: string; readonly pool: Pool; readonly end: End }> {
  const server = await startPostgres({ isSynced: true });
  const pool = poolOf(server, { max: 10 });
  return {
    url: server.connectionString,
    pool,
    async end() {
      await pool.end();
      await server.stop();
    },
  };
}

/** A folder for files of SQLite. */
export function aFolder(): { readonly path: (name: string) => string; readonly end: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'orderbell-bench-'));
  return { path: (name) => join(folder, name), end: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The multiplier is prime, and written so that it makes a large number of any database. */
const shuffled = (count: number) => `(CAST(i AS DECIMAL(20)) * 7919) % ${count}`;

/** How PostgreSQL is asked. */
export function sqlOfPostgres(pool: Pool): Sql {
  return {
    all: async (sql) => (await pool.query(sql)).rows,
    numbers: (count) => ({ before: '', from: `FROM generate_series(1, ${count}) AS s(i)` }),
    joined: (...parts) => parts.join(' || '),
    overriding: 'OVERRIDING SYSTEM VALUE',
    shuffled,
    hasClaimAt: false,
  };
}

/** How SQLite is asked. */
export function sqlOfSqlite(database: Database.Database): Sql {
  return {
    async all(sql) {
      const statement = database.prepare(sql);
      // Rows that hold for any statement: those that select.
      if (/^SELECT|^PRAGMA/.test(sql)) return statement.all() as Record<string, unknown>[];
      statement.run();
      return [];
    },
    numbers: (count) => ({
      before: `WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < ${count})`,
      from: 'FROM s',
    }),
    joined: (...parts) => parts.join(' || '),
    shuffled,
    hasClaimAt: true,
  };
}

/**
 * How MySQL and MariaDB are asked. Ids are hashes: those of subjects are the store's, so that it finds the copies of `sample`, an
 * order; of keys any will do that differ.
 */
export function sqlOfMysql(pool: MysqlPool, sample: string): Sql {
  const name = `CONCAT('${sample}-', i)`;
  const subjectId = `UNHEX(SHA2(CONCAT('${order.name.length} ${order.name} ', LENGTH(${name}), ' ', ${name}), 256))`;
  const keyId = "UNHEX(SHA2(CONCAT('copy', i), 256))";
  return {
    async all(sql) {
      const [rows] = await pool.query(sql);
      return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
    },
    numbers: (count) => ({ before: '', from: `FROM (SELECT seq AS i FROM seq_1_to_${count}) s` }),
    joined: (...parts) => `CONCAT(${parts.join(', ')})`,
    shuffled,
    hasClaimAt: true,
    hashes: { 'subjects.id': subjectId, 'jobs.subject_id': subjectId, 'jobs.key_id': keyId },
  };
}

/** Copies an order with one reminder, its job and all; `queued` are columns of what waits. */
export async function addOrders(sql: Sql, sample: string, count: number, queued: Columns, prefix = 'orderbell_'): Promise<void> {
  const [job] = await sql.all(`SELECT id FROM ${prefix}jobs WHERE subject = '${sample}'`);
  const id = `${job?.['id']} + i`;
  const add = (table: string, where: string, columns: Columns) =>
    addCopies(sql, { table: prefix + table, sample, where, count, columns });
  // Names of people are kept in lower case: the sample must have no other letters.
  await add('subjects', `subject = '${sample}'`, {});
  await add('jobs', `subject = '${sample}'`, { id });
  await add('queue', `job_id = ${job?.['id']}`, { job_id: id, ...queued });
}

/** Microseconds of processor time that a PostgreSQL server has had; undefined where the system does not tell. */
export async function serverCpu(pool: Pool): Promise<number | undefined> {
  if (!existsSync('/proc/self/stat')) return undefined;
  const { rows } = await pool.query("SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1) AS pid");
  const main = String(rows[0]?.pid);
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const fields = statOf(pid);
    // Fields of proc(5) after the name: parent is the second, times of itself and of ended children the 12th to the 15th.
    if (pid === main) ticks += fields.slice(11, 15).reduce((sum, value) => sum + Number(value), 0);
    else if (fields[1] === main) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks * 10_000;
}

function statOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

/** A file of SQLite. */
export function openFile(path: string): Database.Database {
  return new Database(path);
}
