/**
 * Lists of jobs: what will be sent, and what was given up.
 * @module
 */
import { OrderbellError, unknownName } from '../../core/errors.js';
import { recordOf } from '../../core/job.js';
import type { JobQuery } from '../../ports/store.js';
import type { OperationsContext } from './context.js';
import { assertRule, countOf, lifecycleNamed, millisecondsOf } from './names.js';
import type { DeadLetterFilter, JobFilter, JobRecords, PendingFilter } from './operations.js';

/** Jobs that are still to be delivered. */
export async function listPending<Tx>(context: OperationsContext<Tx>, filter: PendingFilter = {}): Promise<JobRecords> {
  const { from, until } = filter;
  return list(context, 'pending()', filter, {
    list: 'open',
    from: from && millisecondsOf('pending()', 'from', from),
    until: until && millisecondsOf('pending()', 'until', until),
  });
}

const deadLists = ['failed', 'unknown', 'discarded'] as const;

/** Jobs that were given up, or whose outcome is unknown. */
export async function listDeadLetters<Tx>(context: OperationsContext<Tx>, filter: DeadLetterFilter = {}): Promise<JobRecords> {
  const { status = 'failed' } = filter;
  if (!deadLists.includes(status))
    throw new OrderbellError('invalid-argument', `deadLetters(): ${unknownName('status', String(status), deadLists)}`);
  return list(context, 'deadLetters()', filter, { list: status });
}

async function list<Tx>(
  { parts }: OperationsContext<Tx>,
  call: string,
  { lifecycle, rule, site, limit, after }: JobFilter,
  query: Pick<JobQuery, 'list' | 'from' | 'until'>,
): Promise<JobRecords> {
  const name = lifecycle === undefined ? undefined : lifecycleNamed(parts, lifecycle);
  if (rule !== undefined) assertRule(parts, call, name, rule);
  const page = { lifecycle: name, rule, site, limit: countOf(call, 'limit', limit, 100), after };
  const { jobs, next } = await parts.store.jobs({ ...query, ...page });
  return { jobs: jobs.map(recordOf), next };
}
