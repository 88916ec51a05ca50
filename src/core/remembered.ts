/**
 * Remembering answers that are slow to find: it changes the speed and never the answer.
 * @module
 */

/** The same function, with up to `max` of its answers remembered; a full memory starts anew. */
export function remembered<K, V>(max: number, answer: (key: K) => V): (key: K) => V {
  const memory = new Map<K, V>();
  return (key) => {
    let value = memory.get(key);
    if (value === undefined) {
      value = answer(key);
      if (memory.size >= max) memory.clear();
      // What has no answer may be a text of any length, and is not kept.
      if (!Number.isNaN(value)) memory.set(key, value);
    }
    return value;
  };
}
