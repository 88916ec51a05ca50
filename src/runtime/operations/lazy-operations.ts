/**
 * Operations that are read from disk when the first of them is called: most processes never do.
 * @module
 */
import type { JobRecord } from '../../core/job.js';
import type { Lifecycle } from '../../core/lifecycle.js';
import type { Shape } from '../../core/shape.js';
import type { PollResult, ReceiptAnswer } from '../receipts/receipts.js';
import type { OperationsContext } from './context.js';
import type {
  ByHand,
  DeadLetterFilter,
  Health,
  JobName,
  JobRecords,
  Operations,
  Pausable,
  Paused,
  PendingFilter,
  PruneCounts,
  PruneOptions,
  ReplanOptions,
  ReplanResult,
} from './operations.js';

/** The operations of a notifier; `context` is asked when the first of them is called. */
export class LazyOperations<Tx> implements Operations<Tx> {
  readonly #context: () => OperationsContext<Tx>;
  #loaded: Promise<Operations<Tx>> | undefined;

  constructor(context: () => OperationsContext<Tx>) {
    this.#context = context;
  }

  async pending(filter?: PendingFilter): Promise<JobRecords> {
    return (await this.#load()).pending(filter);
  }

  async deadLetters(filter?: DeadLetterFilter): Promise<JobRecords> {
    return (await this.#load()).deadLetters(filter);
  }

  async retry(job: JobName, options?: ByHand<Tx>): Promise<void> {
    return (await this.#load()).retry(job, options);
  }

  async discard(job: JobName, options?: ByHand<Tx>): Promise<void> {
    return (await this.#load()).discard(job, options);
  }

  async resend(job: JobName, note: string, options?: Pick<ByHand<Tx>, 'tx'>): Promise<JobRecord> {
    return (await this.#load()).resend(job, note, options);
  }

  async pause(target: Pausable, note?: string): Promise<void> {
    return (await this.#load()).pause(target, note);
  }

  async resume(target: Pausable): Promise<number> {
    return (await this.#load()).resume(target);
  }

  async pauses(): Promise<readonly Paused[]> {
    return (await this.#load()).pauses();
  }

  async health(): Promise<Health> {
    return (await this.#load()).health();
  }

  async forget<S extends Shape>(lifecycle: Lifecycle<S>, key: string, options?: { readonly tx?: Tx }): Promise<boolean> {
    return (await this.#load()).forget(lifecycle, key, options);
  }

  async prune(options: PruneOptions): Promise<PruneCounts> {
    return (await this.#load()).prune(options);
  }

  async receipt(provider: string, payload: unknown): Promise<ReceiptAnswer> {
    return (await this.#load()).receipt(provider, payload);
  }

  async pollReceipts(): Promise<PollResult> {
    return (await this.#load()).pollReceipts();
  }

  async replan(options?: ReplanOptions): Promise<ReplanResult> {
    return (await this.#load()).replan(options);
  }

  #load(): Promise<Operations<Tx>> {
    this.#loaded ??= import('./create-operations.js').then(({ createOperations }) => createOperations(this.#context()));
    return this.#loaded;
  }
}
