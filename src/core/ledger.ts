/**
 * The ledger of one account: what is left, what is held for messages under way, and which lines were crossed.
 *
 * Amounts are whole millionths of a point, so that 0.85 three times is 2.55. Every step yields a new ledger, or the same one where nothing has
 * changed.
 * @module
 */

/** Millionths in a point. */
export const unit = 1_000_000;

/** What is kept for a message until it is known what became of it; it is taken from the points already. */
export interface Hold {
  readonly cost: number;
  readonly attempt: number;
  /** Epoch milliseconds from which nobody can be sending it any more: then it is given back. */
  readonly until: number;
}

/** Fewer messages were left than a line says. */
export interface Crossing {
  /** Messages; 0 where a message could not be paid for. */
  readonly line: number;
  /** Counts the crossings of the account. */
  readonly number: number;
  readonly at: number;
  readonly messagesLeft: number;
  /** Whether listeners and the merchant were told. */
  readonly isTold: boolean;
  /** Whether somebody has seen the warning. */
  readonly isSeen: boolean;
}

/** One account. */
export interface Ledger {
  readonly points: number;
  readonly held: Readonly<Record<string, Hold>>;
  /** A line is crossed once, until the account is topped up above it. */
  readonly crossings: readonly Crossing[];
  readonly crossed: number;
  /** Points by idempotency key, the latest last. */
  readonly topUps: readonly (readonly [key: string, points: number])[];
}

/** What is known of an account: the cost of a domestic message, the lines, and the time. */
export interface LedgerTerms {
  readonly domestic: number;
  readonly lines: readonly number[];
  readonly now: number;
}

/** A message that is to be paid for. */
export interface Expense {
  readonly key: string;
  readonly attempt: number;
  readonly cost: number;
}

/** Top-ups that are remembered by their keys. */
const mostTopUps = 100;

/** An account that nobody has topped up. */
export const emptyLedger: Ledger = { points: 0, held: {}, crossings: [], crossed: 0, topUps: [] };

/** Whole domestic messages that the points pay for. */
export function messagesLeft({ points }: Ledger, { domestic }: LedgerTerms): number {
  return Math.max(0, Math.floor(points / domestic));
}

/**
 * Takes the cost of a message from the points and holds it. What an attempt of the same job still holds, because its worker died, is
 * taken over: the job costs once. Where the points do not suffice nothing is held, and line 0 is crossed.
 */
export function hold(
  ledger: Ledger,
  { key, attempt, cost }: Expense,
  until: number,
  terms: LedgerTerms,
): { readonly ledger: Ledger; readonly isHeld: boolean } {
  const own = ledger.held[key];
  const { [key]: _, ...others } = ledger.held;
  const free = withoutExpired({ ...ledger, points: ledger.points + (own?.cost ?? 0), held: others }, terms.now);
  if (free.points < cost) return { ledger: cross(free, 0, terms), isHeld: false };
  const held = { ...free.held, [key]: { cost, attempt, until } };
  return { ledger: crossAll({ ...free, points: free.points - cost, held }, terms), isHeld: true };
}

/**
 * Ends a hold: what was sent, or may have been, is spent; what certainly was not is given back. Where a later attempt has taken
 * the hold over, or it has run out, there is nothing left to give back, and what was sent nevertheless is paid for.
 */
export function release(ledger: Ledger, { key, attempt, cost }: Expense, isSpent: boolean, terms: LedgerTerms): Ledger {
  const own = ledger.held[key];
  if (own?.attempt !== attempt) return isSpent ? crossAll({ ...ledger, points: ledger.points - cost }, terms) : ledger;
  const { [key]: _, ...held } = ledger.held;
  return isSpent ? { ...ledger, held } : { ...ledger, held, points: ledger.points + own.cost };
}

/** Adds points once for a key, and takes back the lines that the account is no longer below. Yields the points that the key had before. */
export function topUp(
  ledger: Ledger,
  key: string,
  points: number,
  terms: LedgerTerms,
): { readonly ledger: Ledger; readonly before: number | undefined } {
  const before = ledger.topUps.find(([known]) => known === key)?.[1];
  if (before !== undefined) return { ledger, before };
  const topUps = [...ledger.topUps, [key, points] as const].slice(-mostTopUps);
  const free = withoutExpired(ledger, terms.now);
  return { ledger: rearmed({ ...free, points: free.points + points, topUps }, terms), before };
}

/** Notes what a provider says is left of an account of its own. */
export function observe(ledger: Ledger, points: number, terms: LedgerTerms): Ledger {
  return crossAll(rearmed({ ...ledger, points }, terms), terms);
}

/** Notes that of these crossings listeners were told, or that somebody has seen them. */
export function mark(ledger: Ledger, numbers: readonly number[], what: 'isTold' | 'isSeen'): Ledger {
  const isNew = (crossing: Crossing) => numbers.includes(crossing.number) && !crossing[what];
  if (!ledger.crossings.some(isNew)) return ledger;
  return { ...ledger, crossings: ledger.crossings.map((one) => (isNew(one) ? { ...one, [what]: true } : one)) };
}

function crossAll(ledger: Ledger, terms: LedgerTerms): Ledger {
  const left = messagesLeft(ledger, terms);
  return terms.lines.filter((line) => left < line).reduce((crossed, line) => cross(crossed, line, terms), ledger);
}

function cross(ledger: Ledger, line: number, terms: LedgerTerms): Ledger {
  if (ledger.crossings.some((crossing) => crossing.line === line)) return ledger;
  const number = ledger.crossed + 1;
  const crossing = { line, number, at: terms.now, messagesLeft: messagesLeft(ledger, terms), isTold: false, isSeen: false };
  return { ...ledger, crossed: number, crossings: [...ledger.crossings, crossing] };
}

function rearmed(ledger: Ledger, terms: LedgerTerms): Ledger {
  const left = messagesLeft(ledger, terms);
  return { ...ledger, crossings: ledger.crossings.filter(({ line }) => left < Math.max(line, 1)) };
}

function withoutExpired(ledger: Ledger, now: number): Ledger {
  const expired = Object.entries(ledger.held).filter(([, { until }]) => until <= now);
  if (expired.length === 0) return ledger;
  const gone = new Set(expired.map(([key]) => key));
  return {
    ...ledger,
    points: ledger.points + expired.reduce((sum, [, { cost }]) => sum + cost, 0),
    held: Object.fromEntries(Object.entries(ledger.held).filter(([key]) => !gone.has(key))),
  };
}
