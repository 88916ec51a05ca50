/**
 * The rows of a claim as one text, and how it is read.
 *
 * Column by column, joined by characters that hardly a text holds: JSON of each row takes the database twice as much time, and so
 * does each copy of the whole text. Where a text holds such a character after all, there are more pieces than there should be, and the
 * rows are read once more, as JSON. What is hardly ever there is written down for those rows only that have it.
 * @module
 */
import { jobColumns } from '../../sql/job-columns.js';
import { holdsEscapes, type ListedRows, openColumns, type Value } from '../../sql/open-job.js';
import { escapeMark } from '../../sql/text.js';

type Column = (typeof openColumns)[number];

const betweenRows = '\u001E';
const betweenColumns = '\u001F';
const quoted = { rows: String.raw`E'\x1e'`, columns: String.raw`E'\x1f'`, nothing: String.raw`E'\x1b'` };

/** What an encoded text may hold after the mark; alone, the mark stands for NULL. */
const escapes = ['e', '0', 'u'].map((code) => escapeMark + code);

/** May be NULL in any row. */
const optional: ReadonlySet<Column> = new Set<Column>(['recipient', 'recipient_name', 'role']);

/** NULL in all rows of most claims. */
const sometimes: readonly Column[] = ['item', 'signal_name', 'wall_time', 'site'];

/** NULL in nearly all rows. */
const seldom: readonly Column[] = [
  ...(['direct', 'pinned', 'note'] as const),
  ...(['settled_at', 'code', 'why', 'channel', 'transport', 'provider_id', 'payload'] as const),
];

/** Of the lease before the claim, only whether there was one is asked. */
const stored = openColumns.filter((column) => column !== 'lease_until');
const usual = stored.filter((column) => !sometimes.includes(column) && !seldom.includes(column));
/** Where the values of each column are, among those of {@link usual} and {@link sometimes}; -1 for those of {@link seldom}. */
const places = stored.map((column) => [...usual, ...sometimes].indexOf(column));
/** Columns with few different values. */
const fewValues = new Set<Column>(['lifecycle', 'rule', 'role', 'channels', 'zone', 'version']);

const isOfJob = (column: Column) => jobColumns.some((name) => name === column);
const nameOf = (column: Column) => (column === 'id' ? 'q.job_id' : `${isOfJob(column) ? 'j' : 'q'}.${column}`);

/** The columns of `queue` that {@link claimedRows} looks at. */
export const claimedOfQueue: string = stored
  .filter((column) => !isOfJob(column))
  .map((column) => (column === 'id' ? 'job_id' : column))
  .join(', ');

/** Selects a row `q` of `queue` and `j` of `jobs` as a JSON list. */
const wholeRow = `array_to_json(ARRAY[${stored.map((column) => `${nameOf(column)}::text`).join(', ')}])::text`;

/** Selects rows `q` and `j` as one text, NULL where there are none. `leased` selects the ids of those that had a lease. */
export function claimedRows(leased: string): string {
  const isSeldom = seldom.map((column) => `${nameOf(column)} IS NOT NULL`).join(' OR ');
  const columns = usual.map((column) => {
    const value = optional.has(column) ? `coalesce(${nameOf(column)}, ${quoted.nothing})` : `${nameOf(column)}::text`;
    return `string_agg(${value}, ${quoted.rows})`;
  });
  const others = sometimes.map((column) => {
    return `coalesce(CASE WHEN count(${nameOf(column)}) > 0 THEN array_to_json(array_agg(${nameOf(column)}))::text END, '')`;
  });
  const parts = [
    `coalesce((SELECT string_agg(id::text, ',') FROM (${leased}) l), '')`,
    ...columns,
    ...others,
    `coalesce(string_agg(CASE WHEN ${isSeldom} THEN ${wholeRow} END, ','), '')`,
  ];
  return `CASE WHEN count(*) > 0 THEN concat_ws(${quoted.columns}, ${parts.join(', ')}) END`;
}

/** Selects the same rows as JSON, without what begins and ends a list. */
export const wholeRows = `string_agg(${wholeRow}, ',')`;

/** What a text of {@link claimedRows} tells. */
export interface ClaimedRows {
  readonly ids: readonly string[];
  /** The ids of those that had a lease. */
  readonly leased: ReadonlySet<unknown>;
  /** Undefined where the text cannot be taken apart. */
  readonly rows: ListedRows | undefined;
}

/** Takes a text of {@link claimedRows} apart. */
export function readClaimedRows(text: string): ClaimedRows {
  // What comes first holds numbers only: it is what it should be whatever else is not.
  const [listed = '', ...parts] = text.split(betweenColumns);
  const leased = new Set(listed.split(','));
  const columns = usual.map((column, at) => valuesIn(column, parts[at] ?? ''));
  const ids = parts[0]?.split(betweenRows) ?? [];
  // Each row adds one piece to each column, and each character that a text should not hold adds one more.
  const isWhole = parts.length === usual.length + sometimes.length + 1 && columns.every(({ length }) => length === ids.length);
  if (!isWhole) return { ids, leased, rows: undefined };
  const others = sometimes.map((_, at) => listIn<Value>(parts[usual.length + at]));
  const whole = new Map(listIn<Value[]>(`[${parts.at(-1)}]`).map((list) => [list[0], list]));
  const byColumn = places.map((place) => [...columns, ...others][place]);
  const lists = ids.map((id, at) => whole.get(id) ?? byColumn.map((column) => column?.[at] ?? null));
  const isPlain = !holdsEscapes(text) && !escapes.some((written) => text.includes(written));
  return { ids, leased, rows: { lists: withLease(lists, leased), isPlain } };
}

/** Reads a text of {@link wholeRows}. */
export function readWholeRows(text: string, leased: ReadonlySet<unknown>): ListedRows {
  return { lists: withLease(listIn<Value[]>(`[${text}]`), leased), isPlain: !holdsEscapes(text) };
}

function withLease(lists: readonly Value[][], leased: ReadonlySet<unknown>): readonly Value[][] {
  for (const list of lists) list.push(leased.has(list[0]) ? 1 : null);
  return lists;
}

function listIn<T>(json: string | undefined): readonly T[] {
  // Built so by the statement; nothing where there is none.
  return json ? (JSON.parse(json) as T[]) : [];
}

function valuesIn(column: Column, text: string): readonly (string | null)[] {
  const values = text.split(betweenRows);
  if (optional.has(column) && text.includes(escapeMark)) return values.map((value) => (value === escapeMark ? null : value));
  return fewValues.has(column) ? shared(values) : values;
}

/** Equal values as one text of its own: a piece of a text keeps all of it in memory for as long as somebody remembers the piece. */
function shared(values: readonly string[]): readonly string[] {
  const known = new Map<string, string>();
  let last = '';
  return values.map((value) => {
    if (value === last) return last;
    last = known.get(value) ?? String(JSON.parse(JSON.stringify(value)));
    known.set(last, last);
    return last;
  });
}
