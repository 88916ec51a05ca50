/**
 * What went wrong with a database, in words for the host.
 * @module
 */
import { type ErrorCode, OrderbellError } from '../core/errors.js';

/** What can be wrong with a database itself. */
export type StoreFault =
  | 'store-unavailable'
  | 'store-not-migrated'
  | 'store-newer'
  | 'store-read-only'
  | 'store-full'
  | 'store-corrupt'
  | 'invalid-client'
  | 'invalid-transaction'
  | 'conflict';

/** What to do about it, where the words of the driver do not say. */
const advice: Readonly<Partial<Record<ErrorCode, string>>> = {
  'store-unavailable': 'Nothing was stored; it is tried again.',
  'store-not-migrated': 'Run `await store.migrate()` once, or apply the statements of `store.migrations()`.',
  'store-newer': 'Update orderbell, or point this process at another database or prefix.',
  'store-read-only': 'Give this process a database that it may write to.',
  'store-full': 'Make room, or prune old history; nothing was stored.',
};

/**
 * An error of a store: `sqlite: claiming jobs: database or disk is full. Make room, ...`. `fact` is a sentence or what a driver
 * said; it must hold no message body, payload or secret.
 */
export function storeError(dialect: string, code: StoreFault, doing: string, fact: string, cause?: unknown): OrderbellError {
  const sentence = /[.!?]$/.test(fact) ? fact : `${fact}.`;
  const hint = advice[code] === undefined ? '' : ` ${advice[code]}`;
  const safe = cause instanceof Error && !(cause instanceof OrderbellError) ? safeCause(cause) : cause;
  return new OrderbellError(code, `${dialect}: ${doing}: ${sentence}${hint}`, safe === undefined ? {} : { cause: safe });
}

/** What tells one error of a driver from another, and names tables and machines at most. */
const harmless = [
  ...['code', 'errno', 'errcode', 'rawCode', 'sqlState', 'severity', 'severity_local', 'routine', 'dataType'],
  ...['schema', 'table', 'column', 'constraint', 'schema_name', 'table_name', 'column_name', 'constraint_name'],
  ...['syscall', 'address', 'port', 'hostname'],
];

/**
 * A driver's error without content. Drivers attach the statement, its values and the row that was refused (`detail`), and causes are
 * logged: of those, nothing is kept. What is kept are codes, names of tables and constraints, and where it was thrown.
 */
export function safeCause(thrown: Error, sentence: string = thrown.message): Error {
  const message = withoutValues(sentence);
  const cause = new Error(message);
  for (const name of harmless) {
    const value: unknown = Reflect.get(thrown, name);
    if (typeof value === 'string' || typeof value === 'number') Object.assign(cause, { [name]: value });
  }
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  cause.stack = [`${cause.name}: ${message}`, ...frames].join('\n');
  return cause;
}

/** Where databases quote values in what they say. */
const quotes: readonly (readonly [RegExp, string])[] = [
  [/: ".*"/s, ': "..."'],
  [/: '.*'(?! at line)/s, ": '...'"],
  [/^Duplicate entry '.*' for key/s, "Duplicate entry '...' for key"],
  [/ near '.*' at line/s, " near '...' at line"],
  [/\bKey \(.*\)=\(.*\)/s, 'Key (...)'],
  [/\brow contains \(.*\)/s, 'row contains (...)'],
];

/** What a database said, without the values that it quotes. */
export function withoutValues(sentence: string): string {
  return quotes.reduce((text, [pattern, instead]) => text.replace(pattern, instead), sentence);
}

/** Whether a driver threw it, and not a mistake of ours. */
function isOfDriver(thrown: Error): boolean {
  if (thrown instanceof TypeError || thrown instanceof RangeError || thrown instanceof ReferenceError) return false;
  return ['code', 'errno', 'errcode'].some((name) => Reflect.get(thrown, name) !== undefined);
}

/**
 * What to throw for something thrown by a driver: an {@link OrderbellError} where `faultOf` knows what it means, else an
 * error of the same words. Errors of orderbell itself, and bugs, pass through.
 */
export function wrapped(
  dialect: string,
  doing: string,
  thrown: unknown,
  faultOf: (thrown: Error) => StoreFault | undefined,
): unknown {
  if (thrown instanceof OrderbellError || !(thrown instanceof Error)) return thrown;
  const fault = faultOf(thrown);
  const fact = withoutValues(thrown.message);
  if (fault !== undefined) return storeError(dialect, fault, doing, fact, thrown);
  return isOfDriver(thrown) ? new Error(`${dialect}: ${doing}: ${fact}`, { cause: safeCause(thrown) }) : thrown;
}
