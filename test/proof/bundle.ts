/** Scripts for child processes: bundled once, so that each of hundreds of processes starts at once. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles a script of this folder with the library's sources; packages stay outside. Yields where it is. */
export async function bundled(script: string): Promise<string> {
  const outfile = `${root}node_modules/.cache/orderbell-proof/${script}.mjs`;
  await build({
    entryPoints: [`${root}test/proof/${script}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: {
      orderbell: `${root}src/index.ts`,
      'orderbell/templates': `${root}src/templates/index.ts`,
      'orderbell/sqlite': `${root}src/adapters/sqlite/index.ts`,
      'orderbell/postgres': `${root}src/adapters/postgres/index.ts`,
    },
    logLevel: 'silent',
  });
  return outfile;
}
