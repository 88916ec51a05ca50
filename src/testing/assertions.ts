/**
 * The matchers as functions, for node:test and others that have no `expect`.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import { type Expectation, type ExpectedOutcome, judge, type Witness } from './expectation.js';

/** Throws `assertion-failed` unless a message that fits was accepted by a transport. */
export function assertSent(notifier: Witness, expected: Expectation = {}): void {
  assertJudged(notifier, 'sent', expected, true);
}

/** Throws `assertion-failed` where a message that fits was accepted by a transport. */
export function assertNotSent(notifier: Witness, expected: Expectation = {}): void {
  assertJudged(notifier, 'sent', expected, false);
}

/** Throws `assertion-failed` unless a message, or a signal, that fits is scheduled now. */
export function assertScheduled(notifier: Witness, expected: Expectation = {}): void {
  assertJudged(notifier, 'scheduled', expected, true);
}

/** Throws `assertion-failed` where a message, or a signal, that fits is scheduled now. */
export function assertNotScheduled(notifier: Witness, expected: Expectation = {}): void {
  assertJudged(notifier, 'scheduled', expected, false);
}

/** Throws `assertion-failed` unless a message that fits was wanted and not sent. */
export function assertSkipped(notifier: Witness, expected: Expectation = {}): void {
  assertJudged(notifier, 'skipped', expected, true);
}

/** Throws `assertion-failed` where a message that fits was wanted and not sent. */
export function assertNotSkipped(notifier: Witness, expected: Expectation = {}): void {
  assertJudged(notifier, 'skipped', expected, false);
}

/** Throws `assertion-failed` unless a message that fits was scheduled and is no longer wanted. */
export function assertWithdrawn(notifier: Witness, expected: Expectation = {}): void {
  assertJudged(notifier, 'withdrawn', expected, true);
}

/** Throws `assertion-failed` where a message that fits was scheduled and is no longer wanted. */
export function assertNotWithdrawn(notifier: Witness, expected: Expectation = {}): void {
  assertJudged(notifier, 'withdrawn', expected, false);
}

function assertJudged(notifier: Witness, outcome: ExpectedOutcome, expected: Expectation, wanted: boolean): void {
  const { pass, message } = judge(notifier, outcome, expected);
  if (pass !== wanted) throw new OrderbellError('assertion-failed', message());
}
