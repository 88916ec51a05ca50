/**
 * What errors of MySQL, MariaDB and mysql2 mean.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { type StoreFault, safeCause, storeError, withoutValues } from '../../sql/store-error.js';

/** The name in messages. */
export const dialect = 'mysql';

/** By the number that the server gives. */
const byNumber: ReadonlyMap<number, StoreFault> = new Map([
  ...many('store-unavailable', [1040, 1043, 1044, 1045, 1049, 1053, 1129, 1130, 1203, 1226, 1317, 1698, 1927, 1969]),
  ...many('store-unavailable', [2002, 2003, 2006, 2013, 3024, 3118, 3159, 3168, 3169, 4031, 4151]),
  ...many('store-not-migrated', [1146]),
  ...many('store-read-only', [1036, 1290, 1792, 1836]),
  ...many('store-full', [1021, 1114, 3675]),
  ...many('conflict', [1020, 1180, 1205, 1213]),
]);

/** By the name that mysql2 or Node.js gives, where the server has said nothing. */
const unreachable: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT'],
  ...['EACCES', 'ENOTCONN', 'PROTOCOL_CONNECTION_LOST', 'PROTOCOL_SEQUENCE_TIMEOUT', 'HANDSHAKE_SSL_ERROR'],
  ...['HANDSHAKE_NO_SSL_SUPPORT', 'AUTH_SWITCH_PLUGIN_ERROR'],
]);

/** mysql2 gives some errors nothing but a sentence. */
const goneBySentence = /closed state|pool is closed|queue limit reached|no connections available|connection lost/i;
const fullBySentence = /\berror:? 28\b|no space left/i;
const deniedWrite = /^(?:INSERT|UPDATE|DELETE|CREATE)\b.* command denied/i;

/** Of a duplicate key: somebody else has inserted the same row. */
export function isDuplicate(thrown: unknown): boolean {
  return factOf(thrown).number === 1062;
}

/** Of a table that is not there. */
export function isMissingTable(thrown: unknown): boolean {
  if (thrown instanceof OrderbellError) return thrown.code === 'store-not-migrated';
  return factOf(thrown).number === 1146;
}

/** Of a deadlock, or of a wait for a lock that took too long: the transaction may be tried again. */
export function isContention(thrown: unknown): boolean {
  return thrown instanceof Error && faultOf(factOf(thrown)) === 'conflict';
}

/** What to throw for what a driver threw while something was done. Errors of orderbell itself pass through. */
export function explained(doing: string, thrown: unknown): unknown {
  if (thrown instanceof OrderbellError || !(thrown instanceof Error)) return thrown;
  const fact = factOf(thrown);
  const fault = faultOf(fact);
  if (fault !== undefined) return storeError(dialect, fault, doing, fact.sentence, fact.cause);
  return new Error(`${dialect}: ${doing}: ${fact.sentence}`, { cause: fact.cause });
}

/** The same within a transaction of the host, which has to be run again as a whole where others were in the way. */
export function explainedToHost(doing: string, thrown: unknown): unknown {
  if (thrown instanceof OrderbellError || !isContention(thrown)) return explained(doing, thrown);
  const fact = factOf(thrown);
  const sentence = `${fact.sentence.replace(/[.;]?$/, '.')} Another transaction is in the way: roll yours back and run it again.`;
  return storeError(dialect, 'conflict', doing, sentence, fact.cause);
}

/** What is known of an error. */
interface Fact {
  readonly number: number | undefined;
  readonly code: string;
  /** In the words of the server or the driver, without the statement and the values: they may hold what was said to a person. */
  readonly sentence: string;
  readonly cause: Error | undefined;
}

function factOf(thrown: unknown): Fact {
  if (!(thrown instanceof Error)) return { number: undefined, code: '', sentence: String(thrown), cause: undefined };
  const source = driverErrorOf(thrown);
  const { errno, code, sqlMessage } = source;
  // Some clients put the whole statement before the message: the words of the server stand alone in `sqlMessage`.
  const said = typeof sqlMessage === 'string' && sqlMessage !== '' ? sqlMessage : source.message || String(code);
  return {
    // Errors of sockets have negative numbers of their own.
    number: typeof errno === 'number' && errno > 0 ? errno : undefined,
    code: typeof code === 'string' ? code : '',
    sentence: withoutValues(said),
    cause: safeCause(source, said),
  };
}

interface DriverError extends Error {
  readonly errno?: unknown;
  readonly code?: unknown;
  readonly sqlMessage?: unknown;
}

/** TypeORM and Drizzle wrap what the driver threw. */
function driverErrorOf(thrown: Error & { readonly driverError?: unknown }): DriverError {
  const inner = thrown.driverError ?? thrown.cause;
  return inner instanceof Error && !('errno' in thrown) ? inner : thrown;
}

function faultOf({ number, code, sentence }: Fact): StoreFault | undefined {
  const known = number === undefined ? undefined : byNumber.get(number);
  if (known !== undefined) return known;
  if (number === 1142) return deniedWrite.test(sentence) ? 'store-read-only' : 'store-unavailable';
  if (fullBySentence.test(sentence)) return 'store-full';
  return unreachable.has(code) || goneBySentence.test(sentence) ? 'store-unavailable' : undefined;
}

function many(fault: StoreFault, numbers: readonly number[]): readonly (readonly [number, StoreFault])[] {
  return numbers.map((number) => [number, fault] as const);
}
