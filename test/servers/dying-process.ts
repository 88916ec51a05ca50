import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../house/sources.js';

/** Runs a TypeScript file of the tests in a process of its own until it prints `holding`, and then kills it as a power cut would. */
export async function killOnceHolding(file: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', resolve(root, file), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    for await (const line of createInterface(child.stdout)) if (line === 'holding') break;
    if (child.exitCode !== null) throw new Error(`${file} ended by itself, with ${child.exitCode}`);
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}
