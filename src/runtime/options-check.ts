/**
 * The check of a notifier's options by themselves: names, numbers, and settings by channel.
 * @module
 */
import { isWallTime } from '../core/calendar.js';
import { type Problem, unknownName } from '../core/errors.js';
import type { AnyTable, NotifierOptions, Several } from './options.js';

type Options = NotifierOptions<Several<AnyTable>, never>;

/** Notes what is wrong with options whatever the rules say. `channels` are those that have transports. */
export function checkOptions(options: Options, channels: readonly string[], problems: Problem[]): void {
  checkOptionNames(options, problems);
  checkNumbers(options, problems);
  checkChannelSettings(options, channels, problems);
}

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
];

function checkOptionNames(options: object, problems: Problem[]): void {
  for (const name of Object.keys(options)) {
    if (optionNames.includes(name)) continue;
    problems.push({ code: 'unknown-option', place: 'options', message: unknownName('option', name, optionNames) });
  }
}

function checkNumbers(options: Options, problems: Problem[]): void {
  const { concurrency, sendTimeout, lease, longestSleep, retry } = options;
  const { failures, pause, longestPause } = options.breaker || {};
  const given = {
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
  for (const [place, value] of Object.entries(given)) {
    if (value === undefined || (Number.isInteger(value) && value > 0)) continue;
    problems.push({ code: 'invalid-value', place, message: `expected a whole number above 0, got ${String(value)}.` });
  }
}

function checkChannelSettings(options: Options, channels: readonly string[], problems: Problem[]): void {
  for (const part of ['enabled', 'windows', 'limits'] as const) {
    for (const channel of Object.keys(options[part] ?? {})) {
      if (channels.includes(channel)) continue;
      problems.push({ code: 'invalid-value', place: `${part}.${channel}`, message: unknownName('channel', channel, channels) });
    }
  }
  for (const [channel, window] of Object.entries(options.windows ?? {})) {
    if (
      window === undefined ||
      (isWallTime(window.from) && (isWallTime(window.to) || window.to === '24:00') && window.from !== window.to)
    )
      continue;
    const message = `expected two different local times such as { from: '09:00', to: '21:00' }, got { from: '${window.from}', to: '${window.to}' }.`;
    problems.push({ code: 'invalid-value', place: `windows.${channel}`, message });
  }
  for (const [channel, limit] of Object.entries(options.limits ?? {})) {
    if (limit === undefined || (Number.isInteger(limit.max) && limit.max > 0 && Object.values(limit.per).length === 1)) continue;
    problems.push({
      code: 'invalid-value',
      place: `limits.${channel}`,
      message: 'expected { max: 3, per: { days: 1 } }, with a whole number above 0.',
    });
  }
}

/** Notes limits of a transport that nothing could be held to. */
export function checkLimits(transport: object, place: string, problems: Problem[]): void {
  // Written by anybody: whatever it is, its two members are looked at.
  const { concurrency, perSecond } = ('limits' in transport ? (transport.limits ?? {}) : {}) as Readonly<Record<string, unknown>>;
  const refuse = (name: string, value: unknown, expected: string) =>
    problems.push({ code: 'invalid-value', place, message: `limits.${name} is ${String(value)}. Expected ${expected} above 0.` });
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && Number(concurrency) > 0))
    refuse('concurrency', concurrency, 'a whole number');
  if (perSecond !== undefined && !(Number.isFinite(perSecond) && Number(perSecond) > 0))
    refuse('perSecond', perSecond, 'a number');
}
