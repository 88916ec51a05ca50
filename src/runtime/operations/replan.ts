/**
 * Planning all subjects anew, after a change of the table.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import type { OperationsContext } from './context.js';
import { countOf, lifecycleNamed, millisecondsOf } from './names.js';
import type { ReplanCounts, ReplanOptions, ReplanResult, SubjectPlace } from './operations.js';

/** Failures that a result lists; of a whole table that cannot be read there may be a million. */
const mostFailures = 100;

/**
 * Refreshes subject after subject, lifecycle by lifecycle, in the store's order. One that cannot be planned is told of and passed
 * over. Nothing holds the subjects together: one that changes meanwhile is planned by its own change, too.
 */
export async function replan<Tx>(context: OperationsContext<Tx>, options: ReplanOptions = {}): Promise<ReplanResult> {
  const { parts } = context;
  const { lifecycles, changedSince, onProgress, signal, after } = options;
  const names = lifecycles?.map((given) => lifecycleNamed(parts, given)) ?? [...parts.tables.keys()];
  const since = changedSince && millisecondsOf('replan()', 'changedSince', changedSince);
  const limit = countOf('replan()', 'batch', options.batch, 200);
  const run = new Run(context, after);
  const isEnded = () => signal?.aborted === true;
  for (const lifecycle of remaining(names, after)) {
    let last = lifecycle === after?.lifecycle ? after.subject : undefined;
    for (;;) {
      if (isEnded()) return run.result(false);
      const subjects = await parts.store.subjects({ lifecycle, changedSince: since, limit, after: last });
      for (const subject of subjects) {
        if (isEnded()) return run.result(false);
        await run.plan({ lifecycle, subject });
      }
      if (subjects.length > 0) onProgress?.(run.counts);
      last = subjects.at(-1);
      if (last === undefined || subjects.length < limit) break;
    }
  }
  return run.result(true);
}

/** The lifecycles that are still to be gone through. Throws `invalid-argument` where the place to go on from is in none of them. */
function remaining(names: readonly string[], after: SubjectPlace | undefined): readonly string[] {
  if (after === undefined) return names;
  const place = names.indexOf(after.lifecycle);
  if (place >= 0) return names.slice(place);
  throw new OrderbellError(
    'invalid-argument',
    `replan(): 'after' is in lifecycle '${after.lifecycle}'. Expected one of ${names.join(', ')}.`,
  );
}

class Run<Tx> {
  readonly #context: OperationsContext<Tx>;
  readonly #failures: (SubjectPlace & { readonly error: unknown })[] = [];
  counts: ReplanCounts;

  constructor(context: OperationsContext<Tx>, after: SubjectPlace | undefined) {
    this.#context = context;
    this.counts = { subjects: 0, planned: 0, moved: 0, withdrawn: 0, gone: 0, failed: 0, after };
  }

  async plan(place: SubjectPlace): Promise<void> {
    try {
      const { lifecycle, subject } = place;
      const { jobs } = await this.#context.changes.change({ lifecycle, request: { kind: 'refresh', subject } });
      const { subjects, planned, moved, withdrawn } = this.counts;
      this.#count(place, {
        subjects: subjects + 1,
        planned: planned + jobs.planned,
        moved: moved + jobs.moved,
        withdrawn: withdrawn + jobs.withdrawn,
      });
    } catch (error) {
      this.#failed(place, error);
    }
  }

  result(done: boolean): ReplanResult {
    return { ...this.counts, done, failures: this.#failures };
  }

  #failed(place: SubjectPlace, error: unknown): void {
    // The host has deleted it; jobs that still wait are withdrawn when they are due.
    if (error instanceof OrderbellError && error.code === 'unknown-subject') {
      this.#count(place, { gone: this.counts.gone + 1 });
      return;
    }
    this.#count(place, { failed: this.counts.failed + 1 });
    if (this.#failures.length < mostFailures) this.#failures.push({ ...place, error });
    this.#context.emit('error', { at: this.#context.parts.clock.now(), error });
  }

  #count(after: SubjectPlace, counts: Partial<ReplanCounts>): void {
    this.counts = { ...this.counts, ...counts, after };
  }
}
