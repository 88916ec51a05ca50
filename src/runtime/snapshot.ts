/**
 * Snapshots: subjects, payloads and answers as text that keeps Dates apart from strings.
 * @module
 */

/** Encodes plain data as JSON in which a Date is `{"$date":"..."}`; an own property named `$date` is escaped with one more `$`. */
export function encodeSnapshot(value: unknown): string {
  return JSON.stringify(tagged(value)) ?? 'null';
}

/** Decodes what {@link encodeSnapshot} made. */
export function decodeSnapshot(text: string): unknown {
  return untagged(JSON.parse(text));
}

function tagged(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) return value.map(tagged);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [/^\$+date$/.test(name) ? `$${name}` : name, tagged(inner)]),
  );
}

function untagged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untagged);
  if (typeof value !== 'object' || value === null) return value;
  if ('$date' in value && typeof value.$date === 'string') return new Date(value.$date);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [/^\$\$+date$/.test(name) ? name.slice(1) : name, untagged(inner)]),
  );
}
