/**
 * What does it cost to write one e-mail (subject line, text, HTML, invitation) and its SMS? orderbell beside bare Handlebars on the
 * same templates, in one run.
 * @module
 */
import { type Booking, wacaBooking } from 'orderbell/presets/waca-booking';
import type { Templates } from '../src/templates/engine.js';
import { now, stories } from './decision/bookings.js';
import { compileInvitations, compileTexts } from './decision/texts.js';
import { atMost, median, type Row } from './row.js';

const rule = 'order-cancelled';
const preset = wacaBooking();
const { booking } = preset.lifecycles;
const templates: Templates = preset.templates.booking;
const renderByHand = compileTexts(preset.templates.booking);
const inviteByHand = compileInvitations(preset.templates.booking, rule);

/** Everything that is written for one order. */
interface Written {
  readonly subjectLine: string | undefined;
  readonly text: string;
  readonly html: string | undefined;
  readonly invitations: readonly string[];
  readonly sms: string;
}

type Write = (order: Booking) => Written;

const due = { at: new Date(now), day: '2026-03-02' };

/** As a delivery asks for its texts. */
const ours: Write = (order) => {
  const message = (channel: string) => {
    const rendered = templates.render({
      template: rule,
      channel,
      locales: [order.booker.locale, booking.model.locale(order), undefined],
      timeZone: order.shop.timeZone,
      data: order,
      extra: {
        item: undefined,
        recipient: order.booker,
        payload: undefined,
        due,
        rule: { name: rule },
        unsubscribeUrl: undefined,
      },
      fitting: undefined,
      stripEmoji: false,
      calendar: { subject: order.no, revision: 2, at: new Date(now) },
    });
    if (rendered.kind !== 'message') throw new Error(`${channel}: ${rendered.kind}`);
    return rendered;
  };
  const { subjectLine, text, html, calendar = [] } = message('email');
  return { subjectLine, text, html, invitations: calendar.map(({ content }) => content), sms: message('sms').text };
};

const byHand: Write = (order) => {
  const { locale, shop, booker } = order;
  const root = { ...order, item: undefined, recipient: booker, payload: undefined, due, rule: { name: rule } };
  const email = renderByHand(rule, 'email', locale, shop.timeZone, root);
  const invitations = inviteByHand(locale, shop.timeZone, root);
  return { ...email, invitations, sms: renderByHand(rule, 'sms', locale, shop.timeZone, root).text };
};

/** Compares what both sides write, to the letter, then their speed; their passes alternate, so that both meet the same machine. */
export async function run({ passes = 41, orders = 200, warmUps = 10 } = {}): Promise<Row[]> {
  // The schema is that of bookings.
  const parse = (data: unknown) => booking.model.schema.parse(data) as Booking;
  const subjects = stories(0, orders).map(({ accepted }) => parse({ ...accepted, orderStatus: 'cancelled' }));
  for (const subject of subjects) assertSame(subject);
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let pass = 0; pass < passes + warmUps; pass++) {
    const [mine, theirs] = [microseconds(ours, subjects), microseconds(byHand, subjects)];
    if (pass < warmUps) continue;
    times.ours.push(mine);
    times.theirs.push(theirs);
  }
  const name = 'one e-mail with its invitation, and its SMS, beside bare Handlebars';
  return [atMost(1.5, { name, unit: 'µs', ours: median(times.ours), theirs: median(times.theirs) })];
}

function microseconds(write: Write, subjects: readonly Booking[]): number {
  let length = 0;
  const start = performance.now();
  for (const subject of subjects) {
    const { text, html = '', invitations, sms } = write(subject);
    length += text.length + html.length + sms.length + invitations.length;
  }
  const elapsed = performance.now() - start;
  // Uses what was written, so that no text can be left out as idle.
  if (length === 0) throw new Error('nothing was written');
  return (elapsed * 1_000) / subjects.length;
}

/** Invitations differ in form (ours has the zone's clocks, and folds its lines); what they say is the same. */
function assertSame(subject: Booking): void {
  const [one, other] = [ours(subject), byHand(subject)].map(({ invitations, ...texts }) => {
    const said = invitations.map((each) => each.replace(/\r\n /g, '').match(/^(?:METHOD|SUMMARY|LOCATION|DESCRIPTION):.*$/gm));
    return JSON.stringify({ ...texts, said }, undefined, 2);
  });
  if (one !== other || !one?.includes('METHOD:')) throw new Error(`the sides disagree.\nours: ${one}\ntheirs: ${other}`);
}
