/**
 * Stores by what they are called on a command line, so that several processes can share one.
 * @module
 */
import { createPool } from 'mysql2/promise';
import type { Store } from 'orderbell';
import { memory } from 'orderbell/memory';
import { mysql } from 'orderbell/mysql';
import { postgres } from 'orderbell/postgres';
import { sqlite } from 'orderbell/sqlite';
import { Pool } from 'pg';
import { openFile } from './databases.js';

/** A kind of store. */
export type Kind = 'memory' | 'SQLite' | 'PostgreSQL' | 'MySQL';

/** Opens a store: `at` is a path, an address, or options of mysql2 as JSON. `end` comes after the notifier has stopped. */
export function opened(kind: Kind, at: string): { readonly store: Store<never>; readonly end: () => Promise<void> } {
  switch (kind) {
    case 'memory':
      return { store: memory(), end: async () => {} };
    case 'SQLite': {
      const database = openFile(at);
      return { store: sqlite(database), end: async () => void database.close() };
    }
    case 'PostgreSQL': {
      const pool = new Pool({ connectionString: at, max: 4 });
      return { store: postgres(pool), end: () => pool.end() };
    }
    case 'MySQL': {
      const pool = createPool({ ...JSON.parse(at), connectionLimit: 4 });
      return { store: mysql(pool), end: () => pool.end() };
    }
    default:
      return kind satisfies never;
  }
}
