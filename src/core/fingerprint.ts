/**
 * Fingerprints: a short text that is the same for the same value, to notice that a field has changed without keeping it.
 * @module
 */

/** A 64-bit hash of a value's canonical JSON, in base 36. The order of an object's properties makes no difference; Dates count as instants. */
export function fingerprint(value: unknown): string {
  const text = canonical(value);
  return `${hash(text, 0x9e3779b1)}.${hash(text, 0x5f356495)}`;
}

function canonical(value: unknown): string {
  if (value instanceof Date) return `d${value.getTime()}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${entries
    .map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`)
    .sort()
    .join()}}`;
}

/** A multiplicative 32-bit hash; not for secrets. */
function hash(text: string, factor: number): string {
  let state = factor;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), factor);
  return (state >>> 0).toString(36);
}
