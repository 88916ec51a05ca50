import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../house/sources.js';

let directory = '';
let script = '';

/** A shop in a process of its own, with a provider that takes its time: as a host would write it. */
const shop = `
import { createNotifier } from './src/runtime/create-notifier.ts';
import { memory } from './src/adapters/memory/index.ts';
import { aBooking, booking } from './test/builders/booking.ts';
import { bookingTemplates } from './test/builders/studio.ts';

const placed = { on: 'order.processing', to: 'booker', by: ['email'], template: 'note' };
const email = {
  name: 'slow',
  send: ({ rule }) => new Promise((resolve) => {
    console.log('begun ' + rule);
    setTimeout(() => { console.log('accepted ' + rule); resolve({}); }, 300);
  }),
  close: () => console.log('closed'),
};
const store = memory();
const notifier = createNotifier({ rules: [booking.rules({ a: placed, b: placed })], templates: [bookingTemplates], transports: { email }, store });
process.once('SIGTERM', async () => {
  await notifier.stop();
  console.log(store.allJobs().map(({ rule, status, attempts }) => rule + ' ' + status + ' ' + attempts).join(', '));
});
notifier.start();
await notifier.handleTransition(booking, { created: aBooking() });
`;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'orderbell-sigterm-'));
  script = join(directory, 'shop.mjs');
  const { outputFiles } = await build({
    stdin: { contents: shop, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  await writeFile(script, outputFiles[0]?.text ?? '');
});
afterAll(() => rm(directory, { recursive: true }));

// A real process with a real signal is the point.
test('a process that is told to end finishes what it has begun, gives back the rest, and ends by itself', async () => {
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') child.kill('SIGTERM');
    output += text;
  });
  const status = await new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  expect(output.trim().split('\n')).toEqual(['begun a', 'accepted a', 'closed', 'a sent 1, b scheduled 0']);
  expect(status).toBe(0);
});
