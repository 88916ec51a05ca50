/**
 * The check of what a notifier is told of consent.
 * @module
 */
import type { Report } from '../../core/problems.js';
import type { CompiledTable } from '../../core/table.js';
import { bag, kindOf } from '../../core/untyped.js';
import type { Store } from '../../ports/store.js';
import type { ConsentSettings, MayContact, SuppressionOptions, UnsubscribeOptions } from './consent-options.js';

/** The options about consent, which may be anything at run time. */
interface Given<Tx> {
  readonly mayContact?: MayContact | undefined;
  readonly suppressions?: SuppressionOptions<Tx> | false | undefined;
  readonly unsubscribe?: UnsubscribeOptions | false | undefined;
  readonly store: Store<Tx>;
}

const shortestKey = 32;

/** Checks the options, notes what is wrong, and warns of promotional e-mails that nobody can end. */
export function consentSettings<Tx>(
  { mayContact, suppressions, unsubscribe, store }: Given<Tx>,
  tables: Iterable<CompiledTable>,
  report: Report,
): ConsentSettings<Tx> {
  if (mayContact !== undefined && typeof mayContact !== 'function')
    report(
      'invalid-value',
      'mayContact',
      `expected a function (contact, context) => boolean or reason, got ${kindOf(mayContact)}.`,
    );
  if (suppressions !== undefined && suppressions !== false) checkSuppressions(suppressions, store, report);
  if (unsubscribe) checkUnsubscribe(unsubscribe, suppressions, store, report);
  if (unsubscribe === undefined) warnOfPromotions(tables);
  return { mayContact, suppressions, unsubscribe: unsubscribe || undefined };
}

function checkSuppressions<Tx>(options: SuppressionOptions<Tx>, store: Store<Tx>, report: Report): void {
  const place = 'suppressions';
  if (typeof options !== 'object') {
    report(
      'invalid-value',
      place,
      `expected an object such as {} or { suppressBounces: true }, or false, got ${kindOf(options)}.`,
    );
    return;
  }
  const { list, countryCode } = options;
  if (list !== undefined && ['find', 'add', 'remove', 'list'].some((name) => typeof bag(list)[name] !== 'function'))
    report('invalid-value', `${place}.list`, 'expected an object with find, add, remove and list.');
  if (list === undefined) expectRecords(store, place, report);
  if (countryCode !== undefined && !/^\+?[1-9]\d{0,2}$/.test(String(countryCode)))
    report('invalid-value', `${place}.countryCode`, `expected up to three digits such as '886', got ${kindOf(countryCode)}.`);
}

function expectRecords<Tx>(store: Store<Tx>, place: string, report: Report): void {
  if (store.records !== undefined) return;
  const message = 'the store keeps no records, and the list needs some. Use another store, or give suppressions: { list }.';
  report('store-without-records', place, message);
}

function checkUnsubscribe<Tx>(
  { url, keys, mailto }: UnsubscribeOptions,
  suppressions: SuppressionOptions<Tx> | false | undefined,
  store: Store<Tx>,
  report: Report,
): void {
  if (suppressions === undefined) expectRecords(store, 'unsubscribe', report);
  if (suppressions === false)
    report('invalid-value', 'suppressions', 'is false, so that a link to unsubscribe would change nothing. Leave it out.');
  if (!isSecureUrl(url))
    report(
      'invalid-value',
      'unsubscribe.url',
      `expected an https address such as 'https://shop.example/unsubscribe', got ${kindOf(url)}.`,
    );
  const expected = `expected a list of secrets of ${shortestKey} characters or more, the one that signs first.`;
  const areKeys = Array.isArray(keys) && keys.length > 0;
  // A secret is never shown.
  if (!areKeys || keys.some((key) => typeof key !== 'string' || key.length < shortestKey))
    report('invalid-value', 'unsubscribe.keys', expected);
  if (mailto !== undefined && !/^(?:mailto:)?[^\s@<>,]+@[^\s@<>,]+$/.test(String(mailto)))
    report('invalid-value', 'unsubscribe.mailto', `expected one e-mail address, got ${kindOf(mailto)}.`);
}

/** RFC 8058 asks for https; a host's own machine may do without. */
function isSecureUrl(url: unknown): boolean {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol, hostname, hash, username } = new URL(url);
  const isOwn = hostname === 'localhost' || hostname === '127.0.0.1';
  return (protocol === 'https:' || (protocol === 'http:' && isOwn)) && hash === '' && username === '';
}

/** A warning, and no mistake: a host may have a footer, or a provider that adds the headers. */
function warnOfPromotions(tables: Iterable<CompiledTable>): void {
  const rules = [...tables].flatMap((table) => table.rules).filter(isPromotionalEmail);
  if (rules.length === 0 || typeof process === 'undefined') return;
  const names = rules.map(({ name }) => `'${name}'`).join(', ');
  const fact = `createNotifier: promotional e-mails have no link to unsubscribe (${names}), which mailbox providers and laws ask for.`;
  const fix = 'Give unsubscribe: { url, keys }, or unsubscribe: false where something else sees to it.';
  process.emitWarning(`${fact} ${fix}`, { type: 'OrderbellWarning', code: 'missing-unsubscribe' });
}

function isPromotionalEmail({ active, category, sends }: CompiledTable['rules'][number]): boolean {
  return active && category === 'promotional' && sends.flat().includes('email');
}
