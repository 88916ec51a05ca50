/**
 * Windows: when a channel may be used for a subject.
 * @module
 */
import type { Job } from './job.js';
import { ask, isHoliday, type Situation } from './judge.js';
import { nextWithin, weekdayOf } from './opening-hours.js';
import type { DeliverySettings, Window } from './settings.js';

/** What the window of a channel says of an instant. */
export type Opening =
  | { readonly kind: 'open' }
  | { readonly kind: 'later'; readonly until: number; readonly why: string }
  /** Not at all: it is not to wait, or there is nothing to wait for. */
  | { readonly kind: 'closed'; readonly why: string };

/** Whether a channel may be used for a subject at an instant. */
export function openingOf(settings: DeliverySettings, channel: string, situation: Situation, at: number): Opening {
  const window = windowOf(settings, channel, situation);
  if (window === undefined) return { kind: 'open' };
  const until = nextWithin(window, at, situation.zone, (day) => {
    if (window.days !== undefined && !window.days.includes(weekdayOf(day))) return false;
    return window.holidays !== false || !isHoliday(situation, day);
  });
  if (until === at) return { kind: 'open' };
  const why = `${channel} is for ${inWords(window)}`;
  if (until === undefined) return { kind: 'closed', why: `${why}, and that does not come within a year` };
  return window.outside === 'skip' ? { kind: 'closed', why: `${why} only` } : { kind: 'later', until, why };
}

/**
 * When a job that waits will really go out, where no channel of it is open at its instant; undefined where one is. What a job that was
 * put off is judged by, and what people are told beforehand.
 */
export function nextOpening(
  settings: DeliverySettings,
  job: Pick<Job, 'channels' | 'dueAt'>,
  situation: Situation,
  at: number,
): Extract<Opening, { kind: 'later' }> | undefined {
  let first: Extract<Opening, { kind: 'later' }> | undefined;
  for (const channel of job.channels) {
    const opening = openingOf(settings, channel, situation, at);
    if (opening.kind === 'open') return undefined;
    if (opening.kind === 'later' && (first === undefined || opening.until < first.until)) first = opening;
  }
  return first;
}

function windowOf({ windows }: DeliverySettings, channel: string, situation: Situation): Window | undefined {
  const window = windows[channel];
  if (typeof window !== 'function') return window;
  // The subject is that of the lifecycle whose rules use the channel; the function is typed by the host's own subjects.
  return ask(situation, `windows.${channel}`, window, situation.subject as never) ?? undefined;
}

function inWords({ from, to, days, holidays }: Window): string {
  const on = days === undefined ? '' : ` on ${days.join(', ')}`;
  return `${from} to ${to}${on}${holidays === false ? ' except holidays' : ''}`;
}
