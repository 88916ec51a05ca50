/**
 * What becomes of receipts, as the host is told.
 * @module
 */

import type { JobRecord } from '../../core/job.js';
import type { DeliveryState } from '../../core/receipt.js';

/** What became of one receipt. */
export type ReceiptResult =
  | {
      /** `applied`: it is news, and kept with its job. `already-known`: it, or a later one, was heard before; nothing has changed. */
      readonly outcome: 'applied' | 'already-known';
      readonly id: string;
      readonly state: DeliveryState;
      readonly word: string;
      /** The job, with what is known of it now. */
      readonly job: JobRecord;
    }
  | {
      /** No job is known by this id: it was not sent by this notifier, was forgotten, or is not settled yet. */
      readonly outcome: 'unknown';
      readonly id: string;
      readonly state: DeliveryState;
      readonly word: string;
    }
  | {
      /** It is forged, or cannot be read: an error code and a sentence. */
      readonly outcome: 'refused';
      readonly code: string;
      readonly why: string;
    };

/** What a host's route answers by. */
export interface ReceiptAnswer {
  /** Whether all of them are known now; a provider that is answered with an error sends what is `unknown` again. */
  readonly ok: boolean;
  readonly results: readonly ReceiptResult[];
}

/** Receipts since the notifier was made, in this process. */
export interface ReceiptCounts {
  readonly applied: number;
  readonly alreadyKnown: number;
  readonly unknown: number;
  readonly refused: number;
}

/** What asking providers has come to. */
export interface PollResult {
  /** Messages that were asked for. */
  readonly asked: number;
  /** Receipts that were news. */
  readonly applied: number;
  /** Messages whose provider could not be asked; each failure is also an `error` event. */
  readonly failed: number;
}
