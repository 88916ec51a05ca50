/** One thing that a system does, as its own description says. */
export interface Fact {
  /** As tests and `docs/coverage.md` name it: `1.a4`, `2.3`. */
  readonly number: string;
  /** A few words of our own. */
  readonly says: string;
}

/** One of the systems whose notices the presets send. */
export interface System {
  /** The number of its section in `docs/coverage.md`, with which the numbers of its facts begin. */
  readonly number: number;
  readonly name: string;
  /**
   * Whether all of it is shown: then every fact needs a row, a test with its number and a link between the two. A system that is
   * not complete has no rows yet.
   */
  readonly complete: boolean;
  readonly facts: readonly Fact[];
}

/** Every system with all of its facts. */
export const systems: readonly System[] = [
  {
    number: 1,
    name: 'WACA Booking',
    complete: true,
    facts: [
      { number: '1.a1', says: 'order placed, to the booker' },
      { number: '1.a2', says: 'order failed: card declined, or not paid in time' },
      { number: '1.a3', says: 'payment received' },
      { number: '1.a4', says: 'reminder before the payment deadline, by method; never for pay-on-site' },
      { number: '1.a5', says: 'order cancelled, by the customer or by a refund: one notice' },
      { number: '1.a6', says: 'booking voucher to participants' },
      { number: '1.a7', says: 'voucher changed: later acceptance, partial cancellation' },
      { number: '1.a8', says: 'pre-visit notice two days ahead; not for a service within a day of the order' },
      { number: '1.a9', says: 'partner assigned to a session' },
      { number: '1.a10', says: 'one-time code for a phone number' },
      { number: '1.a11', says: 'coupon at 15:00 on the day of issue' },
      { number: '1.a12', says: 'coupon expiring in seven days; not when usable for less' },
      { number: '1.b1', says: 'e-mail is the system’s own, but for the notes before the visit, without promotional words' },
      { number: '1.b2', says: 'SMS texts are the merchant’s to edit, within a length' },
      { number: '1.b3', says: 'e-mail and SMS together; SMS is a switch, with one of two providers' },
      {
        number: '1.b4',
        says: 'points for SMS, exchanged from a shared balance; the other provider is topped up at its own site',
      },
      { number: '1.b5', says: 'warnings below 100 and 50 messages, once per crossing' },
    ],
  },
  {
    number: 2,
    name: '1C-Bitrix and TargetSMS',
    complete: true,
    facts: [
      { number: '2.1', says: 'SMS on status changes, to buyers and to administrators' },
      { number: '2.2', says: 'a start status, an end status, either or both' },
      { number: '2.3', says: 'event, name, switch, site, sender, text and recipient of a template' },
      { number: '2.4', says: 'macros and conditions; an empty text cancels the message' },
      { number: '2.5', says: 'transliteration as a switch; numbers of several countries' },
      { number: '2.6', says: 'sending at a chosen time, to many; balance; history' },
      { number: '2.7', says: 'new events, SMS bound to e-mails, e-mail suppressed when the SMS went out' },
    ],
  },
  {
    number: 3,
    name: 'uCoz',
    complete: true,
    facts: [{ number: '3.1', says: 'the trail of stages in the e-mail; an apology where the order is cancelled' }],
  },
  {
    number: 4,
    name: 'retailCRM',
    complete: true,
    facts: [
      { number: '4.1', says: 'triggers: event, filter on the changes, condition on order and time of day' },
      { number: '4.2', says: 'the chain of notices from a new order to the pickup point' },
    ],
  },
  {
    number: 5,
    name: 'b2cpl',
    complete: true,
    facts: [
      { number: '5.1', says: 'no duplicates: whoever owns a stage informs' },
      { number: '5.2', says: 'next-day delivery is told of differently' },
      { number: '5.3', says: 'interval, courier and amount due on the day of delivery' },
      { number: '5.4', says: 'everything that was sent is shown to the customer' },
      { number: '5.5', says: 'real intervals, which the customer may change' },
      { number: '5.6', says: 'returns have a lifecycle and notices of their own' },
    ],
  },
  {
    number: 6,
    name: 'tiu.ru',
    complete: true,
    facts: [
      { number: '6.1', says: 'statuses of the shop’s own' },
      { number: '6.2', says: 'a draft sends nothing; without an address, no e-mail' },
      { number: '6.3', says: 'a cancellation has a reason, and tells it' },
      { number: '6.4', says: 'silence after completion' },
      { number: '6.5', says: 'paid online by the gateway alone, and once' },
      { number: '6.6', says: 'a message without a change of status' },
      { number: '6.7', says: 'the owner is told of new orders and reminded to accept them' },
      { number: '6.8', says: 'history of an order, with notes that customers never see' },
    ],
  },
];
