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
  const value: unknown = JSON.parse(text);
  // Without a tag or an escaped name there is nothing to undo; both end in these letters.
  return text.includes('$date"') ? untagged(value) : value;
}

type Properties = Record<string, unknown>;

/** The value itself where nothing in it needs a tag: most of a subject is shared with its snapshot, not copied for it. */
function tagged(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) {
    const elements = value.map(tagged);
    return elements.some((element, index) => element !== value[index]) ? elements : value;
  }
  let copy: Properties | undefined;
  for (const name of Object.keys(value)) {
    if (isReserved(name)) return renamed(value, (reserved) => `$${reserved}`, tagged);
    // The name is one of the object's own.
    const inner = (value as Properties)[name];
    const own = tagged(inner);
    if (own === inner) continue;
    copy ??= { ...value };
    copy[name] = own;
  }
  return copy ?? value;
}

/** Puts Dates in the place of their tags, in the value itself: it was parsed a moment ago and is nobody else's. */
function untagged(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$date' in value && typeof value.$date === 'string') return new Date(value.$date);
  const names = Object.keys(value);
  if (names.some(isReserved)) return renamed(value, (name) => name.slice(1), untagged);
  // Any object or array may be indexed by its own keys.
  const properties = value as Properties;
  for (const name of names) {
    const inner = properties[name];
    if (typeof inner === 'object') properties[name] = untagged(inner);
  }
  return value;
}

/** A copy in which the names that could be taken for a tag have another. */
function renamed(value: object, rename: (name: string) => string, change: (inner: unknown) => unknown): unknown {
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [isReserved(name) ? rename(name) : name, change(inner)]),
  );
}

/** `$date`, `$$date` and so on: the name of a tag, and what it becomes where it is a name of the host's. */
function isReserved(name: string): boolean {
  return name.startsWith('$') && /^\$+date$/.test(name);
}
