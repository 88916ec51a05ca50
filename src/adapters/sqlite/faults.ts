/**
 * What errors of SQLite mean.
 * @module
 */
import type { StoreFault } from '../../sql/store-error.js';

/** SQLite's result codes, by number: `node:sqlite` tells those, other libraries the names. */
const names: Readonly<Record<number, string>> = {
  5: 'BUSY',
  6: 'LOCKED',
  8: 'READONLY',
  10: 'IOERR',
  11: 'CORRUPT',
  13: 'FULL',
  14: 'CANTOPEN',
  26: 'NOTADB',
};

const faults: Readonly<Record<string, StoreFault>> = {
  BUSY: 'store-unavailable',
  LOCKED: 'store-unavailable',
  IOERR: 'store-unavailable',
  CANTOPEN: 'store-unavailable',
  READONLY: 'store-read-only',
  FULL: 'store-full',
  CORRUPT: 'store-corrupt',
  NOTADB: 'store-corrupt',
};

/** The fault that an error of any of the libraries tells of; undefined for what is a mistake of ours. */
export function faultOf(thrown: Error): StoreFault | undefined {
  const name = resultOf(thrown);
  const fault = name === undefined ? undefined : faults[name];
  if (fault !== undefined) return fault;
  if (/no such (?:table|column)/.test(thrown.message)) return 'store-not-migrated';
  if (/not open|finalized/.test(thrown.message)) return 'store-unavailable';
  return undefined;
}

/** Whether another connection writes just now: the same may succeed a moment later. */
export function isBusy(thrown: unknown): thrown is Error {
  return thrown instanceof Error && resultOf(thrown) === 'BUSY';
}

/** Whether others have written since the transaction first read: it can never write any more. */
export function isStale(thrown: unknown): boolean {
  return isBusy(thrown) && (/SNAPSHOT/.test(String(member(thrown, 'code'))) || numberOf(thrown) === 517);
}

/** The name of the primary result code: `BUSY` of `SQLITE_BUSY_SNAPSHOT`. */
function resultOf(thrown: Error): string | undefined {
  const name = /^SQLITE_([A-Z]+)/.exec(String(member(thrown, 'code')))?.[1];
  const number = numberOf(thrown);
  return name ?? (number === undefined ? undefined : names[number & 0xff]);
}

function numberOf(thrown: Error): number | undefined {
  const number = member(thrown, 'errcode') ?? member(thrown, 'rawCode');
  return typeof number === 'number' ? number : undefined;
}

function member(thrown: Error, name: string): unknown {
  return Reflect.get(thrown, name);
}
