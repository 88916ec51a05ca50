/**
 * What the host asks of credits: top-ups, balances, warnings.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { type Ledger, mark, messagesLeft, topUp } from '../../core/ledger.js';
import type { Parts } from '../setup.js';
import type { AccountName } from './account.js';
import { type Meter, micro, points } from './meter.js';
import type { CreditAccount, Credits } from './options.js';
import type { CreditSettings } from './settings.js';

type Settings = ReadonlyMap<string, CreditSettings>;

/** Makes what the host calls. */
export function createCredits<Tx>(parts: Parts<Tx>, meter: Meter<Tx>): Credits<Tx> {
  const settings = (): Settings => {
    if (parts.credits !== undefined) return parts.credits;
    const fix = 'Give createNotifier({ credits: { sms: {} } }), with the channel that is paid for.';
    throw new OrderbellError('invalid-argument', `credits: this notifier counts none. ${fix}`);
  };
  return {
    async topUp(site, { points: added, key, channel, tx }) {
      const name = { channel: channelFor(settings(), channel), site: nonEmpty('site', site), transport: undefined };
      if (!(typeof added === 'number' && micro(added) >= 1 && Number.isSafeInteger(micro(added))))
        throw refused(`points: ${String(added)}. Expected a number above 0, such as 500.`);
      nonEmpty('key', key);
      const terms = meter.terms(name);
      const account = meter.account(name);
      const step = (ledger: Ledger) => {
        const { ledger: after, before } = topUp(ledger, key, micro(added), terms);
        return { ledger: after, result: before };
      };
      const { result: before, ledger } = await (tx === undefined ? account.change(step) : account.changeWithin(step, tx));
      if (before !== undefined && before !== micro(added))
        throw refused(
          `key '${key}': it has added ${points(before)} points before, not ${added}. Use another key for another top-up.`,
        );
      return { points: points(ledger.points), isNew: before === undefined };
    },
    async of(site) {
      await meter.sweep();
      return Promise.all(accountsOf(parts, settings(), site).map((name) => look(parts, meter, name)));
    },
    async seen(site) {
      for (const name of accountsOf(parts, settings(), site)) {
        const account = meter.account(name);
        const open = (await account.read()).crossings.filter(({ isSeen }) => !isSeen).map(({ number }) => number);
        if (open.length > 0) await account.change((ledger) => ({ ledger: mark(ledger, open, 'isSeen'), result: undefined }));
      }
    },
  };
}

/** The accounts of a site: a ledger for each channel that takes from it, and one for each provider that keeps its own. */
function accountsOf<Tx>({ transports }: Parts<Tx>, all: Settings, site: string | undefined): readonly AccountName[] {
  return [...all].flatMap(([channel, { prices, site: usual }]) => {
    const base = { channel, site: site ?? usual };
    const paid = (transports.get(channel) ?? []).map(({ name }) => ({ name, paidFrom: prices[name]?.paidFrom }));
    const ledger = paid.some(({ paidFrom }) => paidFrom === 'ledger') ? [{ ...base, transport: undefined }] : [];
    const own = paid.filter(({ paidFrom }) => paidFrom === 'provider').map(({ name }) => ({ ...base, transport: name }));
    return [...ledger, ...own];
  });
}

async function look<Tx>(parts: Parts<Tx>, meter: Meter<Tx>, name: AccountName): Promise<CreditAccount> {
  const { channel, transport } = name;
  let error: unknown;
  const carrier = (parts.transports.get(channel) ?? []).find((one) => one.name === transport);
  if (carrier?.balance !== undefined) {
    await meter.ask(carrier, name).catch((thrown: unknown) => {
      error = thrown;
    });
  }
  const ledger = await meter.account(name).read();
  const open = ledger.crossings.filter(({ isSeen }) => !isSeen);
  return {
    channel,
    transport,
    points: points(ledger.points),
    held: points(Object.values(ledger.held).reduce((sum, { cost }) => sum + cost, 0)),
    messagesLeft: messagesLeft(ledger, meter.terms(name)),
    warnings: open.map(({ line, at }) => ({ line, since: new Date(at) })),
    error,
  };
}

function channelFor(all: Settings, channel: string | undefined): string {
  const [first, second] = all.keys();
  if (channel !== undefined && all.has(channel)) return channel;
  if (channel === undefined && first !== undefined && second === undefined) return first;
  throw refused(`channel: ${channel === undefined ? 'none' : `'${channel}'`}. Expected one of ${[...all.keys()].join(', ')}.`);
}

function nonEmpty(what: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw refused(`${what}: ${value === '' ? 'an empty text' : String(value)}. Expected a text.`);
}

function refused(message: string): OrderbellError {
  return new OrderbellError('invalid-argument', `credits.topUp(): ${message}`);
}
