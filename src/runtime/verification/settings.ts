/**
 * The settings of a verification: checked, and with every default filled in.
 * @module
 */
import { expectKnown, type Report } from '../../core/problems.js';
import type { CompiledTable } from '../../core/table.js';
import { bag } from '../../core/untyped.js';
import type { VerificationOptions } from './verification.js';

/** The options with every default filled in. */
export interface VerificationSettings extends Required<Omit<VerificationOptions, 'lifecycle' | 'randomInt'>> {
  /** Name of the lifecycle. */
  readonly lifecycle: string;
  readonly randomInt: ((below: number) => number) | undefined;
}

const hour = 60 * 60_000;
const shortestKey = 32;
const names = ['lifecycle', 'fact', 'phone', 'keys', 'expires', 'attempts', 'resendAfter', 'perPhone', 'perIp', 'randomInt'];
/** Stands in for what a fact is given in place of a code. */
const anyText = 'sealed.AAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** The settings, or undefined where there are no options; notes everything that is not in order. */
export function verificationSettings(
  options: VerificationOptions | undefined,
  tables: ReadonlyMap<string, CompiledTable>,
  hasRecords: boolean,
  report: Report,
): VerificationSettings | undefined {
  if (options === undefined) return undefined;
  const place = 'verification';
  for (const name of Object.keys(options)) expectKnown(report, 'unknown-option', place, 'option', name, names);
  const lifecycle = String(bag(options.lifecycle)['name']);
  expectKnown(report, 'unknown-lifecycle', `${place}.lifecycle`, 'lifecycle', lifecycle, [...tables.keys()]);
  const table = tables.get(lifecycle);
  if (table !== undefined) checkFact(table, String(options.fact), report);
  if (typeof options.phone !== 'function')
    report('invalid-value', `${place}.phone`, 'expected a function such as (member) => member.phone.');
  checkKeys(options.keys, report);
  const { expires = 10 * 60_000, attempts = 5, resendAfter = 60_000, randomInt } = options;
  const { perPhone = { max: 5, within: hour }, perIp = { max: 20, within: hour } } = options;
  const numbers = {
    expires,
    attempts,
    resendAfter,
    'perPhone.max': perPhone.max,
    'perPhone.within': perPhone.within,
    'perIp.max': perIp.max,
    'perIp.within': perIp.within,
  };
  for (const [name, value] of Object.entries(numbers)) {
    if (Number.isInteger(value) && value > 0) continue;
    report('invalid-value', `${place}.${name}`, `expected a whole number above 0, got ${String(value)}.`);
  }
  if (!hasRecords)
    report(
      'store-without-records',
      place,
      'codes are kept as records, and this store keeps none. Use one that does, such as memory().',
    );
  const { fact, phone, keys } = options;
  return { lifecycle, fact, phone, keys, expires, attempts, resendAfter, perPhone, perIp, randomInt };
}

function checkFact({ model, rules }: CompiledTable, fact: string, report: Report): void {
  const place = 'verification.fact';
  const schema = model.facts.get(fact);
  if (schema === undefined) {
    expectKnown(report, 'unknown-fact', place, 'fact', fact, [...model.facts.keys()]);
    return;
  }
  const parsed = schema.safeParse({ code: anyText });
  if (!parsed.success || bag(parsed.data)['code'] !== anyText) {
    const fix =
      'Define it as z.object({ code: z.string() }): the notifier stores a code only encrypted, so any text may stand there.';
    report('invalid-value', place, `the fact '${fact}' does not take { code: 'any text' }. ${fix}`);
  }
  if (rules.some(({ active, signal, triggers }) => active && signal === undefined && triggers.includes(fact))) return;
  report('unknown-rule', place, `no rule sends a message on '${fact}'. Add one: { on: '${fact}', to: ..., by: ['sms'] }.`);
}

function checkKeys(keys: unknown, report: Report): void {
  const place = 'verification.keys';
  const fix = 'Make one with randomBytes(32) of node:crypto, and keep it where your other secrets are.';
  if (!Array.isArray(keys) || keys.length === 0) {
    report('missing-value', place, `expected a list with at least one key. ${fix}`);
    return;
  }
  keys.forEach((key: unknown, index) => {
    const length = typeof key === 'string' || key instanceof Uint8Array ? key.length : 0;
    if (length >= shortestKey) return;
    report('invalid-value', `${place}[${index}]`, `expected ${shortestKey} characters or bytes at least, got ${length}. ${fix}`);
  });
}
