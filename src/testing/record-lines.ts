/**
 * The timeline of a notifier, from its events.
 * @module
 */
import { lineOfJob, type TimelineLine, type TimelineOutcome } from '../core/timeline.js';
import type { JobEvent } from '../runtime/events.js';
import type { Notifier } from '../runtime/notifier.js';

/** Listens to a notifier from now on and yields the list that its lines are added to, in the order they come about. */
export function recordLines<Tx>(notifier: Notifier<Tx>): readonly TimelineLine[] {
  const lines: TimelineLine[] = [];
  const add = (outcome: TimelineOutcome) => (event: JobEvent) => {
    const { at, job, channel, address, code, why } = event;
    lines.push(lineOfJob(at.getTime(), outcome, job, { channel, address, code, why }));
  };
  notifier.on('sent', ({ at, job, channel, address, subjectLine, text }) => {
    lines.push(lineOfJob(at.getTime(), 'sent', job, { channel, address, subjectLine, text }));
  });
  notifier.on('skipped', add('skipped'));
  notifier.on('withdrawn', add('withdrawn'));
  notifier.on('signal', add('signal'));
  notifier.on('failed', add('failed'));
  notifier.on('unknown', add('failed'));
  notifier.on('refused', ({ at, lifecycle, subject, code, why }) => {
    lines.push({ at: at.getTime(), lifecycle, subject, outcome: 'refused', code, why });
  });
  return lines;
}
