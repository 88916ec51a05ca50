/**
 * Scattering without chance.
 * @module
 */

/** A number from 0 to 1 that is always the same for a text: it scatters jobs, and a story that is played again stays the same. */
export function fraction(text: string): number {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  return (hash >>> 0) / 2 ** 32;
}
