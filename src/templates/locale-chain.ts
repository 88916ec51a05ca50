/**
 * Locales: which languages of a set are tried, and in what order.
 * @module
 */

/** Whether a text is a well-formed language tag: `en`, `zh-TW` and `zh-Hant-TW` are, `zh_TW` and `english language` are not. */
export function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/**
 * The tags of `available` to try for the wanted ones, best first.
 *
 * The rule: for each wanted tag in turn the tag itself, then ever shorter prefixes of it (`zh-Hant-TW`, `zh-Hant`, `zh`); `last`
 * at the end. Letter case does not matter, and `_` is read as `-`, as data often have it (`zh_TW`). A wanted tag never leads to
 * a longer one: who asks for `zh` is not given `zh-TW`.
 */
export function localeChain(
  available: readonly string[],
  wanted: readonly (string | undefined)[],
  last: string,
): readonly string[] {
  const written = new Map(available.map((tag) => [tag.toLowerCase(), tag]));
  const chain = new Set<string>();
  for (const tag of [...wanted, last]) {
    for (const prefix of prefixesOf(tag ?? '')) {
      const found = written.get(prefix);
      if (found !== undefined) chain.add(found);
    }
  }
  return [...chain];
}

function prefixesOf(tag: string): readonly string[] {
  const parts = tag.trim().toLowerCase().replaceAll('_', '-').split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}
