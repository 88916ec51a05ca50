/**
 * One template of the SMS module, as a row and its texts.
 * @module
 */
import { unknownName } from '../../../core/errors.js';
import { expectKnown } from '../../../core/problems.js';
import { isSmsSender, smsSenderForm } from '../../../core/sms-sender.js';
import type { ChannelTemplates } from '../../../templates/template-set.js';
import { type ImportNotes, placeAt } from '../../shared/importing.js';
import { mailOfEvent } from '../templates/mail-event.js';
import type { TemplateEntry } from './file.js';
import type { Macros } from './macros.js';
import type { Reach } from './reach.js';
import { noteNeverFires } from './reach.js';
import { type ImportedRecipient, recipientsOf } from './recipients.js';
import type { Surroundings } from './surroundings.js';
import { translate } from './text.js';

/** A template that was read. */
export interface ImportedEntry {
  readonly name: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly texts: ChannelTemplates;
  readonly reach: Reach;
  readonly isActive: boolean;
  /** Macros that need a role of their own. */
  readonly macros: readonly string[];
  /** The fact that it waits for, where it does. */
  readonly fact: string | undefined;
  readonly mailTemplate: number | undefined;
}

/** What a template waits for. */
interface Trigger {
  readonly columns: Readonly<Record<string, unknown>>;
  readonly key: string;
  readonly fields: readonly string[];
  readonly macros: Macros;
  readonly fact?: string;
}

const ownEvents = ['ISMS_NEWORDER', 'ISMS_STATUSUPDATE', 'ISMS_BXEVENT'] as const;

/** Reads one template. What is wrong with it is noted. */
export function readEntry(
  entry: TemplateEntry,
  place: string,
  known: Surroundings,
  notes: ImportNotes,
): ImportedEntry | undefined {
  const at = (field: keyof TemplateEntry) => placeAt(place, [field]);
  const trigger = triggerOf(entry, at, known, notes);
  checkNames(entry, at, known, notes);
  if (entry.text.trim() === '') notes.mistake('missing-value', at('text'), 'it is empty, so nothing would ever be sent.');
  if (trigger === undefined) return undefined;
  const recipients = recipientsOf(entry, trigger.fields, known, at('recipient'), notes);
  checkReaders(entry, recipients, at('text'), notes);
  const translated = translate(entry.text, trigger.macros, at('text'), notes);
  if (translated === undefined) return undefined;
  const name = entry.name ?? entry.event;
  const reach: Reach = {
    place,
    name,
    trigger: trigger.key,
    mailTemplate: entry.mailTemplate,
    sites: entry.site,
    from: statusesIn(entry.from, known),
    to: statusesIn(entry.to, known),
    recipients: recipients.map(({ identity }) => identity),
    isConditional: translated.isConditional,
  };
  noteNeverFires(reach, notes);
  return {
    name,
    row: rowOf(entry, trigger, recipients, known.sites),
    texts: entry.cancelMail
      ? { sms: translated.text, email: mailOfEvent('{{shop.name}}: заказ №{{no}}') }
      : { sms: translated.text },
    reach,
    isActive: entry.active,
    macros: recipients.flatMap(({ macro }) => macro ?? []),
    fact: trigger.fact,
    mailTemplate: entry.mailTemplate,
  };
}

function triggerOf(
  entry: TemplateEntry,
  at: (field: keyof TemplateEntry) => string,
  known: Surroundings,
  { mistake }: ImportNotes,
): Trigger | undefined {
  const { event, from, to, mailEvent } = entry;
  const onlyFor = (kind: (typeof ownEvents)[number], fields: readonly (keyof TemplateEntry)[]) => {
    for (const field of event === kind ? [] : fields) {
      const value = entry[field];
      const isGiven = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
      if (isGiven)
        mistake('invalid-value', at(field), `it is for ${kind} alone, and this template waits for ${event}. Remove it.`);
    }
  };
  onlyFor('ISMS_STATUSUPDATE', ['from', 'to']);
  onlyFor('ISMS_BXEVENT', ['mailEvent', 'mailTemplate', 'cancelMail', 'mailTo']);
  const ofOrder = { fields: [], macros: known.orderMacros };
  if (event === 'ISMS_NEWORDER') return { ...ofOrder, columns: { on: 'order.placed' }, key: event };
  if (event === 'ISMS_STATUSUPDATE') {
    const on = to.length === 0 ? 'status.*' : oneOrMore(to.map((name) => `status.${name}`));
    return { ...ofOrder, columns: { on, from: from.length === 0 ? '*' : oneOrMore(from) }, key: event };
  }
  const isMail = event === 'ISMS_BXEVENT';
  if (isMail && mailEvent === undefined) {
    mistake('missing-value', at('mailEvent'), "which e-mail? Expected the name of an e-mail event, such as 'SALE_NEW_ORDER'.");
    return undefined;
  }
  const found = isMail ? known.mailEvents.get(mailEvent ?? '') : known.events.get(event);
  if (found !== undefined) {
    const { fact, fields, macros } = found;
    return { columns: { on: fact }, key: fact, fields, macros, fact };
  }
  if (isMail) {
    const hint = " Name others under 'mailEvents', with their fields.";
    mistake('unknown-fact', at('mailEvent'), unknownName('e-mail event', mailEvent ?? '', [...known.mailEvents.keys()]) + hint);
  } else {
    const hint = " Name those of the shop's own under 'events', with their fields.";
    mistake('unknown-fact', at('event'), unknownName('event', event, [...ownEvents, ...known.events.keys()]) + hint);
  }
  return undefined;
}

function checkNames(
  { from, to, site, sender }: TemplateEntry,
  at: (field: keyof TemplateEntry) => string,
  { statuses, groups, sites, senders }: Surroundings,
  { mistake }: ImportNotes,
): void {
  const states = [...statuses, ...Object.keys(groups)];
  const ofStatuses = " Name those of the shop under 'statuses'.";
  for (const name of from) expectKnown(mistake, 'unknown-state', at('from'), 'status', name, states, ofStatuses);
  for (const name of to) expectKnown(mistake, 'unknown-state', at('to'), 'status', name, states, ofStatuses);
  for (const name of site)
    expectKnown(mistake, 'unknown-condition', at('site'), 'site', name, sites, " Name those of the shop under 'sites'.");
  if (sender === '') return;
  if (!isSmsSender(sender))
    mistake('invalid-value', at('sender'), `'${sender}' cannot be the sender of an SMS. Expected ${smsSenderForm}.`);
  else if (senders !== undefined && !senders.includes(sender))
    mistake('invalid-value', at('sender'), `${unknownName('sender', sender, senders)} Letter case counts.`);
}

/** What managers wrote goes to managers alone. */
function checkReaders(
  { text }: TemplateEntry,
  recipients: readonly ImportedRecipient[],
  place: string,
  { mistake }: ImportNotes,
): void {
  if (text.includes('#COMMENTS#') && recipients.some(({ to }) => typeof to === 'string'))
    mistake(
      'internal-path',
      place,
      "'#COMMENTS#' is what managers wrote, and goes to fixed numbers alone. '#USER_DESCRIPTION#' is what the buyer wrote.",
    );
}

function rowOf(
  { site, sender, active, mailTemplate, cancelMail }: TemplateEntry,
  { columns }: Trigger,
  recipients: readonly ImportedRecipient[],
  sites: readonly string[],
): Readonly<Record<string, unknown>> {
  const conditions = [
    ...(site.length === 1 ? site.map((id) => `site ${id}`) : []),
    ...(mailTemplate === undefined ? [] : [`mail template ${mailTemplate}`]),
  ];
  // All conditions of `if` must hold, and no order is of two sites: several are all but the others.
  const exceptions = site.length > 1 ? sites.filter((id) => !site.includes(id)).map((id) => `site ${id}`) : [];
  return {
    ...columns,
    ...(conditions.length === 0 ? {} : { if: oneOrMore(conditions) }),
    ...(exceptions.length === 0 ? {} : { unless: oneOrMore(exceptions) }),
    to: oneOrMore(recipients.map(({ to }) => to)),
    by: cancelMail ? { firstOf: ['sms', 'email'] } : ['sms'],
    ...(sender === '' ? {} : { sender }),
    ...(active ? {} : { active }),
  };
}

function statusesIn(names: readonly string[], { groups }: Surroundings): readonly string[] {
  return names.flatMap((name) => (Object.hasOwn(groups, name) ? (groups[name] ?? []) : [name]));
}

function oneOrMore<T>(values: readonly T[]): T | readonly T[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}
