/**
 * Watching: who else has written to the file, and whether that makes something due earlier.
 * @module
 */
import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { readNumber } from '../../sql/value.js';
import type { Connection } from './database.js';

/** What the watcher needs to know. */
export interface WatcherOptions {
  readonly connection: Connection;
  /** The earliest instant at which something can be claimed. */
  readonly nextRunAt: () => number | undefined;
}

/** Milliseconds between a write to the file and the look at it: others may follow at once. */
const settleTime = 5;

/** Tells listeners of earlier work. */
export class Watcher {
  readonly #options: WatcherOptions;
  readonly #listeners = new Set<() => void>();
  #files: FSWatcher | undefined;
  #soon: NodeJS.Timeout | undefined;
  #dataVersion: number | undefined;
  #next: number | undefined;

  constructor(options: WatcherOptions) {
    this.#options = options;
  }

  /** Yields what ends it. */
  add(listener: () => void): () => void {
    // Wrapped, so that a function that watches twice is called twice and each end ends one.
    const call = () => listener();
    if (this.#listeners.size === 0) this.#begin();
    this.#listeners.add(call);
    return () => {
      this.#listeners.delete(call);
      if (this.#listeners.size === 0) this.end();
    };
  }

  /** Runs work that may make something due earlier; with nobody to tell, that is all it does. */
  telling<T>(work: () => T): T {
    if (this.#listeners.size === 0) return work();
    const before = this.#options.nextRunAt();
    const result = work();
    const after = this.#options.nextRunAt();
    this.#next = after;
    // Not before the transaction of the work has been committed.
    if (isEarlier(after, before)) queueMicrotask(() => this.#tell());
    return result;
  }

  /** Looks whether there is earlier work now, as when a transaction of the host has ended. */
  lookSoon(): void {
    if (this.#listeners.size === 0) return;
    this.#dataVersion = undefined;
    this.#schedule();
  }

  end(): void {
    this.#listeners.clear();
    this.#files?.close();
    this.#files = undefined;
    clearTimeout(this.#soon);
    this.#soon = undefined;
  }

  /** Jobs were taken: what comes next is not known any more. */
  taken(): void {
    this.#next = undefined;
  }

  #begin(): void {
    const path = this.#path();
    this.#dataVersion = undefined;
    this.#next = undefined;
    this.#look(() => {});
    if (path === undefined) return;
    try {
      // The folder, because the files beside the database come and go.
      const own = new Set([basename(path), `${basename(path)}-wal`]);
      this.#files = watch(dirname(path), { persistent: false }, (_, name) => {
        if (name === null || own.has(name)) this.#schedule();
      });
      // What cannot be watched, such as a folder of another machine, is asked from time to time by whoever sleeps.
      this.#files.on('error', () => {});
    } catch {
      this.#files = undefined;
    }
  }

  #schedule(): void {
    if (this.#soon !== undefined) return;
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      this.#look(() => this.#tell());
    }, settleTime);
    this.#soon.unref();
  }

  /** Calls `tell` where another connection has written and something can be claimed earlier than before. */
  #look(tell: () => void): void {
    const { connection, nextRunAt } = this.#options;
    // What the host has not committed is nothing to tell of, and the end of its transaction may not touch the file.
    if (connection.inTransaction) {
      this.#schedule();
      return;
    }
    try {
      const version = this.#version();
      if (version === this.#dataVersion) return;
      const before = this.#next;
      this.#next = nextRunAt();
      this.#dataVersion = version;
      if (isEarlier(this.#next, before)) tell();
    } catch {
      // A database that cannot be read now is read again by whoever claims, and says so there.
    }
  }

  /** Changes whenever another connection has written. */
  #version(): number | undefined {
    const row = this.#options.connection.first('PRAGMA data_version');
    return row === undefined ? undefined : readNumber(row, 'data_version');
  }

  /** Undefined for a database in memory. */
  #path(): string | undefined {
    try {
      const rows = this.#options.connection.all('PRAGMA database_list');
      const file = rows.find((row) => row['name'] === 'main')?.['file'];
      return typeof file === 'string' && file !== '' ? file : undefined;
    } catch {
      return undefined;
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        // The work is committed: what a listener throws is nobody's answer here, and must not get lost either.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}

function isEarlier(after: number | undefined, before: number | undefined): boolean {
  return after !== undefined && (before === undefined || after < before);
}
