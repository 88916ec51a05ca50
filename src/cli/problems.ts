/**
 * Problems of errors, whichever copy of the library threw them.
 * @module
 */
import type { Problem } from '../core/errors.js';

/**
 * The problems that an error of the library lists, or one made of the error itself; none for an error of another kind.
 *
 * Not told by `instanceof`: a config module may load the library's CommonJS build, whose class is another one.
 */
export function problemsOf(error: unknown): readonly Problem[] {
  if (!(error instanceof Error) || error.name.endsWith('DeliveryError') || !('problems' in error) || !('code' in error))
    return [];
  // `problems` and `code` are those of an OrderbellError: no other error has both.
  const { problems, code } = error as Error & { readonly problems: readonly Problem[]; readonly code: Problem['code'] };
  return problems.length > 0 ? problems : [{ code, place: '', message: error.message }];
}

/** The same problems in a place that lies further out: `options.x` in `steps[3]` is at `steps[3].options.x`. */
export function placedIn(place: string, problems: readonly Problem[], separator = ': '): readonly Problem[] {
  return problems.map((problem) => ({
    ...problem,
    place: problem.place === '' ? place : `${place}${separator}${problem.place}`,
  }));
}
