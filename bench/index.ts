/**
 * `npm run bench`: runs every measurement and prints one table.
 *
 * `npm run bench -- decision growth` runs some of them; `--json` prints the rows as JSON, `--full` measures
 * endurance with a million jobs. `backlog` fills tables with a million rows, which takes minutes: it runs only when it is named.
 * The numbers are reported, not enforced: they move with the machine, ratios less so than times.
 * @module
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Row } from './row.js';
import { tableOf } from './table.js';

const measurements = [
  'decision',
  'growth',
  'calendar',
  'sms',
  'gateway',
  'memory',
  'postgres',
  'sqlite',
  'backlog',
  'punctuality',
  'endurance',
  'import',
] as const;

const options = ['--json', '--full'];
const given = process.argv.slice(2);
const chosen = measurements.filter((name) => given.includes(name));
const unknown = given.filter((name) => !options.includes(name) && !measurements.some((known) => known === name));
if (unknown.length > 0) {
  console.error(`There is no measurement ${unknown.join(', ')}. Known: ${measurements.join(', ')}, ${options.join(', ')}.`);
  process.exit(1);
}

const rows: Row[] = [];
for (const name of await bundled(chosen.length > 0 ? chosen : measurements.filter((name) => name !== 'backlog'))) {
  // Each of these modules exports a function `run` without required parameters.
  const { run } = (await import(name)) as { readonly run: () => Promise<readonly Row[]> };
  rows.push(...(await run()));
  if (!given.includes('--json')) console.error(`measured: ${new URL(name).pathname.split('/').at(-1)}`);
}
console.log(given.includes('--json') ? JSON.stringify(rows, undefined, 2) : tableOf(rows));

/**
 * The modules as the library is built, by the same bundler and from the same sources. Why not as tsx loads them: it calls a
 * function for each closure that is made, to keep its name, and that would be measured, too.
 */
async function bundled(names: readonly string[]): Promise<readonly string[]> {
  const directory = join('node_modules', '.cache', 'orderbell-bench');
  await build({
    // The worker is started as a process of its own.
    entryPoints: [...names, 'stores/worker'].map((name) => join('bench', `${name}.ts`)),
    outbase: 'bench',
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  });
  return names.map((name) => pathToFileURL(join(directory, `${name}.mjs`)).href);
}
