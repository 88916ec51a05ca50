/**
 * The notices of the waca-booking preset, and the switch of each: whether it is sent at all, and by which of its channels.
 * @module
 */
import { type Problem, unknownName } from '../../core/errors.js';

/** Every notice with the channels it goes by (1.a1 to 1.a12, 1.b5); the signal `payment-overdue` is none. */
export const noticeChannels = {
  'order-placed': ['email', 'sms'],
  'order-failed': ['email', 'sms'],
  'payment-received': ['email', 'sms'],
  'payment-reminder': ['email', 'sms'],
  'order-cancelled': ['email', 'sms'],
  'booking-voucher': ['email'],
  'voucher-changed': ['email'],
  'pre-visit': ['email', 'sms'],
  'partner-assigned': ['email'],
  'coupon-issued': ['sms'],
  'coupon-expiring': ['sms'],
  'phone-verification': ['sms'],
  'credits-low': ['email'],
} as const;

/** The name of a notice: that of its rule. */
export type NoticeName = keyof typeof noticeChannels;

/** `false` sends nothing; `{ sms: false }` leaves out a channel. */
export type NoticeSwitch<Channel extends string = string> = boolean | { readonly [C in Channel]?: boolean | undefined };

/** The switches of notices; those that are not named are on. */
export type NoticeSwitches = { readonly [N in NoticeName]?: NoticeSwitch<(typeof noticeChannels)[N][number]> | undefined };

/** What is wrong with switches, whatever they are. */
export function noticeProblems(notices: unknown): readonly Problem[] {
  if (notices === undefined) return [];
  const place = 'options.notices';
  if (!isObject(notices)) return [misfit(place, notices, `an object such as { 'coupon-expiring': false }`)];
  return Object.entries(notices).flatMap(([name, value]) => {
    const channels = new Map<string, readonly string[]>(Object.entries(noticeChannels)).get(name);
    const at = `${place}.${name}`;
    if (channels === undefined) return [unknown(at, 'notice', name, Object.keys(noticeChannels))];
    if (value === undefined || typeof value === 'boolean') return [];
    if (!isObject(value)) return [misfit(at, value, `true, false, or a switch by channel such as { ${channels[0]}: false }`)];
    return Object.entries(value).flatMap(([channel, on]) => {
      if (!channels.includes(channel)) return [unknown(`${at}.${channel}`, 'channel', channel, channels)];
      return on === undefined || typeof on === 'boolean' ? [] : [misfit(`${at}.${channel}`, on, 'true or false')];
    });
  });
}

/** The rows of a table without what is switched off: a notice with no channel left is inactive. */
export function switched<Rows extends object>(rows: Rows, notices: NoticeSwitches): Rows {
  const changed = Object.entries<object>(rows as Readonly<Record<string, object>>).map(([name, row]) => {
    const by = 'by' in row && Array.isArray(row.by) ? row.by : [];
    const given = new Map<string, NoticeSwitch | undefined>(Object.entries(notices)).get(name) ?? true;
    const left = by.filter((channel) => (typeof given === 'boolean' ? given : (given[channel] ?? true)));
    if (by.length === left.length) return [name, row];
    return [name, left.length === 0 ? { ...row, active: false } : { ...row, by: left }];
  });
  // The same rows, of which some tell by fewer of their channels or have the column `active`.
  return Object.fromEntries(changed) as Rows;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function misfit(place: string, value: unknown, expected: string): Problem {
  return {
    code: 'invalid-value',
    place,
    message: `${JSON.stringify(value) ?? String(value)} does not fit. Expected ${expected}.`,
  };
}

function unknown(place: string, kind: string, name: string, known: readonly string[]): Problem {
  return { code: 'unknown-option', place, message: unknownName(kind, name, known) };
}
