import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answering } from './answering.js';
import { freePort } from './free-port.js';

/** A Redis server for tests. */
export interface RedisServer {
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

const given = process.env['ORDERBELL_TEST_REDIS'];

/** Why tests with Redis cannot run here; undefined where they can. */
export const noRedis: string | undefined =
  given !== undefined || spawnSync('redis-server', ['--version']).status === 0
    ? undefined
    : 'needs Redis: install redis-server, or set ORDERBELL_TEST_REDIS=redis://host:port';

/** The server that ORDERBELL_TEST_REDIS names, or else one of our own that forgets everything when it stops. */
export async function startRedis(): Promise<RedisServer> {
  if (given !== undefined) {
    const { hostname, port } = new URL(given);
    return { host: hostname, port: Number(port || 6379), stop: async () => {} };
  }
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'orderbell-redis-'));
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const server = spawn('redis-server', options, { stdio: 'ignore' });
  await answering(port, 'redis-server');
  return {
    host: '127.0.0.1',
    port,
    async stop() {
      const ended = once(server, 'exit');
      server.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
