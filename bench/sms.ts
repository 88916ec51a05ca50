/**
 * How fast are the parts of an SMS counted? orderbell beside a public calculator, in one run.
 * @module
 */
import { SegmentedMessage } from 'sms-segments-calculator';
import { smsParts } from '../src/templates/sms-parts.js';
import { atLeast, median, type Row } from './row.js';

type Count = (text: string) => number;

const ours: Count = (text) => smsParts(text).count;
const theirs: Count = (text) => new SegmentedMessage(text).segmentsCount;

const sentences = {
  'GSM-7': 'Hudson Clay: your booking {B-1042} is confirmed for Saturday at 10:00, pay at https://pay.example/1. ',
  'UCS-2': '【小日子陶藝工作室】預約已確認，訂單 B-1042，週六 10:00，付款請至 https://pay.example/1 。',
};

/** Measures texts of 300 characters; the passes of the two sides alternate, so that both meet the same machine. */
export async function run(): Promise<Row[]> {
  return Object.entries(sentences).map(([encoding, sentence]) =>
    compare(`parts of an SMS of 300 characters, ${encoding}`, sentence),
  );
}

function compare(name: string, sentence: string): Row {
  const texts = Array.from({ length: 50 }, (_, i) => `${i} ${sentence.repeat(7)}`.slice(0, 300));
  for (const text of texts) {
    if (ours(text) !== theirs(text)) throw new Error(`${name}: the two sides disagree on '${text}'`);
  }
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let pass = 0; pass < 20; pass++) {
    times.ours.push(nanoseconds(ours, texts, 100));
    times.theirs.push(nanoseconds(theirs, texts, 1));
  }
  return atLeast(1, { name, unit: 'ns', ours: median(times.ours), theirs: median(times.theirs) });
}

function nanoseconds(count: Count, texts: readonly string[], repeats: number): number {
  let sum = 0;
  const start = performance.now();
  for (let i = 0; i < repeats; i++) for (const text of texts) sum += count(text);
  const elapsed = performance.now() - start;
  // Uses the sum, so that no call can be left out as idle.
  if (sum === 0) throw new Error('no parts');
  return (elapsed * 1e6) / (texts.length * repeats);
}
