/** What the compiler promises about rule tables; each line below that must not compile says why. Checked by `tsc`. */
import { booking, bookingRules } from '../builders/booking.js';

const told = { to: 'booker', by: ['email'] } as const;

// A right row of every kind.
booking.rules({
  entered: { on: 'order.live', from: ['processing', 'live'], during: 'open', expires: { hours: 2 }, active: true, ...told },
  any: { on: ['order.*', 'payment.paid', 'partner.assigned', 'tracking.changed'], from: { not: 'failed' }, ...told },
  days: { due: { before: 'payment.deadline', days: 1, at: '10:00' }, late: 'skip', ...told },
  hours: { due: { after: 'payment.deadline', hours: 2 }, while: { payment: { not: 'paid' } }, ...told },
  minutes: { due: { before: 'payment.deadline', minutes: 30 }, if: ['pays on site'], delivery: 'at-most-once', ...told },
  itself: { due: { on: 'payment.deadline', at: '10:00' }, category: 'promotional', template: 'days', ...told },
  fixed: { on: 'order.failed', to: ['booker', { name: 'Owner', email: 'owner@example.com' }], by: { firstOf: ['sms', 'email'] } },
  short: { on: 'order.failed', to: 'booker', by: ['email', 'sms'], parts: 2, fit: 'shorten' },
  until: { on: 'order.failed', to: 'booker', by: { firstOf: ['sms', 'email'], until: 'delivered', within: { minutes: 30 } } },
  signal: { due: { after: 'payment.deadline', days: 1, at: '00:00' }, signal: 'order.fail' },
  each: {
    each: 'sessions',
    due: { before: 'service.start', hours: 1 },
    unless: 'session accepted',
    to: ['participant', 'booker'],
    by: ['email'],
  },
});

const firstOf = ['sms', 'email'] as const;
const noted = { on: 'order.failed', to: 'booker' } as const;
// @ts-expect-error whoever waits says how long
booking.rules({ a: { ...noted, by: { firstOf, until: 'delivered' } } });
// @ts-expect-error nothing is waited for
booking.rules({ a: { ...noted, by: { firstOf, within: { hours: 1 } } } });
// @ts-expect-error only that it has arrived can be waited for
booking.rules({ a: { ...noted, by: { firstOf, until: 'read', within: { hours: 1 } } } });
// @ts-expect-error the time is exact: a day has no fixed length
booking.rules({ a: { ...noted, by: { firstOf, until: 'delivered', within: { days: 1 } } } });
// @ts-expect-error there is no such way to fit
booking.rules({ a: { on: 'order.failed', parts: 2, fit: 'cut', ...told } });
// @ts-expect-error parts are counted
booking.rules({ a: { on: 'order.failed', parts: '2', ...told } });
// @ts-expect-error a signal has no text to be fitted
booking.rules({ a: { on: 'order.failed', signal: 'order.fail', fit: 'shorten' } });
// @ts-expect-error a signal has no parts
booking.rules({ a: { on: 'order.failed', signal: 'order.fail', parts: 1 } });
// @ts-expect-error a misspelt column would drop a guard
booking.rules({ a: { on: 'order.failed', unles: 'pays on site', ...told } });
// @ts-expect-error the machine has no such state
booking.rules({ a: { on: 'order.faild', ...told } });
// @ts-expect-error the lifecycle has no such machine
booking.rules({ a: { on: 'ordr.failed', ...told } });
// @ts-expect-error the lifecycle has no such fact
booking.rules({ a: { on: 'partner.asigned', ...told } });
// @ts-expect-error one of the list does not exist
booking.rules({ a: { on: ['order.failed', 'order.faild'], ...told } });
// @ts-expect-error no machine has such a state to leave
booking.rules({ a: { on: 'order.failed', from: 'procesing', ...told } });
// @ts-expect-error the lifecycle has no such machine
booking.rules({ a: { on: 'order.failed', while: { paymnt: 'paid' }, ...told } });
// @ts-expect-error the machine has no such state
booking.rules({ a: { on: 'order.failed', while: { payment: 'payd' }, ...told } });
// @ts-expect-error a state of another machine
booking.rules({ a: { on: 'order.failed', while: { payment: 'processing' }, ...told } });
// @ts-expect-error the lifecycle has no such condition
booking.rules({ a: { on: 'order.failed', if: 'pays onsite', ...told } });
// @ts-expect-error the lifecycle has no such condition
booking.rules({ a: { on: 'order.failed', unless: ['pays onsite'], ...told } });
// @ts-expect-error the condition belongs to the items
booking.rules({ a: { on: 'order.failed', if: 'session accepted', ...told } });
// @ts-expect-error the lifecycle has no such role
booking.rules({ a: { on: 'order.failed', to: 'boker', by: ['email'] } });
// @ts-expect-error the role belongs to the items
booking.rules({ a: { on: 'order.failed', to: 'participant', by: ['email'] } });
// @ts-expect-error the lifecycle has no such collection
booking.rules({ a: { each: 'sesions', on: 'order.failed', ...told } });
// @ts-expect-error the lifecycle has no such date
booking.rules({ a: { due: { before: 'payment.dedline', days: 1, at: '10:00' }, ...told } });
// @ts-expect-error the date belongs to the items
booking.rules({ a: { due: { before: 'service.start', days: 1, at: '10:00' }, ...told } });
// @ts-expect-error calendar days need a local time
booking.rules({ a: { due: { before: 'payment.deadline', days: 1 }, ...told } });
// @ts-expect-error exact hours take no local time
booking.rules({ a: { due: { before: 'payment.deadline', hours: 1, at: '10:00' }, ...told } });
// @ts-expect-error one length, not two
booking.rules({ a: { due: { before: 'payment.deadline', days: 1, hours: 1, at: '10:00' }, ...told } });
// @ts-expect-error before or after, not both
booking.rules({ a: { due: { before: 'payment.deadline', after: 'payment.deadline', hours: 1 }, ...told } });
// @ts-expect-error its own day takes no days
booking.rules({ a: { due: { on: 'payment.deadline', days: 1, at: '10:00' }, ...told } });
// @ts-expect-error a change or a deadline, not both
booking.rules({ a: { on: 'order.failed', due: { on: 'payment.deadline', at: '10:00' }, ...told } });
// @ts-expect-error neither a change nor a deadline
booking.rules({ a: { ...told } });
// @ts-expect-error only a deadline can be late
booking.rules({ a: { on: 'order.failed', late: 'send', ...told } });
// @ts-expect-error only a change leaves a state
booking.rules({ a: { due: { on: 'payment.deadline', at: '10:00' }, from: 'processing', ...told } });
// @ts-expect-error nobody is told
booking.rules({ a: { on: 'order.failed', by: ['email'] } });
// @ts-expect-error by no channel
booking.rules({ a: { on: 'order.failed', to: 'booker' } });
// @ts-expect-error a channel is a text
booking.rules({ a: { on: 'order.failed', to: 'booker', by: [1] } });
// @ts-expect-error the host is told by no channel
booking.rules({ a: { on: 'order.failed', signal: 'order.fail', by: ['email'] } });
// @ts-expect-error one length, not two
booking.rules({ a: { on: 'order.failed', expires: { hours: 1, days: 1 }, ...told } });
// @ts-expect-error an override is checked like any row
booking.rules({ ...bookingRules.rows, 'order-placed': { on: 'order.procesing', ...told } });

// @ts-expect-error nobody owns stages of a booking
booking.rules({ a: { on: 'order.failed', owner: 'shop', ...told } });
// @ts-expect-error a signal waits for no window
booking.rules({ a: { on: 'order.failed', signal: 'order.fail', urgent: true } });
