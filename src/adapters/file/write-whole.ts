/**
 * Files that are there as a whole or not at all.
 * @module
 */
import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes a file beside its place and moves it there. */
export async function writeWhole(directory: string, name: string, content: Uint8Array | string): Promise<void> {
  const draft = join(directory, `.${randomUUID()}.tmp`);
  try {
    await writeFile(draft, content);
    await rename(draft, join(directory, name));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
