import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createConnection, createPool, type Pool, type PoolOptions } from 'mysql2/promise';

/** A server for the tests: the one of ORDERBELL_TEST_MYSQL, or one of their own that ends with them. */
export interface TestServer {
  /** How to connect to its database. */
  readonly options: PoolOptions;
  /** A pool that is ended with the server. */
  pool(options?: PoolOptions): Pool;
  stop(): Promise<void>;
}

/** Why there is no server, or undefined where there is one. */
export const noServer: string | undefined =
  process.env['ORDERBELL_TEST_MYSQL'] === undefined && installer() === undefined
    ? 'no MySQL here: set ORDERBELL_TEST_MYSQL=mysql://user:password@host/database, or install mariadbd (Debian: mariadb-server)'
    : undefined;

/** Starts a server of its own, or connects to the one that is given. */
export async function startServer(): Promise<TestServer> {
  const url = process.env['ORDERBELL_TEST_MYSQL'];
  const server = url === undefined ? await ownServer() : { options: { uri: url }, stop: async () => {} };
  const pools: Pool[] = [];
  return {
    options: server.options,
    pool(options = {}) {
      const pool = createPool({ ...server.options, ...options });
      pools.push(pool);
      return pool;
    },
    async stop() {
      await Promise.all(pools.map((pool) => pool.end().catch(() => {})));
      await server.stop();
    },
  };
}

interface Started {
  readonly options: PoolOptions;
  stop(): Promise<void>;
}

async function ownServer(): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'orderbell-mysql-'));
  const data = join(folder, 'data');
  const socketPath = join(folder, 'socket');
  const server = installer()?.(data);
  if (server === undefined) throw new Error(noServer);
  const settings = [`--datadir=${data}`, `--socket=${socketPath}`, `--pid-file=${join(folder, 'pid')}`, ...asWhom()];
  const quick = ['--skip-networking', '--innodb-flush-log-at-trx-commit=0', '--innodb-buffer-pool-size=64M', '--skip-log-bin'];
  const child = spawn(server, ['--no-defaults', ...settings, ...quick], { stdio: 'ignore' });
  const stop = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const options = { socketPath, user: 'root', database: 'test' };
  try {
    await answering(socketPath, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { options, stop };
}

async function answering(socketPath: string, child: ChildProcess): Promise<void> {
  for (const give_up = Date.now() + 60_000; ; ) {
    try {
      const connection = await createConnection({ socketPath, user: 'root' });
      await connection.query('CREATE DATABASE test');
      await connection.end();
      return;
    } catch (error) {
      if (Date.now() > give_up || child.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}

/** Makes a data folder; yields the program that serves it. */
function installer(): ((data: string) => string) | undefined {
  const mariadb = program('mariadbd');
  const install = program('mariadb-install-db');
  if (mariadb !== undefined && install !== undefined) {
    return (data) => {
      run(install, [
        '--no-defaults',
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
        `--datadir=${data}`,
        ...asWhom(),
      ]);
      return mariadb;
    };
  }
  const mysqld = program('mysqld');
  if (mysqld === undefined) return undefined;
  return (data) => {
    run(mysqld, ['--no-defaults', '--initialize-insecure', `--datadir=${data}`, ...asWhom()]);
    return mysqld;
  };
}

function run(command: string, parameters: readonly string[]): void {
  const { status, stderr } = spawnSync(command, parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
}

function program(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/local/mysql/bin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Servers refuse to run as root unless they are told to. */
function asWhom(): readonly string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}
