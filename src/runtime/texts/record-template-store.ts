/**
 * Texts of merchants as records of the store.
 * @module
 */
import type { Records, StoredRecord } from '../../ports/records.js';
import type { StoredText, TemplateStore, TextRef, TextVersion, TextWrite } from '../../ports/template-store.js';
import { changeRecord } from '../records.js';

/** Earlier texts that are kept of each. */
const mostEarlier = 10;
const pageSize = 200;

/** A {@link TemplateStore} on the records of a store: one for each text, those of a site under one kind. */
export function recordTemplateStore<Tx>(records: Records<Tx>): TemplateStore<Tx> {
  return {
    read: async (site, text, tx) => decoded(await records.read(refOf(site, text), tx)),
    write: (site, text, write, tx) =>
      changeRecord<StoredText | undefined, Tx>(
        records,
        refOf(site, text),
        (found) => {
          const before = decoded(found);
          const next = written(text, before, write);
          return { next: next === undefined ? 'keep' : { value: JSON.stringify(next) }, result: next };
        },
        tx,
      ),
    list: (site) => listed(records, kindOf(site)),
  };
}

function written(
  { lifecycle, name, channel, locale }: TextRef,
  before: StoredText | undefined,
  { change, at, by, version }: TextWrite,
): StoredText | undefined {
  if (version !== undefined && version !== (before?.version ?? 0)) return undefined;
  const ref = { lifecycle, name, channel, locale, version: (before?.version ?? 0) + 1, at, by };
  if (change === 'undo') {
    if (before === undefined) return undefined;
    const [last, ...earlier] = before.earlier;
    // The first text of all had the system's own before it.
    if (last === undefined && before.text === undefined) return undefined;
    return { ...ref, text: last?.text, earlier };
  }
  const earlier = before === undefined ? [] : [versionOf(before), ...before.earlier].slice(0, mostEarlier);
  return { ...ref, text: change.text, earlier };
}

function versionOf({ text, version, at, by }: TextVersion): TextVersion {
  return { text, version, at, by };
}

async function listed<Tx>(records: Records<Tx>, kind: string): Promise<readonly StoredText[]> {
  const texts: StoredText[] = [];
  for (let after: string | undefined; ; ) {
    const page = await records.list({ kind, limit: pageSize, after });
    texts.push(...page.flatMap((record) => decoded(record) ?? []));
    after = page.at(-1)?.key;
    if (page.length < pageSize) return texts;
  }
}

function refOf(site: string, { lifecycle, name, channel, locale }: TextRef) {
  return { kind: kindOf(site), key: [lifecycle, name, channel ?? '', locale].map(encodeURIComponent).join('/') };
}

function kindOf(site: string): string {
  return `texts ${encodeURIComponent(site)}`;
}

function decoded(found: StoredRecord | undefined): StoredText | undefined {
  // Only this file writes records of these kinds; JSON leaves out what is undefined.
  return found === undefined ? undefined : (JSON.parse(found.value) as StoredText);
}
