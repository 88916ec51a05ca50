/**
 * Noting mistakes: a check goes on after the first, so that all of them are reported at once.
 * @module
 */
import { type ErrorCode, OrderbellError, type Problem, throwProblems, unknownName } from './errors.js';

/** Notes a mistake. */
export type Report = (code: ErrorCode, place: string, message: string) => void;

/** What `check` yields; throws one error that lists every mistake it noted, if any. */
export function checked<T>(code: ErrorCode, subject: string, check: (report: Report) => T): T {
  const problems: Problem[] = [];
  const result = check((problem, place, message) => problems.push({ code: problem, place, message }));
  throwProblems(code, subject, problems);
  return result;
}

/** For checks that end with the first mistake: throws it. */
export function refuse(code: ErrorCode, place: string, message: string): never {
  throw new OrderbellError(code, `${place}: ${message}`);
}

/** Notes a name that is none of the known ones, with the nearest of them; `hint` is a further sentence. */
export function expectKnown(
  report: Report,
  code: ErrorCode,
  place: string,
  kind: string,
  name: string,
  known: readonly string[],
  hint = '',
): void {
  if (!known.includes(name)) report(code, place, unknownName(kind, name, known) + hint);
}
