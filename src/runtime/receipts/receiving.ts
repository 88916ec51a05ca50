/**
 * Receiving receipts: from a provider that reports, or from one that was asked.
 * @module
 */
import { OrderbellError, unknownName } from '../../core/errors.js';
import { type JobRecord, recordOf, type StoredJob } from '../../core/job.js';
import { isFinalState, isNews, type JobReceipt } from '../../core/receipt.js';
import type { AwaitedReceipt } from '../../ports/store.js';
import type { Receipt, Transport } from '../../ports/transport.js';
import { storable } from '../failure.js';
import type { OperationsContext } from '../operations/context.js';
import { nextAskAt } from './asking.js';
import { adjustFollowUps } from './follow-ups.js';
import type { ReceiptAnswer, ReceiptResult } from './receipts.js';

/** How often a receipt is tried to be written while others are written for the same message. */
const mostTries = 5;

/** Takes what a provider posted. What it is worth is a value; only a transport that cannot read receipts, and bugs, throw. */
export async function receive<Tx>(context: OperationsContext<Tx>, provider: string, payload: unknown): Promise<ReceiptAnswer> {
  const transport = receiverNamed(context, provider);
  let given: readonly Receipt[];
  try {
    given = [await transport.readReceipt(payload)].flat();
  } catch (error) {
    return { ok: false, results: [refused(context, transport.name, error)] };
  }
  const results: ReceiptResult[] = [];
  for (const receipt of given) results.push(await hear(context, transport.name, receipt));
  return { ok: results.every(({ outcome }) => outcome !== 'unknown'), results };
}

/** Takes one receipt: keeps it where it is news, and tells of it in any case. */
export async function hear<Tx>(
  context: OperationsContext<Tx>,
  transport: string,
  given: Receipt,
  asked?: AwaitedReceipt,
): Promise<ReceiptResult> {
  const receipt = { id: String(given.id), state: given.state, word: storable(given.word, 200) };
  const known = await keep(context, transport, receipt, asked);
  if (known === undefined) return unknown(context, transport, receipt);
  const { job, isApplied } = known;
  await adjustFollowUps(context, job);
  // That nothing is known yet is the usual answer to a question.
  const outcome = isApplied ? 'applied' : 'already-known';
  if (isApplied || asked === undefined) tell(context, { transport, ...receipt, outcome, job: recordOf(job) });
  return { outcome, ...receipt, job: recordOf(job) };
}

interface Heard {
  readonly job: StoredJob;
  readonly isApplied: boolean;
}

/** Others may write at the same time: whoever comes second looks again. */
async function keep<Tx>(
  { parts: { store, clock } }: OperationsContext<Tx>,
  transport: string,
  { id: providerId, state, word }: Omit<Receipt, 'time'>,
  asked: AwaitedReceipt | undefined,
): Promise<Heard | undefined> {
  const target = { transport, providerId };
  for (let tries = 0; tries < mostTries; tries += 1) {
    const job = await store.receiptFor(target);
    if (job === undefined) return undefined;
    const now = clock.now().getTime();
    const expected = job.receipt;
    const isApplied = isNews(expected, { state, word });
    const receipt: JobReceipt | undefined = isApplied ? { state, word, at: now } : expected;
    const isOver = receipt !== undefined && isFinalState(receipt.state);
    // One that comes by itself leaves alone when its provider is asked, unless there is nothing more to ask.
    if (!isApplied && asked === undefined) return { job, isApplied };
    const askAt = isOver ? undefined : nextAskAt(asked?.sentAt ?? job.settledAt ?? now, now);
    if (await store.writeReceipt({ ...target, expected, receipt, askAt })) return { job: { ...job, receipt }, isApplied };
  }
  throw new OrderbellError('conflict', `receipt(): '${transport}' reports '${providerId}' many times at once. Try again.`);
}

function unknown<Tx>(
  context: OperationsContext<Tx>,
  transport: string,
  receipt: { readonly id: string; readonly state: Receipt['state']; readonly word: string },
): ReceiptResult {
  tell(context, { transport, ...receipt, outcome: 'unknown', job: undefined });
  return { outcome: 'unknown', ...receipt };
}

function refused<Tx>(context: OperationsContext<Tx>, transport: string, error: unknown): ReceiptResult {
  if (!(error instanceof OrderbellError) || (error.code !== 'receipt-forged' && error.code !== 'receipt-invalid')) throw error;
  const { code, message: why } = error;
  context.receiptCounts.refused += 1;
  context.emit('receipt', { at: context.parts.clock.now(), transport, outcome: 'refused', code, why });
  return { outcome: 'refused', code, why };
}

interface Told {
  readonly transport: string;
  readonly id: string;
  readonly state: Receipt['state'];
  readonly word: string;
  readonly outcome: 'applied' | 'already-known' | 'unknown';
  readonly job: JobRecord | undefined;
}

function tell<Tx>({ parts, emit, receiptCounts }: OperationsContext<Tx>, told: Told): void {
  receiptCounts[told.outcome === 'already-known' ? 'alreadyKnown' : told.outcome] += 1;
  emit('receipt', { at: parts.clock.now(), code: undefined, why: undefined, ...told });
}

type Receiver = Transport & { readonly readReceipt: NonNullable<Transport['readReceipt']> };

/** Throws `invalid-argument` for a transport that is not there, or to which nobody reports. */
function receiverNamed<Tx>({ parts }: OperationsContext<Tx>, provider: string): Receiver {
  const all = [...parts.transports.values()].flat();
  const found = all.filter(({ name }) => name === provider);
  const receiver = found.find((transport): transport is Receiver => transport.readReceipt !== undefined);
  if (receiver !== undefined) return receiver;
  const names = [...new Set(all.filter(({ readReceipt }) => readReceipt !== undefined).map(({ name }) => name))];
  const what =
    found.length === 0
      ? unknownName('transport', provider, names)
      : `transport '${provider}' reads no receipts; those of ${names.join(', ') || 'none'} can be posted. Is its option for receipts set?`;
  throw new OrderbellError('invalid-argument', `receipt(): ${what}`);
}
