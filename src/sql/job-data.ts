/**
 * What jobs hold that is not a text or a number, in the encoding of snapshots.
 * @module
 */
import { decodeSnapshot } from '../core/snapshot.js';
import type { SentContent, StoredJob } from '../ports/store.js';
import { isRecord, type Row, readOptionalText, unreadableSecret } from './value.js';

/** What a column holds in the encoding of snapshots; undefined where it is NULL. */
export function readData(row: Row, column: string): unknown {
  const text = readOptionalText(row, column);
  if (text === undefined) return undefined;
  try {
    return decodeSnapshot(text);
  } catch {
    throw unreadableSecret(column, 'JSON');
  }
}

/** The message that the host asked for itself. */
export function readDirect(row: Row): StoredJob['direct'] {
  const data = readData(row, 'direct');
  if (data === undefined) return undefined;
  if (!isRecord(data) || typeof data['template'] !== 'string') throw unreadableSecret('direct', 'a template and a contact');
  // Written by `encodeJob`, or forgotten.
  return { template: data['template'], contact: data['contact'] as NonNullable<StoredJob['direct']>['contact'] };
}

/** The row that a job goes on by. */
export function readPinned(row: Row): StoredJob['pinned'] {
  const data = readData(row, 'pinned');
  // Whether it is a row of a table is for whoever goes by it to say.
  if (data === undefined || isRecord(data)) return data as StoredJob['pinned'];
  throw unreadableSecret('pinned', 'the row of a table');
}

/** What was sent. JSON has no undefined: what is missing from it is undefined here. */
export function readContent(row: Row): SentContent | undefined {
  const data = readData(row, 'content');
  if (data === undefined) return undefined;
  const { address, locale, text, subjectLine, html } = isRecord(data) ? data : {};
  if (!isText(address) || !isText(locale) || !isText(text) || !isOptionalText(subjectLine) || !isOptionalText(html))
    throw unreadableSecret('content', 'the text of a message');
  return { address, locale, text, subjectLine, html };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || isText(value);
}
