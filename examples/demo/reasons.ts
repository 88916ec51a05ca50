/**
 * The reasons: why an order got no reminder, or no text message.
 * @module
 */
import type { Explanation, Notifier } from 'orderbell';
import type { WacaBooking } from 'orderbell/presets/waca-booking';
import { dayOf, named, timeOf } from './diary.js';
import { coupons, type OrderNo, orders, zone } from './studio.js';

/** For each order and coupon, what was not sent and why, as `notifier.explain` tells it. */
export async function reasonsText<Tx>(notifier: Notifier<Tx>, { booking, coupon }: WacaBooking['lifecycles']): Promise<string> {
  const lines = ['', 'Why was something not sent? notifier.explain() knows:', ''];
  // The object has these keys and no others.
  for (const no of Object.keys(orders) as OrderNo[]) {
    const { booker, payment } = orders[no];
    const told = await notifier.explain(booking, no);
    lines.push(`  ${no}, ${booker.name}, pays by ${payment.method}: ${messages(told)} sent.`, ...questions(told));
  }
  for (const code of Object.keys(coupons)) {
    const told = await notifier.explain(coupon, code);
    lines.push(`  ${code}, a coupon: ${messages(told)} sent.`, ...questions(told));
  }
  return `${lines.join('\n')}\n`;
}

function messages(told: readonly Explanation[]): string {
  const count = told.filter(({ outcome }) => outcome === 'sent').length;
  return count === 1 ? '1 message' : `${count} messages`;
}

/** A question for each message that was not sent, one for all channels it would have gone by. */
function questions(told: readonly Explanation[]): readonly string[] {
  const hasJobs = (rule: string) => told.some((other) => other.rule === rule && other.outcome !== 'not-planned');
  const channels = new Map<string, string[]>();
  for (const one of told) {
    // The overdue payment is told to the shop, and to nobody else.
    if (one.rule === 'payment-overdue' || !unsent.includes(one.outcome)) continue;
    if (one.outcome === 'not-planned' && hasJobs(one.rule)) continue;
    const [who, end] = [one.recipient === undefined ? '' : ` to ${one.recipient}`, endOf(one)];
    const key = JSON.stringify([named(one.rule), who, end]);
    channels.set(key, [...(channels.get(key) ?? []), ...(one.channel === undefined ? [] : [one.channel])]);
  }
  return [...channels].map(([key, by]) => {
    // As it was written a few lines above.
    const [rule, who, end] = JSON.parse(key) as [string, string, string];
    return `      Why no '${rule}'${who}${by.length === 0 ? '' : ` by ${by.join(' and ')}`}? ${end}`;
  });
}

const unsent: readonly Explanation['outcome'][] = ['skipped', 'withdrawn', 'failed', 'unknown', 'not-planned'];

function endOf({ outcome, at, why = '' }: Explanation): string {
  if (at === undefined) return `Because: ${why}.`;
  const verb = outcome === 'withdrawn' ? 'Withdrawn' : outcome === 'skipped' ? 'Not sent' : 'Failed';
  return `${verb} on ${dayOf(at, zone)} at ${timeOf(at, zone)}, because: ${why}.`;
}
