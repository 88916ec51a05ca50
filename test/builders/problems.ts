import { OrderbellError } from '../../src/core/errors.js';

/** What a definition is refused for, a line each: `code | place: message`. Fails where it is not refused. */
export function problemsOf(define: () => unknown): string[] {
  try {
    define();
  } catch (error) {
    if (!(error instanceof OrderbellError)) throw error;
    return error.problems.map(({ code, place, message }) => `${code} | ${place}: ${message}`);
  }
  throw new Error('nothing was refused');
}
