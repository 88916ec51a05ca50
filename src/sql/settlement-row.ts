/**
 * Settlements as values of columns.
 * @module
 */
import type { Settlement } from '../ports/store.js';
import { contentOrNull } from './job-row.js';
import { flag, numberOrNull, type SqlValue, textOrNull } from './value.js';

/** Names for the values of {@link encodeSettlement}, in its order. */
export const settlementColumns = [
  'job_id',
  'held_until',
  'status',
  'settled_at',
  'parked_by',
  'run_at',
  'due_at',
  'wall_time',
  'attempts',
  'code',
  'why',
  'channel',
  'transport',
  'provider_id',
  'content',
  'counts',
] as const;

/**
 * The values of {@link settlementColumns}. `job_id` is the ticket, `held_until` the lease that must still be held. `run_at`,
 * `due_at` and `attempts` are NULL where they stay as they are; `wall_time` counts only beside a `due_at`.
 */
export function encodeSettlement(settlement: Settlement): readonly SqlValue[] {
  return [
    settlement.ticket,
    settlement.leaseUntil,
    settlement.status,
    settlement.at,
    textOrNull(settlement.parkedBy),
    numberOrNull(settlement.runAt),
    numberOrNull(settlement.dueAt),
    textOrNull(settlement.wallTime),
    numberOrNull(settlement.attempts),
    textOrNull(settlement.code),
    textOrNull(settlement.why),
    textOrNull(settlement.channel),
    textOrNull(settlement.transport),
    textOrNull(settlement.providerId),
    contentOrNull(settlement.content),
    flag(settlement.status === 'sent' && settlement.counts === true),
  ];
}
