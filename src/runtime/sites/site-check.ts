/**
 * The check of what is said of one site.
 * @module
 */
import { unknownName } from '../../core/errors.js';
import { expectKnown, type Report } from '../../core/problems.js';
import { isSmsSender, smsSenderForm } from '../../core/sms-sender.js';
import type { CompiledTable } from '../../core/table.js';
import { bag, kindOf, listOf } from '../../core/untyped.js';
import { isZone } from '../../core/zone.js';
import type { Transport } from '../../ports/transport.js';
import type { Templates } from '../../templates/engine.js';
import { isLocale } from '../../templates/locale-chain.js';
import type { SiteSettings, TransportChoice } from './site-settings.js';

/** The transports of a notifier, by channel. */
export type Carriers = ReadonlyMap<string, readonly Transport[]>;

/** What settings of sites may name. */
interface Known {
  readonly carriers: Carriers;
  readonly tables: ReadonlyMap<string, CompiledTable>;
}

const names = ['sender', 'transports', 'timeZone', 'locale', 'templates', 'allowedHosts'];
const senderNames = ['name', 'from', 'replyTo', 'sms'];

/** Notes everything that is not in order in the settings of one site. */
export function checkSite(settings: SiteSettings, place: string, { carriers, tables }: Known, report: Report): void {
  for (const name of Object.keys(settings)) expectKnown(report, 'unknown-option', place, 'option', name, names);
  const { timeZone, locale } = settings;
  if (timeZone !== undefined && !isZone(timeZone))
    report('unknown-zone', `${place}.timeZone`, `'${timeZone}' is not known here. Expected an IANA zone such as 'Asia/Taipei'.`);
  if (locale !== undefined && !isLocale(locale))
    report('unknown-locale', `${place}.locale`, `'${locale}' is no language tag. Expected one such as 'zh-TW'.`);
  if (settings.sender !== undefined && typeof settings.sender !== 'object')
    report('invalid-value', `${place}.sender`, `expected { name, from, replyTo, sms }, got ${kindOf(settings.sender)}.`);
  for (const [name, value] of Object.entries(bag(settings.sender))) checkSenderPart(name, value, `${place}.sender`, report);
  for (const [channel, choice] of Object.entries(settings.transports ?? {}))
    checkChoice(channel, choice, `${place}.transports.${channel}`, carriers, report);
  for (const set of Object.values(settings.templates ?? {})) checkTexts(set, `${place}.templates`, tables, report);
}

function checkSenderPart(name: string, value: unknown, place: string, report: Report): void {
  expectKnown(report, 'unknown-option', place, 'part', name, senderNames);
  if (value === undefined) return;
  if (typeof value !== 'string' || value.trim() === '' || /\p{Cc}/u.test(value))
    report('invalid-value', `${place}.${name}`, 'expected a text on one line, without control characters.');
  else if (name === 'sms' && !isSmsSender(value)) {
    const fix = "The name beside e-mail addresses is 'name', and may be any.";
    report('invalid-value', `${place}.sms`, `'${value}' cannot be the sender of an SMS. Expected ${smsSenderForm}. ${fix}`);
  }
}

function checkChoice(channel: string, choice: TransportChoice, place: string, carriers: Carriers, report: Report): void {
  const given = carriers.get(channel);
  if (given === undefined) {
    report('unknown-channel', place, unknownName('channel', channel, [...carriers.keys()]));
    return;
  }
  const known = given.map(({ name }) => name);
  const chosen = listOf<string | Transport>(choice);
  if (chosen.length === 0) report('missing-transport', place, `expected a transport. Known: ${known.join(', ')}.`);
  for (const one of chosen) {
    if (typeof one === 'string') expectKnown(report, 'missing-transport', place, 'transport', one, known);
    else if (typeof bag(one)['send'] !== 'function')
      report('invalid-value', place, 'expected the name of a transport, or an object with name and send(message).');
  }
}

/** The texts of a site need not be complete: what they leave out is the notifier's own. */
function checkTexts(set: Templates, place: string, tables: Known['tables'], report: Report): void {
  const table = tables.get(set.lifecycle);
  expectKnown(report, 'unknown-lifecycle', place, 'lifecycle', set.lifecycle, [...tables.keys()]);
  const rows = table?.rules.map((rule) => ({ name: rule.name, rule: rule.row })) ?? [];
  for (const problem of table === undefined ? [] : set.check(table.model, rows).problems)
    if (problem.code !== 'missing-template') report(problem.code, `${place}, ${problem.place}`, problem.message);
}
