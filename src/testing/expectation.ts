/**
 * What a test expects of a timeline.
 * @module
 */
import { isDay } from '../core/calendar.js';
import { OrderbellError, unknownName } from '../core/errors.js';
import { show } from './check.js';
import { instantFrom } from './fake-clock.js';
import type { TimelineEntry } from './timeline.js';

/** What a message is told by. What is left out may be anything. */
export interface Expectation {
  readonly rule?: string;
  /** The subject's key. */
  readonly subject?: string;
  /** The recipient: the role it was found by, its name, or its address. */
  readonly to?: string;
  /** The channel. */
  readonly by?: string;
  /** The very instant, to the second (a `Date`, or a text local to the notifier's zone), or the day, `2026-03-08`. */
  readonly at?: Date | string;
  /** Why it was not sent. */
  readonly code?: string;
  /** What the text contains, or matches. */
  readonly text?: string | RegExp;
  /** What the subject line contains, or matches. */
  readonly subjectLine?: string | RegExp;
  /** How many there are, exactly; at least one unless given. */
  readonly times?: number;
}

/** What expectations are held against: a test notifier. */
export interface Witness {
  /** What became of every message so far: by time, then in the order of the rule table, then of `by`. */
  timeline(): readonly TimelineEntry[];
  /** Messages that are scheduled now, in the order they are due. */
  scheduled(): readonly TimelineEntry[];
  readonly timeZone: string;
  /** The rules and channels there are: an expectation that names another one is a mistake of the test. */
  readonly names: { readonly rule: readonly string[]; readonly by: readonly string[] };
}

/** What can be expected to have become of a message. */
export type ExpectedOutcome = 'sent' | 'scheduled' | 'skipped' | 'withdrawn';

type Field = Exclude<keyof Expectation, 'times'>;
type Test = (entry: TimelineEntry, expected: Expectation, zone: string) => boolean;

const tests: Readonly<Record<Field, Test>> = {
  rule: (entry, { rule }) => entry.rule === rule,
  subject: (entry, { subject }) => entry.subject === subject,
  to: ({ role, recipient, address }, { to }) => [role, recipient, address].includes(to),
  by: ({ channel }, { by }) => channel?.split('>').includes(by ?? '') === true,
  at: ({ at }, { at: expected = '' }, zone) => isAt(at, expected, zone),
  code: (entry, { code }) => entry.code === code,
  text: ({ text }, { text: expected = '' }) => says(text, expected),
  subjectLine: ({ subjectLine }, { subjectLine: expected = '' }) => says(subjectLine, expected),
};

/** Whether an expectation holds, and what to say where that is not what the test wanted. */
export interface Judgement {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Holds an expectation against a notifier. Throws `invalid-argument` for one that cannot be meant: a column, rule or channel that
 * does not exist would make every negated expectation pass.
 */
export function judge(witness: Witness, outcome: ExpectedOutcome, expected: Expectation): Judgement {
  assertWitness(witness);
  assertMeant(witness, expected);
  const fields = fieldsOf(expected);
  const candidates =
    outcome === 'scheduled' ? witness.scheduled() : witness.timeline().filter((entry) => entry.outcome === outcome);
  const fits = (entry: TimelineEntry) => fields.every((field) => tests[field](entry, expected, witness.timeZone));
  const found = candidates.filter(fits);
  const pass = expected.times === undefined ? found.length > 0 : found.length === expected.times;
  return { pass, message: () => messageOf(witness, outcome, expected, found, pass) };
}

function messageOf(
  witness: Witness,
  outcome: ExpectedOutcome,
  expected: Expectation,
  found: readonly TimelineEntry[],
  pass: boolean,
): string {
  const wish = `expected ${pass ? 'nothing' : 'something'} to be ${outcome} that fits ${show(expected)}`;
  const count = found.length === 1 ? 'this one fits' : `these ${found.length} fit`;
  if (found.length > 0) return `${wish}, but ${count}:\n${found.map(lineOf).join('\n')}`;
  const near = nearest(witness, outcome, expected);
  return near.length === 0 ? `${wish}, but the timeline is empty.` : `${wish}, but nothing does. Nearest:\n${near.join('\n')}`;
}

/** The three entries that differ in the fewest ways, with the ways. */
function nearest(witness: Witness, outcome: ExpectedOutcome, expected: Expectation): string[] {
  return [...witness.timeline(), ...witness.scheduled()]
    .map((entry) => {
      const fields = fieldsOf(expected).filter((field) => !tests[field](entry, expected, witness.timeZone));
      return { entry, differs: [...(entry.outcome === outcome ? [] : ['outcome']), ...fields] };
    })
    .sort((one, other) => one.differs.length - other.differs.length)
    .slice(0, 3)
    .map(({ entry, differs }) => `${lineOf(entry)}   (differs in ${differs.join(', ')})`);
}

function lineOf({ at, outcome, rule, subject, recipient, channel, code, why, subjectLine, text }: TimelineEntry): string {
  const said = subjectLine ?? text?.replace(/\s+/g, ' ').slice(0, 60);
  const reason = code === undefined ? undefined : `${code}: ${why}`;
  const to = recipient === undefined ? undefined : `to ${recipient}`;
  const by = channel === undefined ? undefined : `by ${channel}`;
  const parts = [at, outcome, rule, subject, to, by, said === undefined ? undefined : show(said), reason];
  return `  ${parts.filter((part) => part !== undefined).join(' ')}`;
}

function fieldsOf(expected: Expectation): readonly Field[] {
  // The keys of the table are the fields, all of them.
  const fields = Object.keys(tests) as Field[];
  return fields.filter((field) => expected[field] !== undefined);
}

function assertWitness(witness: unknown): asserts witness is Witness {
  if (typeof witness === 'object' && witness !== null && 'timeline' in witness && 'scheduled' in witness && 'names' in witness)
    return;
  throw new OrderbellError(
    'invalid-argument',
    `expected a notifier made by createTestNotifier, got ${show(witness).slice(0, 80)}.`,
  );
}

function assertMeant({ names }: Witness, expected: Expectation): void {
  const known = [...Object.keys(tests), 'times'];
  for (const column of Object.keys(expected)) {
    if (!known.includes(column))
      throw new OrderbellError('invalid-argument', `the expectation: ${unknownName('column', column, known)}`);
  }
  for (const [column, kind] of [
    ['rule', 'rule'],
    ['by', 'channel'],
  ] as const) {
    const name = expected[column];
    if (name === undefined || names[column].includes(name)) continue;
    throw new OrderbellError('invalid-argument', `the expectation: ${unknownName(kind, name, names[column])}`);
  }
}

/** Entries tell instants to the second. */
function isAt(at: string, expected: Date | string, zone: string): boolean {
  if (isDay(expected)) return at.startsWith(`${expected}T`);
  return Date.parse(at) === Math.floor(instantFrom(expected, zone) / 1000) * 1000;
}

function says(text: string | undefined, expected: string | RegExp): boolean {
  if (text === undefined) return false;
  return typeof expected === 'string' ? text.includes(expected) : expected.test(text);
}
