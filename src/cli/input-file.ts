/**
 * Files that a command is given.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { type ErrorCode, OrderbellError } from '../core/errors.js';

/** The text of a file; throws an error with the code, saying why it cannot be read and what was expected: `a scenario file`. */
export async function textOf(path: string, name: string, code: ErrorCode, expected: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const why = reason === 'ENOENT' ? 'there is no such file' : reason === 'EISDIR' ? 'it is a folder' : String(cause);
    throw new OrderbellError(code, `${name} cannot be read: ${why}. Expected the path of ${expected}.`, { cause });
  }
}
