import { describe, expect, test } from 'vitest';
import { importCycles, violations } from './architecture.js';
import { readSources, type Sources } from './sources.js';

const sources = readSources('src', '.ts');

test('every source file keeps the laws of the architecture', () => {
  expect(violations(sources)).toEqual([]);
});

test('no files import each other in a circle', () => {
  expect(importCycles(sources)).toEqual([]);
});

/** A small library that keeps every law; each control below changes one file of it and must be reported. */
const lawful: Readonly<Record<string, string>> = {
  'src/index.ts': `export { plan } from './core/plan.js';`,
  'src/core/plan.ts': `import { z } from 'zod';\nimport { addDays } from 'date-fns/addDays';\nexport const plan = (now: Date) => [z, addDays(now, 1)];`,
  'src/core/errors.ts': `export class OrderbellError extends Error {}`,
  'src/templates/renderer.ts': `import Handlebars from 'handlebars';\nimport { plan } from '../core/plan.js';\nexport const render = [Handlebars, plan];`,
  'src/ports/store.ts': `import type { plan } from '../core/plan.js';\nexport interface Store { readonly plan: typeof plan }`,
  'src/runtime/notifier.ts': `import { EventEmitter } from 'eventemitter3';\nimport { setTimeout } from 'node:timers';\nexport const notifier = [EventEmitter, setTimeout];`,
  'src/sql/row.ts': `import { plan } from '../core/plan.js';\nexport const row = plan;`,
  'src/adapters/sqlite/sqlite.ts': `import { row } from '../../sql/row.js';\nexport const sqlite = row;`,
  'src/engine/worker.ts': `import { OrderbellError } from '../core/errors.js';\nexport const worker = OrderbellError;`,
  'src/adapters/bullmq/bullmq.ts': `import { worker } from '../../engine/worker.js';\nexport const bullmq = worker;`,
  'src/http/client.ts': `import { OrderbellError } from '../core/errors.js';\nexport const client = OrderbellError;`,
  'src/adapters/twsms/twsms.ts': `import { client } from '../../http/client.js';\nexport const twsms = client;`,
  'src/adapters/memory/index.ts': `export { memory } from './memory.js';`,
  'src/adapters/memory/memory.ts': `import { OrderbellError } from '../../core/errors.js';\nimport type { Store } from '../../ports/store.js';\nexport const memory = (store: Store) => [store, OrderbellError];`,
  'src/adapters/file/file.ts': `import { writeFile } from 'node:fs/promises';\nexport const file = writeFile;`,
  'src/presets/studio/studio.ts': `import { z } from 'zod';\nexport const studio = z;`,
  'src/testing/clock.ts': `import { memory } from '../adapters/memory/memory.js';\nexport const clock = memory;`,
  'src/cli/simulate.ts': `import { studio } from '../presets/studio/studio.js';\nexport const simulate = studio;`,
};

function changed(path: string, text: string): Sources {
  return new Map(Object.entries({ ...lawful, [path]: text }));
}

describe('control', () => {
  test('a lawful library is not reported', () => {
    expect(violations(new Map(Object.entries(lawful)))).toEqual([]);
    expect(importCycles(new Map(Object.entries(lawful)))).toEqual([]);
  });

  test.each([
    ['src/core/plan.ts', `import { render } from '../templates/renderer.js';`, 'core -> templates'],
    ['src/core/plan.ts', `const later = import('../runtime/notifier.js');`, 'core -> runtime'],
    ['src/core/plan.ts', `type Store = import('../ports/store.js').Store;`, 'core -> ports'],
    ['src/core/plan.ts', `import { addDays } from 'date-fns';`, "the index of 'date-fns'"],
    ['src/core/plan.ts', `import Handlebars from 'handlebars';`, "the package 'handlebars'"],
    ['src/core/plan.ts', `import { readFileSync } from 'node:fs';`, 'runs anywhere'],
    ['src/core/plan.ts', `import { OrderbellError } from './errors';`, 'without the ending .js'],
    ['src/core/plan.ts', `import { plan } from './plans.js';`, 'no file of src'],
    ['src/templates/renderer.ts', `export { notifier } from '../runtime/notifier.js';`, 'templates -> runtime'],
    ['src/ports/store.ts', `import { plan } from '../core/plan.js';`, 'types only'],
    ['src/ports/store.ts', `import type { render } from '../templates/renderer.js';`, 'ports -> templates'],
    ['src/runtime/notifier.ts', `import { row } from '../sql/row.js';`, 'runtime -> sql'],
    ['src/sql/row.ts', `import { sqlite } from '../adapters/sqlite/sqlite.js';`, 'sql -> adapters/sqlite'],
    ['src/sql/row.ts', `import { readFileSync } from 'node:fs';`, 'runs anywhere'],
    ['src/runtime/notifier.ts', `import { worker } from '../engine/worker.js';`, 'runtime -> engine'],
    ['src/engine/worker.ts', `import { plan } from '../core/plan.js';`, 'engine -> core'],
    ['src/engine/worker.ts', `import { bullmq } from '../adapters/bullmq/bullmq.js';`, 'engine -> adapters/bullmq'],
    ['src/runtime/notifier.ts', `import { client } from '../http/client.js';`, 'runtime -> http'],
    ['src/http/client.ts', `import { plan } from '../core/plan.js';`, 'http -> core'],
    ['src/http/client.ts', `import { twsms } from '../adapters/twsms/twsms.js';`, 'http -> adapters/twsms'],
    ['src/http/client.ts', `import { request } from 'node:http';`, 'runs anywhere'],
    ['src/runtime/notifier.ts', `import { memory } from '../adapters/memory/memory.js';`, 'runtime -> adapters/memory'],
    ['src/runtime/notifier.ts', `import { readFileSync } from 'fs';`, 'without the prefix node:'],
    ['src/runtime/notifier.ts', `import { plan } from '../index.js';`, 'nobody imports an index'],
    ['src/testing/clock.ts', `import { memory } from '../adapters/memory/index.js';`, 'nobody imports an index'],
    ['src/testing/clock.ts', `import { expect } from 'vitest';`, "the package 'vitest'"],
    ['src/testing/clock.ts', `import { file } from '../adapters/file/file.js';`, 'testing -> adapters/file'],
    ['src/adapters/file/file.ts', `import { memory } from '../memory/memory.js';`, 'adapters/file -> adapters/memory'],
    ['src/adapters/file/file.ts', `import { plan } from '../../core/plan.js';`, 'adapters/file -> core'],
    ['src/adapters/file/file.ts', `import { createTransport } from 'nodemailer';`, "the package 'nodemailer'"],
    ['src/presets/studio/studio.ts', `import { notifier } from '../../runtime/notifier.js';`, 'presets/studio -> runtime'],
    ['src/runtime/notifier.ts', `import { simulate } from '../cli/simulate.js';`, 'runtime -> cli'],
    ['src/index.ts', `export { memory } from './adapters/memory/memory.js';`, 'index -> adapters/memory'],
    ['src/index.ts', `export const version = '1';`, 'more than re-exports'],
    ['src/core/plan.ts', `export * from './errors.js';`, 'exports *'],
    ['src/core/plan.ts', `export * as errors from './errors.js';`, 'exports *'],
    ['src/core/plan.ts', `export default 1;`, 'default export'],
    ['src/core/plan.ts', `export default function plan() {}`, 'default export'],
    ['src/core/plan.ts', `const plan = 1;\nexport { plan as default };`, 'default export'],
  ])('%s with «%s» is reported', (path, text, report) => {
    expect(violations(changed(path, text))).toEqual([expect.stringContaining(report)]);
  });

  test.each([
    ['Date.now()', 'reads the clock'],
    ['new Date()', 'reads the clock'],
    ['new Date', 'reads the clock'],
    ['Date()', 'reads the clock'],
    ['new Date(2026, 2, 8)', 'in the zone of the process'],
    ['new Date(0).getHours()', 'in the zone of the process'],
    ['new Date(0).getTimezoneOffset()', 'in the zone of the process'],
    ['new Date(0).toLocaleDateString()', 'in the zone of the process'],
    ['Math.random()', 'Math.random'],
    ['setTimeout(f, 1)', 'setTimeout'],
    ['process.env', 'process'],
    ['console.log(1)', 'console'],
    ['[async () => 1]', 'waits'],
    ['Promise.resolve(1)', 'Promise'],
    ['f as Promise<void>', 'Promise'],
  ])('core with «%s» is reported', (expression, report) => {
    expect(violations(changed('src/core/errors.ts', `const value = ${expression};`))).toEqual([expect.stringContaining(report)]);
    expect(violations(changed('src/runtime/notifier.ts', `const value = ${expression};`))).toEqual([]);
  });

  test.each(['new Date(0)', 'Date.UTC(2026, 0)', 'order.process', '{ process: 1 }', 'new Date(0).getUTCHours()'])(
    'core with «%s» is not reported',
    (expression) => {
      expect(violations(changed('src/core/errors.ts', `const value = ${expression};`))).toEqual([]);
    },
  );

  test('a default clause of a switch is not taken for a default export', () => {
    expect(violations(changed('src/core/errors.ts', 'switch (1) { default: f(); }'))).toEqual([]);
  });

  test('a circle of files is reported, through types too', () => {
    const circle = new Map([
      ['src/core/a.ts', `import { b } from './b.js';`],
      ['src/core/b.ts', `import type { C } from './c.js';`],
      ['src/core/c.ts', `export { a } from './a.js';`],
      ['src/core/d.ts', `import { a } from './a.js';`],
    ]);
    expect(importCycles(circle)).toEqual(['src/core/a.ts -> src/core/b.ts -> src/core/c.ts -> src/core/a.ts']);
  });
});
