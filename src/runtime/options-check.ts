/**
 * The check of a notifier's options by themselves: names, numbers, and settings by channel.
 * @module
 */
import { isWallTime } from '../core/calendar.js';
import type { TimeSpan } from '../core/opening-hours.js';
import { expectKnown, type Report } from '../core/problems.js';
import { bag } from '../core/untyped.js';
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
  'verification',
  'sites',
  'texts',
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
    if (window === undefined || isWindow(window)) continue;
    const message = `expected two different local times such as { from: '09:00', to: '21:00' }, got { from: '${window.from}', to: '${window.to}' }.`;
    report('invalid-value', `windows.${channel}`, message);
  }
  for (const [channel, limit] of Object.entries(options.limits ?? {})) {
    if (limit === undefined || (isCount(limit.max) && Object.values(limit.per).length === 1)) continue;
    report('invalid-value', `limits.${channel}`, 'expected { max: 3, per: { days: 1 } }, with a whole number above 0.');
  }
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
