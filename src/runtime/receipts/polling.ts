/**
 * Asking providers how far messages came.
 * @module
 */
import type { AwaitedReceipt } from '../../ports/store.js';
import type { Receipt, Transport } from '../../ports/transport.js';
import type { OperationsContext } from '../operations/context.js';
import { withTimeout } from '../timeout.js';
import { isAsked, nextAskAt } from './asking.js';
import type { PollResult } from './receipts.js';
import { hear } from './receiving.js';

/** Messages that are asked for in one go, questions that are asked at a time, and when one that nobody has answered is asked again. */
const mostAtOnce = 100;
const atATime = 4;
const again = 10 * 60_000;

/** Asks for receipts that are due: at most a hundred, so that whoever calls is free again soon. Nothing here disturbs a delivery. */
export async function poll<Tx>(context: OperationsContext<Tx>): Promise<PollResult> {
  const { parts } = context;
  const transports = new Map([...parts.transports.values()].flat().flatMap((one) => (isAsked(one) ? [[one.name, one]] : [])));
  if (transports.size === 0) return { asked: 0, applied: 0, failed: 0 };
  const now = parts.clock.now().getTime();
  const request = { now, limit: mostAtOnce, transports: [...transports.keys()], until: now + again };
  const taken = await parts.store.takeReceipts(request);
  const questions = [...transports].flatMap(([name, transport]) =>
    questionsFor(
      transport,
      taken.filter((one) => one.transport === name),
    ),
  );
  let applied = 0;
  let failed = 0;
  const ask = async () => {
    for (let next = questions.shift(); next !== undefined; next = questions.shift()) {
      const counts = await answer(context, next);
      applied += counts.applied;
      failed += counts.failed;
    }
  };
  await Promise.all(Array.from({ length: atATime }, ask));
  return { asked: taken.length, applied, failed };
}

interface Question {
  readonly transport: Transport;
  readonly awaited: readonly AwaitedReceipt[];
  readonly ask: () => Promise<readonly Receipt[]>;
}

function questionsFor(transport: Transport, awaited: readonly AwaitedReceipt[]): readonly Question[] {
  const { receipt, receipts } = transport;
  const sent = awaited.map(({ providerId, address = '' }) => ({ id: providerId, address }));
  if (receipts !== undefined) return sent.length === 0 ? [] : [{ transport, awaited, ask: () => receipts(sent) }];
  if (receipt === undefined) return [];
  return awaited.map((one, at) => ({
    transport,
    awaited: [one],
    ask: async () => {
      const asked = sent[at];
      return asked === undefined ? [] : [await receipt(asked)];
    },
  }));
}

/** What a provider does not answer is asked again later, and never of anybody who waits. */
async function answer<Tx>(
  context: OperationsContext<Tx>,
  { transport, awaited, ask }: Question,
): Promise<{ readonly applied: number; readonly failed: number }> {
  const { clock, sendTimeout } = context.parts;
  const patience = { clock, sendTimeout: transport.timeout ?? sendTimeout };
  try {
    const receipts = await withTimeout(patience, `transport '${transport.name}', asked for a receipt,`, ask);
    const given = new Map(receipts.map((one) => [one.id, one]));
    let applied = 0;
    for (const one of awaited) {
      const receipt = given.get(one.providerId);
      if (receipt === undefined) await askAgain(context, one);
      else if ((await hear(context, transport.name, receipt, one)).outcome === 'applied') applied += 1;
    }
    return { applied, failed: 0 };
  } catch (error) {
    context.emit('error', { at: clock.now(), error });
    return { applied: 0, failed: awaited.length };
  }
}

/** Of a message about which its provider says nothing, nothing is known yet. */
async function askAgain<Tx>({ parts }: OperationsContext<Tx>, { transport, providerId, sentAt }: AwaitedReceipt): Promise<void> {
  const target = { transport, providerId };
  const expected = (await parts.store.receiptFor(target))?.receipt;
  const askAt = nextAskAt(sentAt, parts.clock.now().getTime());
  await parts.store.writeReceipt({ ...target, expected, receipt: expected, askAt });
}
