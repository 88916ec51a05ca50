/**
 * Reading a source chunk by chunk, so that however long it is, no more of it is held than that.
 * @module
 */

/** An entry with its place in the source. */
export interface Entry {
  readonly index: number;
  /** What the host gave; it may be anything. */
  readonly value: unknown;
}

/** The entries of a source in chunks. Nothing is read before the chunk before was dealt with, and nothing once `isEnded`. */
export async function* chunksOf(
  source: Iterable<unknown> | AsyncIterable<unknown>,
  size: number,
  isEnded: () => boolean,
): AsyncGenerator<readonly Entry[], boolean> {
  let chunk: Entry[] = [];
  let index = 0;
  if (isEnded()) return false;
  for await (const value of source) {
    chunk.push({ index, value });
    index += 1;
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
    if (isEnded()) return false;
  }
  if (chunk.length > 0) yield chunk;
  return true;
}

/** What tells a chunk from every other: the same text for the same entries; undefined where they cannot be written as JSON. */
export function nameOf(chunk: readonly Entry[]): string | undefined {
  try {
    return JSON.stringify(
      chunk.map(({ value }) => value),
      (name, value: unknown) =>
        name === 'lifecycle' && typeof value === 'object' && value !== null ? Reflect.get(value, 'name') : value,
    );
  } catch {
    return undefined;
  }
}
