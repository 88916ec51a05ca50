/**
 * Regular expressions that do no more than search for texts. No pattern of a file is ever run.
 * @module
 */

/** The texts that a regular expression searches for; undefined where it does more than that. */
export function searchOf(pattern: string): { readonly contains: readonly string[]; readonly ignoreCase?: true } | undefined {
  const [, , body, flags = ''] = /^([/#~])(.+)\1([iu]*)$/s.exec(pattern) ?? [];
  const contains = body === undefined ? undefined : alternatives(body);
  if (contains === undefined) return undefined;
  return flags.includes('i') ? { contains, ignoreCase: true } : { contains };
}

function alternatives(body: string): readonly string[] | undefined {
  const parts = splitAtTop(body);
  if (parts === undefined) return undefined;
  if (parts.length > 1) {
    const found = parts.map(alternatives);
    return found.includes(undefined) ? undefined : found.flatMap((one) => one ?? []);
  }
  const [, inner] = /^\((?:\?:)?(.*)\)$/s.exec(body) ?? [];
  if (inner !== undefined) return alternatives(inner);
  if (body === '' || /(?<!\\)(?:\\\\)*[[\](){}*+?^$.|]|\\[\p{L}\p{N}]/u.test(body)) return undefined;
  return [body.replace(/\\(.)/gs, '$1')];
}

/** The parts between the bars that stand in no bracket; undefined where brackets do not match. */
function splitAtTop(body: string): readonly string[] | undefined {
  const parts = [''];
  let depth = 0;
  for (const sign of body.match(/\\.|./gs) ?? []) {
    if (sign === '(') depth++;
    if (sign === ')') depth--;
    if (depth < 0) return undefined;
    if (sign === '|' && depth === 0) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return depth === 0 ? parts : undefined;
}
