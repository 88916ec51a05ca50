/**
 * Whom a template of the SMS module tells: fixed numbers, the buyer, or whoever a macro leads to.
 * @module
 */
import type { FixedContact } from '../../../core/contact.js';
import { unknownName } from '../../../core/errors.js';
import type { ImportNotes } from '../../shared/importing.js';
import type { TemplateEntry } from './file.js';
import type { Surroundings } from './surroundings.js';

/** A recipient as a row has it. */
export interface ImportedRecipient {
  readonly to: string | FixedContact;
  /** One writing of it, to tell two of them apart. */
  readonly identity: string;
  /** The macro, where the preset needs a role for it. */
  readonly macro?: string;
}

/** Reads the field, in which several may stand with commas between. */
export function recipientsOf(
  { recipient, mailTo, cancelMail }: TemplateEntry,
  fields: readonly string[],
  { properties }: Surroundings,
  place: string,
  notes: ImportNotes,
): readonly ImportedRecipient[] {
  const parts = recipient
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0)
    notes.mistake('missing-value', place, "nobody is told. Expected a number, or a macro such as '#PROPERTY_PHONE#'.");
  return parts.flatMap((part): readonly ImportedRecipient[] => {
    const macro = /^#(\w+)#$/.exec(part)?.[1];
    if (macro !== undefined) return atMacro(macro, fields, properties, place, notes);
    const digits = part.replace(/[\s()-]/g, '');
    if (!/^\+?\d{10,15}$/.test(digits)) {
      notes.mistake(
        'invalid-value',
        place,
        `'${part}' is neither a number nor a macro. Expected one such as '+79001234567' or '#PROPERTY_PHONE#'.`,
      );
      return [];
    }
    if (cancelMail && mailTo === undefined) {
      notes.untranslatable(
        place,
        `the e-mail goes to somebody else than the SMS to '${part}', and here one person is told in one way or another. Give that person's address as 'mailTo', or leave 'cancelMail' out.`,
      );
      return [];
    }
    const email = mailTo === undefined ? {} : { email: mailTo };
    return [{ to: { phone: digits, ...email, internal: true }, identity: digits }];
  });
}

function atMacro(
  macro: string,
  fields: readonly string[],
  properties: readonly string[],
  place: string,
  { mistake }: ImportNotes,
): readonly ImportedRecipient[] {
  // The number of the order form is the buyer's, who has an e-mail address and a language as well.
  if (macro === 'PROPERTY_PHONE') return [{ to: 'buyer', identity: '#PROPERTY_PHONE#' }];
  const known = [...properties.map((name) => `PROPERTY_${name}`), ...fields];
  if (known.includes(macro)) return [{ to: macro, identity: `#${macro}#`, macro }];
  mistake(
    'unknown-variable',
    place,
    unknownName(
      'macro',
      `#${macro}#`,
      known.map((name) => `#${name}#`),
    ),
  );
  return [];
}
