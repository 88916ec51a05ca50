import { describe, test } from 'vitest';
import { type SqliteDatabase, sqlite } from '../../../src/adapters/sqlite/index.js';
import { storeContract } from '../../../src/testing/store-contract.js';
import { aDatabase, opened } from './files.js';

const skip = [
  {
    case: 'what a transaction writes is hidden until it is committed',
    reason:
      'on one connection, everything that is not part of the transaction waits for its end; another connection is tried below',
  },
];

function contractOn(open: () => SqliteDatabase) {
  return storeContract<SqliteDatabase>({
    create: async () => {
      const store = sqlite(open());
      return { store, transaction: (work) => store.transaction(work), close: () => store.close() };
    },
    skip,
  });
}

describe('in a file', () => {
  for (const { name, run } of contractOn(aDatabase)) test(name, run);
});

describe('in memory', () => {
  for (const { name, run } of contractOn(() => opened(':memory:'))) test(name, run);
});
