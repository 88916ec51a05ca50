#!/usr/bin/env node
/**
 * The program `orderbell`.
 * @module
 */
import { readFileSync } from 'node:fs';
import { main } from './main.js';

// dist/cli/index.js and src/cli/index.ts are equally far from the package's folder.
const manifest: { readonly version: string } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

// Whoever reads the output may stop before its end, as `head` does: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Not process.exit: it would cut off output that has not been written yet.
process.exitCode = await main(process.argv.slice(2), {
  cwd: process.cwd(),
  version: manifest.version,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
