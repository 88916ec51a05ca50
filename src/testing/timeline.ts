/**
 * Timelines as tests read them.
 * @module
 */
import type { StoredJob } from '../core/job.js';
import { lineOfJob, type TimelineLine, type TimelineOutcome, timelineJson } from '../core/timeline.js';

/** One line of a timeline, in the shape that `orderbell simulate --json` prints. What does not apply is left out. */
export interface TimelineEntry {
  /** With seconds and offset: `2026-03-01T11:00:00+08:00`. */
  readonly at: string;
  readonly subject: string;
  readonly rule?: string;
  readonly outcome: TimelineOutcome | 'scheduled';
  readonly role?: string;
  /** The recipient's name, or identity where it has none. */
  readonly recipient?: string;
  readonly address?: string;
  /** The channel; the channels joined by `>` for a message that is still to go by the first that accepts. */
  readonly channel?: string;
  readonly subjectLine?: string;
  readonly text?: string;
  readonly code?: string;
  readonly why?: string;
}

/** A line with its instant in the offset of `zone`. */
export function entryOf(line: TimelineLine, zone: string): TimelineEntry {
  // timelineJson writes exactly these keys.
  return JSON.parse(timelineJson(line, zone)) as TimelineEntry;
}

/** Scheduled jobs as entries, in the order they are due. */
export function scheduledEntries(jobs: readonly StoredJob[], zone: string): readonly TimelineEntry[] {
  return jobs
    .filter(({ status }) => status === 'scheduled')
    .sort((one, other) => one.runAt - other.runAt)
    .map((job) => {
      const channel = job.channels.length === 0 ? undefined : job.channels.join('>');
      return { ...entryOf(lineOfJob(job.runAt, 'signal', job, { channel }), zone), outcome: 'scheduled' };
    });
}
