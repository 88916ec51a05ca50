/**
 * The check of a notifier's options by themselves: names, numbers, and settings by channel.
 * @module
 */
import { isWallTime } from '../core/calendar.js';
import { type TimeSpan, weekdays } from '../core/opening-hours.js';
import { expectKnown, type Report } from '../core/problems.js';
import type { Window } from '../core/settings.js';
import { bag, listOf } from '../core/untyped.js';
import type { AnyTable, NotifierOptions, Several } from './options.js';

type Options = NotifierOptions<Several<AnyTable>, never>;

const optionNames = [
  'rules',
  'templates',
  'transports',
  'store',
  'load',
  'signals',
  'enabled',
  'windows',
  'limits',
  'mayContact',
  'suppressions',
  'unsubscribe',
  'clock',
  'scheduler',
  'retry',
  'breaker',
  'keepContent',
  'concurrency',
  'sendTimeout',
  'lease',
  'longestSleep',
  'keepAlive',
  'telemetry',
];

/** Notes what is wrong with options whatever the rules say. `channels` are those that have transports. */
export function checkOptions(options: Options, channels: readonly string[], report: Report): void {
  for (const name of Object.keys(options)) expectKnown(report, 'unknown-option', 'options', 'option', name, optionNames);
  const { concurrency, sendTimeout, lease, longestSleep, retry } = options;
  const { failures, pause, longestPause } = options.breaker || {};
  const numbers = {
    concurrency,
    sendTimeout,
    lease,
    longestSleep,
    'retry.attempts': retry?.attempts,
    'retry.maxAge': retry?.maxAge,
    'breaker.failures': failures,
    'breaker.pause': pause,
    'breaker.longestPause': longestPause,
  };
  for (const [place, value] of Object.entries(numbers)) {
    if (value !== undefined && !isCount(value))
      report('invalid-value', place, `expected a whole number above 0, got ${String(value)}.`);
  }
  checkChannelSettings(options, channels, report);
}

function checkChannelSettings(options: Options, channels: readonly string[], report: Report): void {
  for (const part of ['enabled', 'windows', 'limits'] as const) {
    for (const channel of Object.keys(options[part] ?? {}))
      expectKnown(report, 'invalid-value', `${part}.${channel}`, 'channel', channel, channels);
  }
  for (const [channel, window] of Object.entries(options.windows ?? {})) {
    // What a function yields is seen when a message is due.
    if (window === undefined || typeof window === 'function') continue;
    checkWindow(channel, window, report);
    if (isWindow(window)) continue;
    const message = `expected two different local times such as { from: '09:00', to: '21:00' }, got { from: '${window.from}', to: '${window.to}' }.`;
    report('invalid-value', `windows.${channel}`, message);
  }
  for (const [channel, limit] of Object.entries(options.limits ?? {})) {
    if (limit === undefined || listOf(limit).every((one) => isCount(one.max) && Object.values(one.per).length === 1)) continue;
    report(
      'invalid-value',
      `limits.${channel}`,
      'expected { max: 3, per: { days: 1 } }, with a whole number above 0, or a list of such.',
    );
  }
}

function checkWindow(channel: string, { days, outside }: Window, report: Report): void {
  for (const day of days ?? []) expectKnown(report, 'invalid-value', `windows.${channel}.days`, 'day', day, weekdays);
  if (outside !== undefined && outside !== 'defer' && outside !== 'skip')
    report('invalid-value', `windows.${channel}.outside`, `expected 'defer' or 'skip', got '${String(outside)}'.`);
}

/** Notes a time limit of a transport that no timer could be set to. */
export function checkTimeout(timeout: unknown, place: string, report: Report): void {
  if (timeout === undefined || isCount(Number(timeout))) return;
  report('invalid-value', place, `timeout is ${String(timeout)}. Expected a whole number of milliseconds above 0.`);
}

/** Notes limits of a transport that nothing could be held to: `limits` is whatever its author has written. */
export function checkLimits(limits: unknown, place: string, report: Report): void {
  const { concurrency, perSecond } = bag(limits);
  const refuse = (name: string, value: unknown, expected: string) =>
    report('invalid-value', place, `limits.${name} is ${String(value)}. Expected ${expected} above 0.`);
  if (concurrency !== undefined && !isCount(Number(concurrency))) refuse('concurrency', concurrency, 'a whole number');
  if (perSecond !== undefined && !(Number(perSecond) > 0 && Number.isFinite(perSecond)))
    refuse('perSecond', perSecond, 'a number');
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}

function isWindow({ from, to }: TimeSpan): boolean {
  return isWallTime(from) && (isWallTime(to) || to === '24:00') && from !== to;
}
