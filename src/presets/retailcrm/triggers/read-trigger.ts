/**
 * Reading one trigger: when it is sent, and its texts.
 * @module
 */
import type { ImportNotes } from '../../shared/importing.js';
import type { StatusGroups } from '../statuses.js';
import { readExpression } from './expression.js';
import type { Formula } from './formula.js';
import { type FormulaContext, formulaOf } from './formula-reading.js';
import { type Occasion, occasionOf } from './occasion.js';
import type { Trigger } from './trigger-file.js';
import { handlebarsOf } from './twig.js';
import { isWholeDay, waysToSay } from './working-hours.js';

/** A trigger that was read. */
export interface ReadTrigger {
  /** `[3]`, or `triggers[3]`. */
  readonly place: string;
  /** Name of its rule. */
  readonly name: string;
  readonly trigger: Trigger;
  readonly occasion: Occasion;
  readonly texts: ImportedTexts;
}

interface ImportedTexts {
  readonly email?: { readonly subject: string; readonly text?: string; readonly html?: string };
  readonly sms?: string;
}

/** Reads a trigger; undefined where it was noted that it cannot be read. */
export function readTrigger(
  trigger: Trigger,
  place: string,
  statuses: StatusGroups,
  notes: ImportNotes,
): ReadTrigger | undefined {
  let isClear = true;
  const contextAt = (part: string): FormulaContext => ({
    statuses,
    mistake: (code, message) => {
      isClear = false;
      notes.mistake(code, `${place}.${part}`, message);
    },
    untranslatable: (message) => {
      isClear = false;
      notes.untranslatable(`${place}.${part}`, message);
    },
  });
  const formulas = (['filter', 'condition'] as const).flatMap((part): readonly Formula[] => {
    const text = trigger[part];
    if (text === undefined) return [];
    const reading = readExpression(text);
    if (reading.ok) return [formulaOf(reading.expression, contextAt(part))];
    if (reading.isMistake) contextAt(part).mistake('invalid-value', reading.message);
    else contextAt(part).untranslatable(reading.message);
    return [];
  });
  const texts = textsOf(trigger, place, statuses, notes);
  // What was not understood would be reported a second time, as something that the trigger does not ask.
  if (!isClear) return undefined;
  const occasion = occasionOf({ all: formulas }, statuses, contextAt('filter'));
  if (occasion !== undefined && !isWholeDay(occasion.stretches) && occasion.stretches.length > 0)
    if (waysToSay(occasion.stretches).length === 0)
      notes.untranslatable(`${place}.condition`, 'it is sent at several times of a day, which a row cannot say.');
  return occasion && { place, name: ruleName(trigger.name), trigger, occasion, texts };
}

function textsOf({ email, sms }: Trigger, place: string, statuses: StatusGroups, notes: ImportNotes): ImportedTexts {
  if (email === undefined && sms === undefined)
    notes.mistake('missing-value', place, "it sends nothing. Expected 'email', 'sms' or both.");
  const translated = (text: string, part: string) => handlebarsOf(text, `${place}.${part}`, statuses, notes);
  return {
    ...(email && {
      email: {
        subject: translated(email.subject, 'email.subject'),
        ...(email.text !== undefined && { text: translated(email.text, 'email.text') }),
        ...(email.html !== undefined && { html: translated(email.html, 'email.html') }),
      },
    }),
    ...(sms !== undefined && { sms: translated(sms, 'sms') }),
  };
}

/** `Заказ принят` is `заказ-принят`. */
function ruleName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
