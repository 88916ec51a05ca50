/**
 * What it costs to load the library: milliseconds of `import 'orderbell'` in a fresh process, and bytes of its code.
 *
 * Reads the built package, as a user has it.
 * @module
 */
import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { median, type Row } from './row.js';

/** Loads the built package several times, each in its own process, and bundles its own code and all of it. */
export async function run({ processes = 9 } = {}): Promise<Row[]> {
  const times: Record<'ours' | 'zod', number[]> = { ours: [], zod: [] };
  for (let count = 0; count < processes; count++) {
    times.ours.push(importMilliseconds('orderbell'));
    times.zod.push(importMilliseconds('zod'));
  }
  const own = await kilobytes('dist/index.js', 'external', [onlyFirst()]);
  return [
    {
      name: "import 'orderbell' in a fresh process, beside import 'zod'",
      unit: 'ms',
      ours: median(times.ours),
      theirs: median(times.zod),
    },
    {
      name: "own code that import 'orderbell' loads, minified and gzipped",
      unit: 'kB',
      ours: own,
      target: 'under 25',
      met: own < 25,
    },
    {
      name: 'own code that the first handleTransition loads on top of it',
      unit: 'kB',
      ours: (await kilobytes('dist/index.js', 'external', [onlyFirst('/change-handler')])) - own,
    },
    {
      name: 'own code that is loaded when first needed: changes, delivery, operations, OpenTelemetry',
      unit: 'kB',
      ours: (await kilobytes('dist/index.js', 'external')) - own,
    },
    {
      name: "'orderbell' with its dependencies, minified and gzipped",
      unit: 'kB',
      ours: await kilobytes('dist/index.js', 'bundle'),
    },
    { name: "own code of 'orderbell/templates'", unit: 'kB', ours: await kilobytes('dist/templates/index.js', 'external') },
    { name: "'orderbell/templates' with Handlebars", unit: 'kB', ours: await kilobytes('dist/templates/index.js', 'bundle') },
  ];
}

/** Measured within the process, so that the start of Node itself is not counted. */
function importMilliseconds(name: string): number {
  const script = `const start = performance.now(); await import('${name}'); process.stdout.write(String(performance.now() - start));`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }));
}

const shared = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  write: false,
  logLevel: 'error',
} as const;

/** Leaves out what is loaded by `import()`, but for files of these names. */
function onlyFirst(...also: readonly string[]): Plugin {
  return {
    name: 'only what is loaded at once',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ kind, path }) =>
        kind === 'dynamic-import' && !also.some((name) => path.includes(name)) ? { path, external: true } : undefined,
      );
    },
  };
}

/** Thousands of bytes of an entry, bundled, minified and compressed by gzip at its default level. */
async function kilobytes(entry: string, packages: 'external' | 'bundle', plugins: Plugin[] = []): Promise<number> {
  const { outputFiles } = await build({ ...shared, entryPoints: [entry], packages, plugins });
  return gzipSync(outputFiles[0]?.contents ?? '').length / 1000;
}
