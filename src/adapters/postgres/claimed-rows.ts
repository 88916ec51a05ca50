/**
 * The rows of a claim as one text, and how it is read. What is hardly ever there is written down for those rows only that have it.
 * @module
 */
import { jobColumns } from '../../sql/job-columns.js';
import { holdsEscapes, type ListedRows, openColumns, usualColumns, type Value } from '../../sql/open-job.js';
import { escapeMark } from '../../sql/text.js';
import { joinedColumns, listOf, orNothing, readEnds, readJoined, textOrNothing } from './joined-columns.js';

type Column = (typeof openColumns)[number];

/** What an encoded text may hold: alone, the mark stands for NULL. */
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
  const columns = usual.map((column) => (optional.has(column) ? orNothing(nameOf(column)) : `${nameOf(column)}::text`));
  const isSeldom = seldom.map((column) => `${nameOf(column)} IS NOT NULL`).join(' OR ');
  return joinedColumns(columns, [
    ...sometimes.map(
      (column) => `CASE WHEN count(${nameOf(column)}) > 0 THEN array_to_json(array_agg(${nameOf(column)}))::text END`,
    ),
    `string_agg(CASE WHEN ${isSeldom} THEN ${wholeRow} END, ',')`,
    `(SELECT string_agg(id::text, ',') FROM (${leased}) l)`,
  ]);
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
  const [ids, last] = readEnds(text);
  const leased = new Set(last === '' ? [] : last.split(','));
  const joined = readJoined(text, usual.length, sometimes.length + 2);
  if (joined === undefined) return { ids, leased, rows: undefined };
  const columns = joined.columns.map((values, at) => valuesIn(usual[at], values));
  const others = joined.others.slice(0, sometimes.length).map((list) => listOf<Value[]>(list)[0]);
  const stands = leased.size === 0 ? undefined : ids.map((id) => (leased.has(id) ? 1 : null));
  const byColumn = [...places.map((place) => [...columns, ...others][place]), stands];
  const hasRare = byColumn.slice(usualColumns.length).some((column) => column !== undefined);
  const needed = hasRare ? byColumn : byColumn.slice(0, usualColumns.length);
  const whole = new Map(listOf<Value[]>(joined.others[sometimes.length] ?? '').map((list) => [list[0], list]));
  const listed = (id: string, at: number) => {
    const row = whole.get(id);
    // Of the length that it needs, at once: an array that grows is copied.
    return row === undefined ? needed.map((column) => column?.[at] ?? null) : withLease(row, leased);
  };
  const lists = ids.map(listed);
  const isPlain = !holdsEscapes(text) && !escapes.some((written) => text.includes(written));
  return { ids, leased, rows: { lists, isPlain } };
}

/** Reads a text of {@link wholeRows}. */
export function readWholeRows(text: string, leased: ReadonlySet<unknown>): ListedRows {
  const lists = listOf<Value[]>(text).map((row) => withLease(row, leased));
  return { lists, isPlain: !holdsEscapes(text) };
}

function withLease(row: readonly Value[], leased: ReadonlySet<unknown>): readonly Value[] {
  return [...row, leased.has(row[0]) ? 1 : null];
}

function valuesIn(column: Column | undefined, values: readonly string[]): readonly (string | null)[] {
  if (column === undefined) return values;
  const found = fewValues.has(column) ? shared(values) : values;
  return optional.has(column) && found.includes(escapeMark) ? found.map(textOrNothing) : found;
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
