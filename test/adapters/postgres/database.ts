import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll } from 'vitest';

/** A schema of its own on the server of this run. */
export interface Database {
  readonly url: string;
  readonly schema: string;
  readonly pool: pg.Pool;
  /** Empties the tables. */
  clear(): Promise<void>;
}

/**
 * The address of a server: the one of ORDERBELL_TEST_POSTGRES, or one that the first test file of a run starts and that ends with
 * the run.
 */
async function serverUrl(): Promise<string> {
  const given = process.env['ORDERBELL_TEST_POSTGRES'];
  if (given !== undefined && given !== '') return given;
  // All files of a run have the same parent.
  const folder = join(tmpdir(), `orderbell-postgres-run-${process.ppid}`);
  if (isFirst(folder)) {
    const script = fileURLToPath(new URL('server-process.mjs', import.meta.url));
    spawn(process.execPath, [script, folder, String(process.ppid)], { detached: true, stdio: 'ignore' }).unref();
  }
  const file = join(folder, 'url');
  for (let turns = 0; turns < 1_200; turns++) {
    if (existsSync(file)) return readFileSync(file, 'utf8');
    await wait(50);
  }
  throw new Error(`no PostgreSQL server has started within a minute: ${file} is missing`);
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

let schemas = 0;

/** Makes a schema, which is dropped after the tests of the file; within a test, hand over `onTestFinished`. */
export async function aDatabase(atTheEnd: (work: () => Promise<void>) => void = afterAll): Promise<Database> {
  const url = await serverUrl();
  schemas += 1;
  const schema = `test ${process.pid} ${schemas}`;
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // Tests break connections; nobody else is to hear of it.
  pool.on('error', () => {});
  await pool.query(`CREATE SCHEMA "${schema}"`);
  atTheEnd(async () => {
    await pool.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
    await pool.end();
  });
  const tables = ['subjects', 'answers', 'jobs', 'queue', 'outcomes', 'pauses', 'records'];
  const clear = tables.map((table) => `DELETE FROM "${schema}".orderbell_${table}`).join(';');
  return {
    url,
    schema,
    pool,
    async clear() {
      await pool.query(clear);
    },
  };
}

/** Runs work in a transaction of a pool. */
export async function inTransaction<R>(pool: pg.Pool, work: (tx: pg.PoolClient) => Promise<R>): Promise<R> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
