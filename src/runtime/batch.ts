/**
 * Batches: what becomes of the jobs of one claim.
 * @module
 */
import type { DeliveryCounts, End } from './settlement.js';

/** The jobs of one claim, and what has become of those that have ended. */
export class Batch {
  /** How many were claimed. */
  readonly size: number;
  readonly counts: Record<End, number> = noCounts();
  /** What the first of them failed of, where its settlement could not be stored or something beside its delivery has thrown. */
  failure: { readonly error: unknown } | undefined;
  #open: number;
  #waiting: (() => void)[] = [];

  constructor(size: number) {
    this.size = size;
    this.#open = size;
  }

  get isOver(): boolean {
    return this.#open === 0;
  }

  ended(end: End): void {
    this.counts[end] += 1;
    this.#close();
  }

  failed(error: unknown): void {
    this.failure ??= { error };
    this.#close();
  }

  /** Resolves when all have ended. Rejects with what the first of them failed of. */
  async over(): Promise<void> {
    if (!this.isOver) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.failure !== undefined) throw this.failure.error;
  }

  #close(): void {
    this.#open -= 1;
    if (this.#open === 0) for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** A batch for a claim that has failed. */
export function failedBatch(error: unknown): Batch {
  const batch = new Batch(0);
  batch.failure = { error };
  return batch;
}

/** What becomes of several batches. */
export class Tally {
  readonly counts: Record<End, number> = noCounts();
  /** What the first of them failed of. */
  failure: Batch['failure'];
  readonly #open = new Set<Batch>();

  /** Whether all have ended that were known when they were last counted. */
  get isOver(): boolean {
    return this.#open.size === 0;
  }

  add(batch: Batch): void {
    this.#open.add(batch);
    this.count();
  }

  /** Looks what has ended. */
  count(): void {
    for (const batch of this.#open) {
      this.failure ??= batch.failure;
      if (!batch.isOver) continue;
      this.#open.delete(batch);
      // The keys of one are those of the other.
      for (const end of Object.keys(batch.counts) as End[]) this.counts[end] += batch.counts[end];
    }
  }
}

function noCounts(): Record<keyof DeliveryCounts, number> {
  return { sent: 0, signalled: 0, skipped: 0, withdrawn: 0, postponed: 0, failed: 0, unknown: 0 };
}
