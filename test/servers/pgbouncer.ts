import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { answering } from './answering.js';
import { freePort } from './free-port.js';

/** A PgBouncer in front of a PostgreSQL server, which hands out another connection for each transaction. */
export interface Pooler {
  readonly connectionString: string;
  stop(): Promise<void>;
}

// Debian installs it where only administrators look.
const env = { ...process.env, PATH: [process.env['PATH'], '/usr/sbin'].join(delimiter) };

/** Why tests with PgBouncer cannot run here; undefined where they can. */
export const noPgbouncer: string | undefined =
  spawnSync('pgbouncer', ['--version'], { env }).status === 0 ? undefined : 'needs PgBouncer: install pgbouncer';

/** Starts one that keeps no prepared statements: that of PgBouncer before 1.21, and of later ones where they are switched off. */
export async function startPgbouncer(server: string): Promise<Pooler> {
  const { hostname, port: serverPort, username, password } = new URL(server);
  const port = await freePort();
  const connectionString = new URL(server);
  connectionString.host = `127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'orderbell-pgbouncer-'));
  const file = join(folder, 'pgbouncer.ini');
  const version = /(\d+)\.(\d+)/.exec(spawnSync('pgbouncer', ['--version'], { env, encoding: 'utf8' }).stdout);
  const knowsPrepared = Number(version?.[1]) > 1 || Number(version?.[2]) >= 21;
  const settings = [
    '[databases]',
    `* = host=${hostname} port=${serverPort || 5432} user=${username} password=${password}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    'default_pool_size = 5',
    ...(knowsPrepared ? ['max_prepared_statements = 0'] : []),
  ];
  writeFileSync(file, `${settings.join('\n')}\n`);
  // It refuses to be root, and becomes somebody who must be able to read this.
  chmodSync(folder, 0o755);
  const options = process.getuid?.() === 0 ? ['-u', 'nobody', file] : [file];
  const pooler = spawn('pgbouncer', options, { env, stdio: 'ignore' });
  await answering(port, 'pgbouncer');
  return {
    connectionString: connectionString.href,
    async stop() {
      const ended = once(pooler, 'exit');
      pooler.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
