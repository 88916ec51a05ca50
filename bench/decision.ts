/**
 * How fast is one change? orderbell beside the same decision written by hand, and beside the same by engines, in one run.
 * @module
 */
import { createNotifier, type EmailMessage, type Message } from 'orderbell';
import { memory } from 'orderbell/memory';
import { type Booking, wacaBooking } from 'orderbell/presets/waca-booking';
import { defineTemplates, type TemplateSet } from 'orderbell/templates';
import { handle } from '../src/core/handle.js';
import { type ChangeName, changes, now, type Story, stories } from './decision/bookings.js';
import { ByEngines, moved } from './decision/by-engines.js';
import { ByHand } from './decision/by-hand.js';
import type { Send, Sent, Shop } from './decision/rival-shop.js';
import { compileTexts } from './decision/texts.js';
import { atLeast, atMost, median, type Pair, type Row } from './row.js';

const preset = wacaBooking();
const { booking } = preset.lifecycles;
// No side writes invitations here: the group `rendering` times them.
const texts = withoutInvitations(preset.templates.booking);
const render = compileTexts(texts);
const renderAnew = compileTexts(texts, 'for each message');
// The schema is that of bookings.
const parse = (data: unknown): Booking => booking.model.schema.parse(data) as Booking;

type MakeShop = (send: Send) => Shop;

const makers = {
  ours: (send) => orderbellShop(send),
  byHand: (send) => new ByHand(now, parse, render, send),
  byEngines: (send) => new ByEngines(now, parse, render, send),
} satisfies Readonly<Record<string, MakeShop>>;

type Side = keyof typeof makers;
// The object above has exactly these keys.
const sides = Object.keys(makers) as Side[];

/** Passes that are not counted: every side compiles its texts when it first writes them, and is then compiled itself. */
const warmUps = 10;

/** Microseconds for each change: handling it, and delivering the messages it causes. */
interface Cost {
  readonly handling: number;
  readonly delivering: number;
}

/** Compares the messages of the three sides, then their speed. */
export async function run({ passes = 21, subjects = 100 } = {}): Promise<Row[]> {
  await assertSameMessages(stories(0, 84));
  let messages = 0;
  const count: Send = async () => {
    messages += 1;
  };
  const shops = sides.map((side) => ({ side, shop: makers[side](count) }));
  const costs: Record<Side, Cost[]> = { ours: [], byHand: [], byEngines: [] };
  for (let pass = 0; pass < passes + warmUps; pass++) {
    for (const { side, shop } of shops) {
      const cost = await costOf(shop, stories(pass * subjects, subjects));
      if (pass >= warmUps) costs[side].push(cost);
    }
  }
  if (messages < passes * subjects * changes.length * sides.length) throw new Error(`only ${messages} messages were sent`);
  const cost = (side: Side, part: (cost: Cost) => number) => median(costs[side].map(part));
  const whole = ({ handling, delivering }: Cost) => handling + delivering;
  const handling = (each: Cost) => each.handling;
  const row = (name: string, side: Side, part: (cost: Cost) => number): Pair => {
    return { name, unit: 'µs', ours: cost('ours', part), theirs: cost(side, part) };
  };
  return [
    atMost(3, row('one change and its messages, beside code by hand', 'byHand', whole)),
    atMost(undefined, row('one change without delivery, beside code by hand', 'byHand', handling)),
    atLeast(10, await deciding(stories(0, subjects), passes)),
    atLeast(10, await plainlyWired(20, 11)),
    atLeast(undefined, row('the same, each Handlebars text compiled once and kept', 'byEngines', whole)),
    atLeast(undefined, row('one change without delivery, beside XState + json-rules-engine', 'byEngines', handling)),
  ];
}

/**
 * The engines with `Handlebars.compile(text)(data)` for each message, on fewer bookings: it takes its time.
 *
 * As above, each side is made once and lives through all passes: what is made once in the life of a process (a notifier, its texts
 * when they are first written, an engine and its rules) is no part of a change. Only the engines' side compiles while it is timed,
 * because that is the way of writing a message that this row is about.
 */
async function plainlyWired(subjects: number, passes: number): Promise<Pair> {
  const send: Send = async () => undefined;
  const ourShop = orderbellShop(send);
  const theirShop = new ByEngines(now, parse, renderAnew, send);
  // Fewer bookings to a pass, so more passes until all code is compiled.
  const uncounted = warmUps * 4;
  const times: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
  for (let pass = 0; pass < passes + uncounted; pass++) {
    const bookings = stories(pass * subjects, subjects);
    const ours = await costOf(ourShop, bookings);
    const theirs = await costOf(theirShop, bookings);
    if (pass < uncounted) continue;
    times.ours.push(ours.handling + ours.delivering);
    times.theirs.push(theirs.handling + theirs.delivering);
  }
  const name = 'one change and its messages, beside XState + json-rules-engine + Handlebars';
  return { name, unit: 'µs', ours: median(times.ours), theirs: median(times.theirs) };
}

/**
 * The states and the rules alone: nothing is parsed, stored or written. Ours also finds recipients, instants and keys, which
 * the engines leave to the code around them.
 */
async function deciding(subjects: readonly Story[], passes: number): Promise<Pair> {
  const engines = new ByEngines(now, parse, render, async () => undefined);
  const bookings = subjects.map((story) => ({ paid: parse(story.paid), accepted: parse(story.accepted) }));
  const times: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
  for (let pass = 0; pass < passes + warmUps; pass++) {
    const ours = await microseconds(bookings, (subject, event) => {
      const request = { kind: 'event', subject, event, payload: undefined } as const;
      return handle(preset.rules.booking.compiled, subject.no, request, undefined, { actor: undefined, now });
    });
    const theirs = await microseconds(bookings, async (data, event) => {
      const before = { order: data.orderStatus, payment: data.paymentStatus };
      const after = moved(before, event) ?? before;
      return engines.rulesFor({ ...data, orderStatus: after.order, paymentStatus: after.payment }, before);
    });
    if (pass < warmUps) continue;
    times.ours.push(ours);
    times.theirs.push(theirs);
  }
  const name = 'the decision alone, beside XState + json-rules-engine';
  return { name, unit: 'µs', ours: median(times.ours), theirs: median(times.theirs) };
}

type Decide = (data: Booking, event: string) => unknown;

async function microseconds(bookings: readonly { paid: Booking; accepted: Booking }[], decide: Decide): Promise<number> {
  const start = performance.now();
  for (const { paid, accepted } of bookings) {
    await decide(paid, 'payment.pay');
    await decide(accepted, 'order.acceptAll');
  }
  return ((performance.now() - start) * 1000) / (bookings.length * 2);
}

function withoutInvitations({ lifecycle, ...set }: TemplateSet): TemplateSet {
  const locales = Object.entries(set.locales).map(([tag, { templates, ...others }]) => {
    const written = Object.entries(templates ?? {}).map(([name, texts]) => {
      const { email } = texts ?? {};
      return [name, typeof email === 'object' ? { ...texts, email: { ...email, calendar: undefined } } : texts];
    });
    return [tag, { ...others, templates: Object.fromEntries(written) }];
  });
  return { ...set, lifecycle, locales: Object.fromEntries(locales) };
}

function orderbellShop(send: Send): Shop {
  const transport = {
    name: 'none',
    send: async (message: Message | EmailMessage) => {
      const { subjectLine, html } = 'subjectLine' in message ? message : { subjectLine: undefined, html: undefined };
      const { key, rule, channel, address, text } = message;
      await send({ key, rule, channel, address, subjectLine, text, html });
      return {};
    },
  };
  const notifier = createNotifier({
    rules: { booking: preset.rules.booking },
    templates: { booking: defineTemplates(booking, texts) },
    enabled: preset.enabled,
    transports: { email: transport, sms: transport },
    signals: { booking: { 'order.fail': () => undefined } },
    store: memory(),
    clock: { now: () => new Date(now) },
  });
  return {
    // The bookings are inputs of the schema.
    handle: (change, data: Story['created']) =>
      notifier.handleTransition(booking, change === 'created' ? { created: data } : { subject: data, event: change }),
    deliver: async () => {
      await notifier.tick();
    },
  };
}

function dataAt(story: Story, change: ChangeName): Story['created'] {
  return change === 'created' ? story.created : change === 'payment.pay' ? story.paid : story.accepted;
}

/**
 * Every subject lives through every change, and each message is delivered before the next change.
 *
 * Garbage is left to the runtime: a collection that is asked for before each pass also throws away what V8 has learnt and made
 * room for, which made every side two to three times as slow.
 */
async function costOf(shop: Shop, subjects: readonly Story[]): Promise<Cost> {
  let [handling, delivering] = [0, 0];
  for (const change of changes) {
    for (const story of subjects) {
      const start = performance.now();
      await shop.handle(change, dataAt(story, change));
      const handled = performance.now();
      await shop.deliver();
      handling += handled - start;
      delivering += performance.now() - handled;
    }
  }
  const count = subjects.length * changes.length;
  return { handling: (handling * 1000) / count, delivering: (delivering * 1000) / count };
}

async function assertSameMessages(subjects: readonly Story[]): Promise<void> {
  const ours = await messagesOf(makers.ours, subjects);
  for (const side of ['byHand', 'byEngines'] as const) {
    const theirs = await messagesOf(makers[side], subjects);
    const at = ours.findIndex((message, index) => message !== theirs[index]);
    if (at >= 0 || ours.length !== theirs.length)
      throw new Error(`the sides disagree.\n ours: ${ours[at]}\n${side}: ${theirs[at]}`);
  }
}

/** All messages that a side sends, in an order that does not depend on it. */
async function messagesOf(make: MakeShop, subjects: readonly Story[]): Promise<readonly string[]> {
  const messages: string[] = [];
  const shop = make(async ({ rule, channel, address, subjectLine, text, html }: Sent) => {
    messages.push(JSON.stringify({ rule, channel, address, subjectLine, text, html }));
  });
  for (const change of changes) {
    for (const story of subjects) {
      await shop.handle(change, dataAt(story, change));
      await shop.deliver();
    }
  }
  return messages.toSorted();
}
