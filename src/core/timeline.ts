/**
 * Timelines: what became of every message of a story, line by line, as data.
 * @module
 */
import { isoWithOffset } from './calendar.js';
import type { Job } from './job.js';
import type { CompiledTable } from './table.js';

/**
 * What a line tells: `sent` to a person, `signal` to the host; `skipped`, `withdrawn` and `failed` were not sent; `refused` is
 * a change that the machines did not allow.
 */
export type TimelineOutcome = 'sent' | 'skipped' | 'withdrawn' | 'signal' | 'refused' | 'failed';

/** One line of a timeline. Holds no zone: `at` is in epoch milliseconds, and whoever prints it chooses. */
export interface TimelineLine {
  readonly at: number;
  readonly lifecycle: string;
  readonly subject: string;
  readonly outcome: TimelineOutcome;
  /** Undefined for a refused change. */
  readonly rule?: string | undefined;
  readonly role?: string | undefined;
  /** The recipient's name, or identity where it has none. */
  readonly recipient?: string | undefined;
  readonly address?: string | undefined;
  readonly channel?: string | undefined;
  /** The subject line of an e-mail. */
  readonly subjectLine?: string | undefined;
  readonly text?: string | undefined;
  /** What the host was told, for outcome `signal`. */
  readonly signal?: string | undefined;
  /** Set where nothing was sent: a code of `SkipCode`, `RefusalCode` or `ErrorCode`, and a sentence. */
  readonly code?: string | undefined;
  readonly why?: string | undefined;
}

/** What a line may tell besides its job. */
export type LineDetails = Pick<TimelineLine, 'address' | 'channel' | 'subjectLine' | 'text' | 'code' | 'why'>;

/** What a line takes from its job. */
export type LineJob = Pick<Job, 'lifecycle' | 'subject' | 'rule' | 'role' | 'recipient' | 'recipientName' | 'signal'>;

/** The line of a job. */
export function lineOfJob(at: number, outcome: TimelineOutcome, job: LineJob, details: LineDetails): TimelineLine {
  return {
    at,
    lifecycle: job.lifecycle,
    subject: job.subject,
    outcome,
    rule: job.rule,
    role: job.role,
    recipient: job.recipientName ?? job.recipient,
    signal: outcome === 'signal' ? job.signal : undefined,
    ...details,
  };
}

/**
 * The lines in their order: by time, then by rule in the order of the tables, then by channel in the order of the rule's `by`;
 * lines that are equal in all three stay as they were. Lines without a rule, and of rules that no table has, come last at their
 * instant.
 */
export function inTimelineOrder(lines: readonly TimelineLine[], tables: Iterable<CompiledTable>): readonly TimelineLine[] {
  const rules = new Map<string, { readonly rank: number; readonly channels: readonly string[] }>();
  for (const { model, rules: own } of tables) {
    for (const rule of own) rules.set(`${model.name}/${rule.name}`, { rank: rules.size, channels: rule.sends.flat() });
  }
  const ranked = lines.map((line) => {
    const rule = rules.get(`${line.lifecycle}/${line.rule}`);
    return { line, rule: rule?.rank ?? Number.POSITIVE_INFINITY, channel: rule?.channels.indexOf(line.channel ?? '') ?? 0 };
  });
  return ranked.sort((a, b) => a.line.at - b.line.at || compare(a.rule, b.rule) || a.channel - b.channel).map(({ line }) => line);
}

/** Not a difference: that of two infinities is no number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/**
 * A line as one JSON object, with exactly the keys that scenario files promise, in this order; those that do not apply are left
 * out. `at` is printed with seconds in the offset of `zone`.
 */
export function timelineJson(line: TimelineLine, zone: string): string {
  const { at, subject, rule, outcome, role, recipient, address, channel, subjectLine, text, code, why } = line;
  return JSON.stringify({
    at: isoWithOffset(at, zone),
    subject,
    rule,
    outcome,
    role,
    recipient,
    address,
    channel,
    subjectLine,
    text,
    code,
    why,
  });
}
