/**
 * Fingerprints: a short text that is the same for the same value, to notice that a field has changed without keeping it.
 * @module
 */

/** A 53-bit hash of a value's canonical JSON, in base 36. The order of an object's properties makes no difference; Dates count as instants. */
export function fingerprint(value: unknown): string {
  return hash(canonical(value)).toString(36);
}

function canonical(value: unknown): string {
  if (value instanceof Date) return `d${value.getTime()}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null)
    return typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? 'undefined');
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join()}}`;
}

/** Two multiplicative 32-bit hashes side by side, mixed at the end; not for secrets. */
function hash(text: string): number {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 15), 0x735a2d97) ^ Math.imul(low ^ (low >>> 13), 0xcaf649a9);
  low = Math.imul(low ^ (low >>> 15), 0x735a2d97) ^ Math.imul(high ^ (high >>> 13), 0xcaf649a9);
  return 0x100000000 * (high & 0x1fffff) + (low >>> 0);
}
