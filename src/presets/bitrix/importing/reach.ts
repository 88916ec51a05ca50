/**
 * When and whom a template of the SMS module reaches: which never fire, and which tell somebody the same twice.
 * @module
 */
import type { ImportNotes } from '../../shared/importing.js';

/** What a template waits for, and whom it tells; undefined or empty for any. */
export interface Reach {
  readonly place: string;
  readonly name: string;
  /** The event, with the e-mail event where it waits for one. */
  readonly trigger: string;
  readonly mailTemplate: number | undefined;
  readonly sites: readonly string[];
  /** Codes of statuses, groups resolved. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Each as the row has it, in one writing. */
  readonly recipients: readonly string[];
  /** Whether its text may be empty, so that another one has its turn. */
  readonly isConditional: boolean;
}

/** Notes a template whose start and end status are one and the same. */
export function noteNeverFires({ place, from, to }: Reach, { mistake }: ImportNotes): void {
  const [start] = from;
  const isStill = from.length > 0 && to.length > 0 && from.every((one) => to.every((other) => one === other));
  if (isStill)
    mistake(
      'invalid-value',
      place,
      `it never fires: it waits for a step from '${start}' to '${start}', and a status that stays is no step. Leave 'from' or 'to' empty.`,
    );
}

/** Notes templates that tell one person twice of one event. Two that both depend on a condition may be meant to exclude each other. */
export function noteDoubles(reaches: readonly Reach[], { mistake }: ImportNotes): void {
  reaches.forEach((reach, index) => {
    const first = reaches
      .slice(0, index)
      .find((earlier) => meets(earlier, reach) && !(earlier.isConditional && reach.isConditional));
    if (first === undefined) return;
    const who = first.recipients.find((one) => reach.recipients.includes(one));
    mistake(
      'duplicate-name',
      reach.place,
      `it tells '${who}' of '${reach.trigger}' a second time: ${first.place} ('${first.name}') does so already. Narrow one of them down by site or status, or switch it off.`,
    );
  });
}

function meets(a: Reach, b: Reach): boolean {
  return (
    a.trigger === b.trigger &&
    (a.mailTemplate === undefined || b.mailTemplate === undefined || a.mailTemplate === b.mailTemplate) &&
    overlaps(a.sites, b.sites) &&
    overlaps(a.from, b.from) &&
    overlaps(a.to, b.to) &&
    a.recipients.some((one) => b.recipients.includes(one))
  );
}

/** An empty list stands for all. */
function overlaps(a: readonly string[], b: readonly string[]): boolean {
  return a.length === 0 || b.length === 0 || a.some((one) => b.includes(one));
}
