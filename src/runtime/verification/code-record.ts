/**
 * What is remembered of the codes for one number, and what follows from it. Pure.
 * @module
 */
import type { CheckResult, CodeLimit } from './verification.js';

/** The last code for a number. */
export interface CodeRecord {
  /** Second half of the id that the member was given. */
  readonly nonce: string;
  /** Which key the hash was made with. */
  readonly key: string;
  readonly hash: string;
  readonly until: number;
  readonly left: number;
  readonly used: boolean;
  /** When codes were sent, as far back as a limit looks. */
  readonly sent: readonly number[];
}

/** From when one more is allowed by a limit; undefined where it is now. */
export function freeAgain(times: readonly number[], { max, within }: CodeLimit, now: number): number | undefined {
  const recent = recentOf(times, within, now);
  const oldest = recent.at(-max);
  return oldest === undefined ? undefined : oldest + within;
}

/** The times that a limit still looks at. */
export function recentOf(times: readonly number[], within: number, now: number): readonly number[] {
  return times.filter((time) => time > now - within);
}

/** What an attempt makes of a record, and what it is answered; `next` is undefined where nothing changes. */
export interface Attempt {
  readonly next: CodeRecord | undefined;
  readonly result: CheckResult;
}

/** Judges an attempt. `matches` tells whether the code is the right one. */
export function judged(record: CodeRecord | undefined, nonce: string, matches: boolean, now: number): Attempt {
  if (record === undefined || record.nonce !== nonce) return refused('unknown', 0);
  if (record.used) return refused('used', 0);
  if (now >= record.until) return refused('expired', 0);
  if (record.left <= 0) return refused('too-many', 0);
  if (matches) return { next: { ...record, used: true }, result: { ok: true } };
  const left = record.left - 1;
  return { next: { ...record, left }, result: { ok: false, code: 'wrong', attemptsLeft: left } };
}

function refused(code: Exclude<CheckResult, { ok: true }>['code'], attemptsLeft: number): Attempt {
  return { next: undefined, result: { ok: false, code, attemptsLeft } };
}
