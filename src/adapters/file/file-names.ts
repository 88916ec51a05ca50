/**
 * Names of files for messages.
 * @module
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import type { Message } from '../../ports/transport.js';

const shape = /^(\d{6,})-.*-([0-9a-f]{16})\.\w+$/;

/** Gives each key one name for ever: a number that counts up, words for people, and a hash that makes it unique. */
export class FileNames {
  readonly #directory: string;
  readonly #names = new Map<string, string>();
  #last = 0;
  #ready: Promise<void> | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async nameOf(message: Message): Promise<string> {
    this.#ready ??= this.#readDirectory();
    try {
      await this.#ready;
    } catch (error) {
      // The next message looks again.
      this.#ready = undefined;
      throw error;
    }
    const hash = createHash('sha256').update(message.key).digest('hex').slice(0, 16);
    const known = this.#names.get(hash);
    if (known !== undefined) return known;
    this.#last += 1;
    const { lifecycle, subject, rule, channel } = message;
    const words = [lifecycle, subject, rule, channel].map(safe).join('-');
    const name = `${String(this.#last).padStart(6, '0')}-${words}-${hash}`;
    this.#names.set(hash, name);
    return name;
  }

  /** Goes on where an earlier process has stopped. */
  async #readDirectory(): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    for (const file of await readdir(this.#directory)) {
      const [, number, hash] = shape.exec(file) ?? [];
      if (number === undefined || hash === undefined) continue;
      this.#names.set(hash, file.slice(0, file.lastIndexOf('.')));
      this.#last = Math.max(this.#last, Number(number));
    }
  }
}

/** Letters, digits and underscores only: other characters mean something on one file system or another. */
function safe(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, '_').slice(0, 32) || '_';
}
