import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { onTestFinished } from 'vitest';

/** A folder of this test's own, removed when it has ended. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'orderbell-sqlite-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A connection to a file, closed when the test has ended. */
export function opened(path: string, options: Database.Options = {}): Database.Database {
  const database = new Database(path, options);
  onTestFinished(() => {
    if (database.open) database.close();
  });
  return database;
}

/** A connection to a file of this test's own. */
export function aDatabase(): Database.Database {
  return opened(join(aFolder(), 'shop.db'));
}
