/**
 * The settings of credits, checked and with their defaults.
 * @module
 */
import { expectKnown, type Report } from '../../core/problems.js';
import { bag } from '../../core/untyped.js';
import type { Store } from '../../ports/store.js';
import type { Message } from '../../ports/transport.js';
import type { CreditOptions, CreditPrice } from './options.js';

/** The credits of one channel. */
export interface CreditSettings {
  readonly prices: Readonly<Record<string, CreditPrice>>;
  readonly site: string;
  readonly warnBelow: number;
  readonly mailBelow: number;
  readonly isDomestic: (message: Message) => boolean;
  readonly retryEvery: number;
  readonly checkEvery: number;
}

/** By SMARTDOVE's price list as the booking service has it, and by what TwSMS says of itself. */
const usualPrices: Readonly<Record<string, CreditPrice>> = {
  smartdove: { domestic: 0.85, international: 3, paidFrom: 'ledger' },
  twsms: { domestic: 1, international: 3, paidFrom: 'provider' },
};

const minute = 60_000;

/** Fills in defaults and notes what is wrong; undefined where nothing is paid for. */
export function creditSettings(
  given: Readonly<Record<string, CreditOptions | undefined>> | undefined,
  transports: ReadonlyMap<string, readonly { readonly name: string }[]>,
  store: Pick<Store, 'records'>,
  report: Report,
): ReadonlyMap<string, CreditSettings> | undefined {
  const settings = new Map<string, CreditSettings>();
  for (const [channel, options] of Object.entries(given ?? {})) {
    if (options === undefined) continue;
    const place = `credits.${channel}`;
    expectKnown(report, 'invalid-value', place, 'channel', channel, [...transports.keys()]);
    check(
      options,
      place,
      (transports.get(channel) ?? []).map(({ name }) => name),
      report,
    );
    settings.set(channel, {
      prices: options.prices ?? usualPrices,
      site: options.site ?? 'default',
      warnBelow: options.warnBelow ?? 100,
      mailBelow: options.mailBelow ?? 50,
      isDomestic: options.isDomestic ?? isTaiwanese,
      retryEvery: options.retryEvery ?? 15 * minute,
      checkEvery: options.checkEvery ?? 10 * minute,
    });
  }
  if (settings.size === 0) return undefined;
  if (store.records === undefined) {
    const fix = "Use one that does, such as sqlite(), postgres(), mysql() or memory(), or give this store 'records'.";
    report('store-without-records', 'credits', `the store keeps no records, and credits need some. ${fix}`);
  }
  return settings;
}

const optionNames = ['prices', 'site', 'warnBelow', 'mailBelow', 'isDomestic', 'retryEvery', 'checkEvery'];

function check(options: CreditOptions, place: string, transports: readonly string[], report: Report): void {
  for (const name of Object.keys(options)) expectKnown(report, 'unknown-option', place, 'option', name, optionNames);
  for (const name of ['warnBelow', 'mailBelow', 'retryEvery', 'checkEvery'] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isInteger(value) && value > 0))
      report('invalid-value', `${place}.${name}`, `expected a whole number above 0, got ${String(value)}.`);
  }
  const { isDomestic, prices } = options;
  if (isDomestic !== undefined && typeof isDomestic !== 'function')
    report('invalid-value', `${place}.isDomestic`, 'expected a function that takes a message and answers true or false.');
  for (const [name, price] of Object.entries(prices ?? {})) {
    expectKnown(report, 'invalid-value', `${place}.prices`, 'transport', name, transports);
    checkPrice(price, `${place}.prices.${name}`, report);
  }
}

function checkPrice(price: unknown, place: string, report: Report): void {
  const { domestic, international, paidFrom } = bag(price);
  for (const [name, value] of Object.entries({ domestic, international })) {
    if (!(typeof value === 'number' && value >= 0.000_001 && Number.isFinite(value)))
      report('invalid-value', `${place}.${name}`, `expected a number above 0, such as 0.85, got ${String(value)}.`);
  }
  if (paidFrom !== 'ledger' && paidFrom !== 'provider')
    report('invalid-value', `${place}.paidFrom`, `expected 'ledger' or 'provider', got ${String(paidFrom)}.`);
}

/** A number without a country code is one of the shop's own country. */
function isTaiwanese({ address }: Message): boolean {
  const number = address.replace(/[\s().-]/g, '');
  return !/^(?:\+|00)/.test(number) || /^(?:\+|00)886/.test(number);
}
