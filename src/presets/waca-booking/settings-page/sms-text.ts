/**
 * A text of the settings page as one of the preset: its variables translated, and held to what merchants may write.
 * @module
 */
import { unknownName } from '../../../core/errors.js';
import { fittingOf } from '../../../core/fitting.js';
import { checkMerchantSlot, checkMerchantTemplate } from '../../../templates/merchant/check-merchant-text.js';
import { promotionalWords } from '../../../templates/merchant/promotional-words.js';
import { type ImportNotes, lineAt } from '../../shared/importing.js';
import type { NoticeName } from '../notices.js';
import type { WacaBooking } from '../preset.js';
import { lifecycleOf, variablesOf } from './page-notices.js';

/** What a text is checked with. */
export interface TextCheck {
  readonly preset: WacaBooking;
  readonly locale: string;
  readonly allowedHosts: readonly string[];
  readonly notes: ImportNotes;
}

const words = Object.values(promotionalWords).flat();
/** Parts of an SMS whose rule does not say, as in `notifier.texts`. */
const usualParts = 3;

/** The SMS in Handlebars. Notes what is wrong with it. */
export function smsText(text: string, notice: NoticeName, place: string, check: TextCheck): string {
  const { mistake } = check.notes;
  const variables = variablesOf(notice);
  let isKnown = true;
  const translated = text.replaceAll(/[{｛]([^{}｛｝]*)[}｝]|[{}｛｝]/g, (found, name: string | undefined, index: number) => {
    const variable = name === undefined ? undefined : new Map(Object.entries(variables)).get(name.trim());
    if (variable !== undefined) return variable;
    isKnown = false;
    const at = lineAt(place, text, index);
    if (name === undefined) mistake('invalid-template', at, `'${found}' stands alone. A variable is written {訂單編號}.`);
    else mistake('unknown-variable', at, unknownName('variable', name.trim(), Object.keys(variables)));
    return found;
  });
  if (!isKnown) return translated;
  if (notice === 'phone-verification' && !translated.includes(variables['驗證碼'] ?? ''))
    mistake('missing-value', place, 'there is no {驗證碼} in it, so nobody could type the code.');
  noteProblems(translated, notice, place, check);
  return translated;
}

/** The same checks that `notifier.texts` has, so that what is imported can be saved. */
function noteProblems(text: string, notice: NoticeName, place: string, { preset, locale, allowedHosts, notes }: TextCheck): void {
  const lifecycle = lifecycleOf(notice);
  const { compiled } = preset.rules[lifecycle];
  const { merchant } = preset.templates[lifecycle];
  const rule = compiled.rules.find(({ name }) => name === notice);
  if (merchant === undefined || rule === undefined) return;
  const rules = compiled.rules.map(({ name, row }) => ({ name, rule: row }));
  const fitting = fittingOf(rule.row) ?? { parts: usualParts, fit: 'reject' as const };
  const own = { template: notice, channel: 'sms', locale, text, fitting, allowedHosts, words };
  for (const problem of checkMerchantTemplate({ model: compiled.model, rules, merchant, ...own }))
    note(problem, text, place, notes);
}

/** The notes before the visit, which are plain text. Notes what is wrong with them. */
export function notesText(text: string, place: string, { preset, allowedHosts, notes }: TextCheck): string {
  const maxLength = preset.templates.booking.slots?.['preVisitNotes']?.maxLength ?? 0;
  for (const problem of checkMerchantSlot(text, maxLength, { allowedHosts, words })) note(problem, text, place, notes);
  return text;
}

function note(
  problem: { readonly place: string; readonly message: string },
  text: string,
  place: string,
  { mistake }: ImportNotes,
): void {
  // Columns are those of the translated text; its lines are those of the page.
  const line = /^line (\d+)/.exec(problem.place)?.[1];
  const at = line === undefined || !text.includes('\n') ? place : `${place}, line ${line}`;
  mistake('invalid-value', at, problem.message.replace(`${problem.place}: `, ''));
}
