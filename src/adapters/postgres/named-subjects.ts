/**
 * Many subjects at once, by their names. Flags are one number, and what is hardly ever there takes no column.
 * @module
 */
import type { StoredSubject, SubjectRef } from '../../ports/store.js';
import { decodeSubject } from '../../sql/subject-row.js';
import { decodeText, encodeText } from '../../sql/text.js';
import { joinedColumns, listOf, orNothing, readJoined, textOrNothing } from './joined-columns.js';
import type { Query } from './read-statements.js';
import { arrays, statement } from './statement.js';
import type { Tables } from './tables.js';

/** Subjects of one lifecycle are looked up in one go, which costs half as much, and told by their names; others by their places. */
export function subjectsNamedQuery({ subjects }: Tables, refs: readonly SubjectRef[]): Query {
  const lifecycle = onlyLifecycle(refs);
  if (lifecycle !== undefined) {
    const text = `SELECT ${selected('x.subject')} AS r FROM ${subjects} x
WHERE x.lifecycle = $1::text AND x.subject = ANY ($2::text::text[])`;
    const names = arrays(
      1,
      refs.map(({ subject }) => [encodeText(subject)]),
    );
    return { ...statement(text), values: [encodeText(lifecycle), ...names] };
  }
  const text = `SELECT ${selected('g.at::text')} AS r
FROM unnest($1::text::text[], $2::text::text[]) WITH ORDINALITY AS g(lifecycle, subject, at)
JOIN LATERAL (SELECT * FROM ${subjects} s WHERE s.lifecycle = g.lifecycle AND s.subject = g.subject OFFSET 0) x ON true`;
  const names = refs.map((ref) => [encodeText(ref.lifecycle), encodeText(ref.subject)]);
  return { ...statement(text), values: arrays(2, names) };
}

/** Reads the answer to {@link subjectsNamedQuery}; undefined where it cannot be taken apart. Throws `store-corrupt`. */
export function readNamed(refs: readonly SubjectRef[], text: string): readonly (StoredSubject | undefined)[] | undefined {
  const joined = readJoined(text, 4, 1);
  if (joined === undefined) return undefined;
  const [names = [], revisions = [], flags = [], snapshots = []] = joined.columns;
  const others = new Map(listOf<string[]>(joined.others[0] ?? '').map(([name, ...values]) => [name, values]));
  const rows = new Map(names.map((name, at) => [name, at]));
  const isByName = onlyLifecycle(refs) !== undefined;
  return refs.map((ref, place) => {
    const name = isByName ? encodeText(ref.subject) : String(place + 1);
    const at = rows.get(name);
    if (at === undefined) return undefined;
    const bits = Number(flags[at]);
    const snapshot = textOrNothing(snapshots[at] ?? '');
    const usual = {
      revision: Number(revisions[at]),
      snapshot: snapshot === null ? undefined : decodeText(snapshot),
      fields: {},
      visited: [],
      silent: (bits & 1) !== 0,
      created: (bits & 2) !== 0,
      pinned: (bits & 4) !== 0,
    };
    const other = others.get(name);
    if (other === undefined) return usual;
    const [fields, visited] = other;
    return decodeSubject('postgres', ref, { ...usual, snapshot, changes: 0, fields, visited }).stored;
  });
}

function onlyLifecycle(refs: readonly SubjectRef[]): string | undefined {
  const first = refs[0]?.lifecycle;
  return refs.every(({ lifecycle }) => lifecycle === first) ? first : undefined;
}

function selected(name: string): string {
  const flags = '(x.silent + 2 * x.created + 4 * x.pinned)::text';
  const other = `array_to_json(ARRAY[${name}, x.fields, x.visited])::text`;
  return joinedColumns(
    [name, 'x.revision::text', flags, orNothing('x.snapshot')],
    [`string_agg(CASE WHEN x.fields <> '{}' OR x.visited <> '[]' THEN ${other} END, ',')`],
  );
}
