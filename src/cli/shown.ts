/**
 * Values as problems show them.
 * @module
 */

/** A value in a few words: `'paid'`, `42`, `{"no":"B-1","shop":…`, `nothing`. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text =
    typeof value === 'string'
      ? `'${value}'`
      : value instanceof Date
        ? value.toISOString()
        : (JSON.stringify(value) ?? String(value));
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

/** Whether a value is an object with names, and not a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
