import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const run = promisify(execFile);

/** Makes one file of a script, so that it runs in any Node and beside the packages of this project. */
export async function bundled(script: string, folder: string): Promise<string> {
  const outfile = join(folder, `${script}.mjs`);
  await build({
    entryPoints: [resolve(import.meta.dirname, `${script}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    alias: { libsql: resolve(import.meta.dirname, '../../../node_modules/libsql/index.js') },
    external: ['*/libsql/index.js'],
  });
  return outfile;
}

/** Runs a script in a process of its own; yields what it printed, as JSON. */
export async function printed(node: string, ...args: readonly string[]): Promise<unknown> {
  const { stdout } = await run(node, args, { maxBuffer: 1e8 });
  return JSON.parse(stdout);
}
