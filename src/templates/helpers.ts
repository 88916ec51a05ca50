/**
 * Helpers as Handlebars calls them: built-in ones, Handlebars' own, and those of the host.
 * @module
 */
import Handlebars from 'handlebars';
import { OrderbellError } from '../core/errors.js';
import { type BuiltIn, builtIns, type Call, type Mode, type RenderData } from './built-ins.js';
import { shortenable } from './shorten-marks.js';
import type { Helper } from './template-set.js';

/** Helpers by name, ready for one mode. */
export type HelperTable = Readonly<Record<string, Handlebars.HelperDelegate>>;

/** Handlebars' own helpers that templates may use. `log` is not one of them: it writes what people are told to the console. */
export const stockHelpers: readonly string[] = ['if', 'unless', 'each', 'with', 'lookup'];

/** Blocks of ours: they stand around a piece of a template. */
export const ownBlocks: readonly string[] = ['shorten', 'trail'];

/** Names that a host's helper cannot have. */
export const reservedHelpers: readonly string[] = [
  ...Object.keys(builtIns),
  ...ownBlocks,
  ...stockHelpers,
  'log',
  'helperMissing',
  'blockHelperMissing',
];

const stock = Handlebars.create().helpers;

/**
 * All helpers of a set for one mode. `blockHelperMissing`, which is what Handlebars calls for `{{#sessions}}`, is one of them.
 */
export function createHelpers(mode: Mode, host: Readonly<Record<string, Helper>>): HelperTable {
  const table: Record<string, Handlebars.HelperDelegate> = {};
  for (const name of [...stockHelpers, 'blockHelperMissing']) {
    const helper = stock[name];
    if (helper !== undefined) table[name] = helper;
  }
  for (const [name, helper] of Object.entries(builtIns)) table[name] = builtInDelegate(name, helper, mode);
  table['shorten'] = shorten;
  table['trail'] = trail;
  for (const [name, helper] of Object.entries(host)) table[name] = hostDelegate(name, helper);
  return table;
}

/** `{{#shorten}}`: marks what it is around where an SMS is fitted; anywhere else, that is written as it is. */
function shorten(this: unknown, options: Handlebars.HelperOptions): string {
  const whole = options.fn(this);
  // What the renderer gave as data.
  return (options.data as RenderData).marks ? shortenable(whole) : whole;
}

/** `{{#trail}}`: what it is around for each stage, as `{{#each}}` does; after `{{else}}` what is written where there is no trail. */
function trail(this: unknown, ...args: readonly unknown[]): unknown {
  // Handlebars passes its options as the last argument of every helper.
  const options = args.at(-1) as Handlebars.HelperOptions;
  const machine = args.length > 1 ? String(args[0]) : undefined;
  try {
    // What the renderer gave as data.
    return stock['each']?.call(this, (options.data as RenderData).trail(machine), options);
  } catch (error) {
    if (error instanceof OrderbellError) throw error;
    // As for every helper.
    throw failure(options as unknown as Call, 'trail', 'failed: see the cause.', error);
  }
}

function builtInDelegate(name: string, helper: BuiltIn, mode: Mode): Handlebars.HelperDelegate {
  const most = helper.repeats ? Number.POSITIVE_INFINITY : helper.parameters.length;
  return (...args: unknown[]) => {
    const call = callOf(args);
    try {
      if (args.length < helper.needs || args.length > most) {
        throw new OrderbellError('invalid-argument', `takes ${argumentsOf(helper)}; got ${args.length}.`);
      }
      const value = helper.run(call, args, mode);
      return helper.intl && mode === 'text' && typeof value === 'string' ? plainSpaces(value) : value;
    } catch (error) {
      throw failure(call, name, error instanceof OrderbellError ? error.message : 'failed.', error);
    }
  };
}

function hostDelegate(name: string, helper: Helper): Handlebars.HelperDelegate {
  return (...args: unknown[]) => {
    const call = callOf(args);
    let value: unknown;
    try {
      value = helper({ locale: call.data.locale, timeZone: call.data.timeZone, hash: call.hash }, ...args);
    } catch (error) {
      throw failure(call, name, `this helper of the host threw ${error instanceof Error ? error.name : 'something'}.`, error);
    }
    if (value instanceof Promise) {
      value.catch(() => undefined);
      throw failure(
        call,
        name,
        'this helper of the host returned a promise. Templates are rendered at once: return the text.',
        undefined,
      );
    }
    return value;
  };
}

/** The number of arguments that a helper takes, in words. */
export function argumentsOf({ parameters, needs, repeats }: Pick<BuiltIn, 'parameters' | 'needs' | 'repeats'>): string {
  const names = parameters.map(({ name }) => name).join(', ');
  const number = repeats ? `${needs} or more` : needs === parameters.length ? `${needs}` : `${needs} or ${parameters.length}`;
  return `${number} argument${number === '1' ? '' : 's'} (${names})`;
}

/** Takes the call off the end of the arguments. */
function callOf(args: unknown[]): Call {
  // Handlebars passes its options as the last argument of every helper, with the data that the renderer gave it.
  return args.pop() as Call;
}

function failure(call: Call, name: string, message: string, cause: unknown): OrderbellError {
  const line = call.loc === undefined ? '' : `line ${call.loc.start.line}: `;
  return new OrderbellError('render-failed', `${line}{{${name}}} ${message}`, { cause });
}

/** Intl separates by no-break and thin spaces, each of which would turn a whole SMS into UCS-2. */
function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u2009\u202f]/g, ' ');
}
