/** The command as a test runs it: in this process, with what it prints and its exit status. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.js';

export const projectFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `orderbell` with arguments; paths are relative to `cwd`, the project's folder unless given. */
export async function orderbell(args: readonly string[], cwd: string = projectFolder): Promise<Run> {
  let out = '';
  let err = '';
  const status = await main(args, {
    cwd,
    version: '1.2.3',
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { status, out, err };
}

/** A folder with these files, until the test is over. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'orderbell-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Plays a scenario that is given as a value, or as its text. */
export async function simulateFile(scenario: unknown, ...options: readonly string[]): Promise<Run> {
  const text = typeof scenario === 'string' ? scenario : JSON.stringify(scenario);
  return orderbell(['simulate', 'story.json', ...options], folderWith({ 'story.json': text }));
}

/** The problems that a run has listed, without the line above them. */
export function problemsIn({ err }: Run): readonly string[] {
  const [first = '', ...rest] = err.trimEnd().split('\n');
  return rest.length === 0 ? [first.replace(/^[^:]*: /, '')] : rest.map((line) => line.replace(/^ {2}- /, ''));
}
