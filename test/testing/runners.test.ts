import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

let directory: string;

/** The kit as one file, and a project beside it that uses it under node:test. */
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'orderbell-'));
  await symlink(resolve('node_modules'), join(directory, 'node_modules'));
  await build({
    stdin: { contents: projectSource, resolveDir: process.cwd(), loader: 'ts' },
    outfile: join(directory, 'kit.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
});

afterAll(() => rm(directory, { recursive: true, force: true }));

const projectSource = `
export * from './src/testing/index.ts';
export { memory } from './src/adapters/memory/index.ts';
export { aBooking, booking, bookingRules } from './test/builders/booking.ts';
export { bookingTemplates } from './test/builders/studio.ts';
`;

async function runUnderNodeTest(source: string): Promise<{ readonly status: number | null; readonly output: string }> {
  const file = join(directory, 'story.test.mjs');
  await writeFile(file, source);
  // What the runner of this test tells its own workers is nothing to a process of its own.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', file], {
    encoding: 'utf8',
    env,
  });
  return { status, output: `${stdout}${stderr}` };
}

const story = (by: string) => `
import { test } from 'node:test';
import { aBooking, assertNotSent, assertSent, booking, bookingRules, bookingTemplates, createTestNotifier } from './kit.mjs';

test('the booker is told that the order is placed', async () => {
  const shop = createTestNotifier({ rules: [bookingRules], templates: [bookingTemplates], start: '2026-03-01T11:00' });
  await shop.handleTransition(booking, { created: aBooking() });
  await shop.advanceBy({ minutes: 1 });
  assertSent(shop, { rule: 'order-placed', to: 'Ann', by: '${by}' });
  assertNotSent(shop, { rule: 'pre-visit' });
});
`;

test('a story is told under node:test', async () => {
  const { status, output } = await runUnderNodeTest(story('sms'));
  expect(output).toContain('ok 1 - the booker is told');
  expect(status).toBe(0);
});

test('control: a story that is not true fails under node:test', async () => {
  const { status, output } = await runUnderNodeTest(story('sms').replace("to: 'Ann'", "to: 'Ben'"));
  expect(output).toContain('differs in to');
  expect(status).toBe(1);
});

test('the contract of a store runs under node:test', async () => {
  const { status, output } = await runUnderNodeTest(`
    import { test } from 'node:test';
    import { memory, storeContract } from './kit.mjs';
    const create = async () => {
      const store = memory();
      return { store, transaction: (work) => store.transaction(work) };
    };
    for (const { name, run } of storeContract({ create })) test(name, run);
  `);
  expect(output).toMatch(/^# pass [1-9]\d+$/m);
  expect(output).toMatch(/^# fail 0$/m);
  expect(status).toBe(0);
});
