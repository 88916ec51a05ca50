/**
 * Matchers for `expect`, of vitest and of Jest.
 * @module
 */
import { type Expectation, type ExpectedOutcome, type Judgement, judge, type Witness } from './expectation.js';

/** The matchers that {@link matchers} adds, as types for the `expect` of a test runner. */
export interface NotifierMatchers<R = unknown> {
  /** A message was accepted by a transport. */
  toHaveSent(expected: Expectation): R;
  /** A message, or a signal, is scheduled now. */
  toHaveScheduled(expected: Expectation): R;
  /** A message was wanted and not sent. */
  toHaveSkipped(expected: Expectation): R;
  /** A message was scheduled, and is no longer wanted. */
  toHaveWithdrawn(expected: Expectation): R;
}

const matcher = (outcome: ExpectedOutcome) => (received: Witness, expected: Expectation) => judge(received, outcome, expected);

/**
 * Matchers for notifiers made by `createTestNotifier`, for `expect.extend`. They import no test runner. To tell its types of them:
 *
 * @example
 * // vitest, in a file that `setupFiles` names
 * expect.extend(matchers);
 * declare module 'vitest' { interface Matchers<T> extends NotifierMatchers<T> {} }
 *
 * @example
 * // Jest, in a file that `setupFilesAfterEnv` names
 * expect.extend(matchers);
 * declare module 'expect' { interface Matchers<R> extends NotifierMatchers<R> {} }
 *
 * @example
 * expect(shop).toHaveSent({ rule: 'pre-visit', to: 'Ann', by: 'sms', at: '2026-03-08T10:00' });
 * expect(shop).not.toHaveSkipped({ code: 'no-address' });
 */
export const matchers: Readonly<Record<keyof NotifierMatchers, (received: Witness, expected: Expectation) => Judgement>> = {
  toHaveSent: matcher('sent'),
  toHaveScheduled: matcher('scheduled'),
  toHaveSkipped: matcher('skipped'),
  toHaveWithdrawn: matcher('withdrawn'),
};
