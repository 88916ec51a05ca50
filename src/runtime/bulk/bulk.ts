/**
 * Bulk messages: what `notifier.sendMany` takes and answers.
 * @module
 */
import type { Lifecycle } from '../../core/lifecycle.js';
import type { Shape } from '../../core/shape.js';
import type { Data, SendRequest } from '../changes.js';

/** One message of many: about which subject, and what `send` would be asked for. */
export type BulkMessage<S extends Shape> = {
  readonly lifecycle: Lifecycle<S>;
  /** The data, or the key where `load` is given or a snapshot is kept. */
  readonly subject: Data<S> | string;
} & SendRequest<S>;

/** Messages from anywhere: a list, or whatever reads them one by one, such as a cursor of a database. */
export type BulkSource<S extends Shape> = Iterable<BulkMessage<S>> | AsyncIterable<BulkMessage<S>>;

/** How many messages are sent. */
export interface BulkOptions {
  /**
   * Names the batch: letters, digits, `-` and `_`, at most 60. A call with the name of an earlier one goes on with it, and tells nobody
   * twice; it is remembered for 90 days. Another name is another batch.
   */
  readonly batch: string;
  /** When they are sent; at once unless told otherwise. An `at` of a message itself counts before it. */
  readonly at?: Date;
  /** How many of them fall due in a second, evenly spaced; may be a fraction. All at once unless told otherwise. */
  readonly perSecond?: number;
  /**
   * `true` (default): an address is told once in this batch, whoever has it. `false`: only the same recipient of the same message is told
   * once.
   */
  readonly oncePerAddress?: boolean;
  /** Entries of the source, where that is known; handed on to `onProgress`. */
  readonly total?: number;
  /** Entries that are read at a time, and after which progress is told of; 100 unless told otherwise. */
  readonly chunk?: number;
  /** Told after each chunk how far it has come. */
  readonly onProgress?: (progress: BulkCounts) => void;
  /** Told of each entry that could not be planned, as it is met. */
  readonly onFailure?: (failure: BulkFailure) => void;
  /** Ends the run before the next entries; what is planned by then is sent. */
  readonly signal?: AbortSignal;
}

/** What a run has come to so far. */
export interface BulkCounts {
  /** Entries that were read from the source. */
  readonly read: number;
  /** As it was given. */
  readonly total: number | undefined;
  /** Messages that this run has planned; one entry is several where it tells several people, or by several channels. */
  readonly planned: number;
  /** Messages that an earlier run of this batch has planned, or an earlier entry about the same subject. */
  readonly repeated: number;
  /** Messages to an address that this batch has told already. */
  readonly duplicates: number;
  /** Entries that could not be planned. */
  readonly failed: number;
}

/** An entry that could not be planned; a later run with the same name tries it again. */
export interface BulkFailure {
  /** Its place in the source, from 0. */
  readonly index: number;
  readonly lifecycle: string | undefined;
  /** Key of the subject, where it could be read. */
  readonly subject: string | undefined;
  /** `no-address` and `no-recipient`, or the code of the error. */
  readonly code: string;
  readonly why: string;
  /** What was thrown, where something was. */
  readonly error?: unknown;
}

/** What a run has come to. */
export interface BulkResult extends BulkCounts {
  /** Whether the source was read to its end. */
  readonly done: boolean;
  /** The first 100 entries that could not be planned; `onFailure` is told of all. */
  readonly failures: readonly BulkFailure[];
}
