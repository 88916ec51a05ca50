/**
 * What became of jobs, for the statement `end`. Most of what is settled together has ended alike but for its instant and the
 * provider's id: what is the same is written once, and neither written nor read for each job.
 * @module
 */
import type { Settlement } from '../../ports/store.js';
import { contentOrNull, keepsPayload } from '../../sql/job-row.js';
import { encodeReceipts } from '../../sql/receipt-row.js';
import { flag, numberOrNull, type SqlValue, textOrNull } from '../../sql/value.js';

/** What jobs that have ended alike share, in this order; a list of the jobs follows, each as {@link endedJobColumns} say. */
export const endingColumns = [
  'held_until',
  'status',
  'run_at',
  'attempts',
  'code',
  'why',
  'channel',
  'transport',
  'keeps_payload',
  'content',
  'counts',
  'receipt_id',
  'ask_at',
  'receipt_address',
] as const;

/** What each job has of its own. */
export const endedJobColumns = ['job_id', 'settled_at', 'provider_id'] as const;

/** Jobs that have ended alike. */
interface Ending {
  /** One of them. */
  readonly as: Settlement;
  readonly jobs: (readonly SqlValue[])[];
}

/** How many endings are compared with one that is not as the one before. */
const mostCompared = 8;

/** The value of the statement `end`: a JSON list of endings. */
export function endingsText(settlements: readonly Settlement[]): string {
  const endings: Ending[] = [];
  let last: Ending | undefined;
  for (const settlement of settlements) {
    if (last === undefined || !haveEndedAlike(last.as, settlement)) {
      last = endings.slice(-mostCompared).find(({ as }) => haveEndedAlike(as, settlement));
      if (last === undefined) {
        last = { as: settlement, jobs: [] };
        endings.push(last);
      }
    }
    last.jobs.push([Number(settlement.ticket), settlement.at, textOrNull(settlement.providerId)]);
  }
  return JSON.stringify(endings.map(({ as, jobs }) => [...sharedValues(as), jobs]));
}

/** Whether {@link sharedValues} certainly yields the same for both: contents and receipts are not compared. */
function haveEndedAlike(one: Settlement, other: Settlement): boolean {
  return (
    one.leaseUntil === other.leaseUntil &&
    one.status === other.status &&
    one.channel === other.channel &&
    one.transport === other.transport &&
    one.code === other.code &&
    one.why === other.why &&
    one.runAt === other.runAt &&
    one.attempts === other.attempts &&
    one.counts === other.counts &&
    one.content === undefined &&
    other.content === undefined &&
    one.receipts === undefined &&
    other.receipts === undefined
  );
}

/** The values of {@link endingColumns}. */
function sharedValues(settlement: Settlement): readonly SqlValue[] {
  const { leaseUntil, status, runAt, attempts, code, why, channel, transport, content, counts } = settlement;
  return [
    leaseUntil,
    status,
    numberOrNull(runAt),
    numberOrNull(attempts),
    textOrNull(code),
    textOrNull(why),
    textOrNull(channel),
    textOrNull(transport),
    flag(keepsPayload(status)),
    contentOrNull(content),
    flag(status === 'sent' && counts === true),
    ...encodeReceipts(settlement),
  ];
}
