/**
 * A template helper for what the fields of a booking imply: the last day of payment.
 * @module
 */
import { addDays, dayOf } from '../../../core/calendar.js';
import type { Helper } from '../../../templates/template-set.js';
import type { Settings } from '../settings.js';

/**
 * `paymentDeadline payment.method placedAt`: the last day on which an order can be paid, `YYYY-MM-DD` in the shop's zone;
 * nothing for methods that have none. It is the date `payment.deadline` of the lifecycle.
 */
export function paymentDeadlineHelper(settings: Settings): Helper {
  const days = new Map<unknown, number>(Object.entries(settings.deadlineDay));
  return ({ timeZone }, method, placedAt) => {
    const count = days.get(method);
    return count === undefined || !(placedAt instanceof Date) ? undefined : addDays(dayOf(placedAt.getTime(), timeZone), count);
  };
}
