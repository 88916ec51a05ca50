/**
 * What the mails of the preset share in every language.
 * @module
 */
import type { EmailTemplate } from '../../../templates/template-set.js';
import {
  type Block,
  card,
  choose,
  details,
  type EmailDraft,
  each,
  email,
  type Line,
  paragraph,
  phone,
  type Row,
  section,
  when,
} from '../../shared/blocks.js';

/** The number of the order; `number` alone is a helper. */
export const orderNumber = '{{@root.number}}';

/** What the order costs. */
export const total = '{{money totalSumm currency}}';

/** The page where the parcel is followed, as an expression. */
export const trackingLink = '(trackingLink deliveryType trackNumber)';

/** Who delivers, as an expression. */
export const carrier = '(carrier deliveryType)';

/** Whether something is still to be paid, as an expression. */
export const isUnpaid = `(eq payment.status 'not-paid')`;

/** The hours of delivery, behind the day. */
const interval = '{{#if (and deliveryTime.from deliveryTime.to)}}, {{deliveryTime.from}}–{{deliveryTime.to}}{{/if}}';

/** Words of one language. */
export interface Words {
  readonly colon: string;
  readonly greeting: string;
  /** Closes a mail where the site has no signature of its own. */
  readonly signature: Block;
  /** An item's quantity and price. */
  readonly quantity: string;
  readonly labels: Readonly<
    Record<
      'order' | 'total' | 'toPay' | 'carrier' | 'track' | 'courier' | 'phone' | 'date' | 'address' | 'hours' | 'until' | 'office',
      string
    >
  >;
  readonly day: (path: string) => string;
  readonly isPaid: string;
}

/** Blocks in one language. */
export interface Pieces {
  /** A mail with greeting and signature around its body. */
  readonly mail: (draft: Omit<EmailDraft, 'shop'>) => EmailTemplate;
  /** What was ordered, under a heading; nothing where the order lists nothing. */
  readonly items: (heading: string) => Block;
  readonly sum: Block;
  readonly tracking: Block;
  readonly courier: Block;
  readonly office: Block;
  readonly point: Block;
}

/** The blocks that texts of one language are made of. */
export function piecesOf({ colon, greeting, signature, quantity, labels, day, isPaid }: Words): Pieces {
  const rows = (...list: readonly Row[]) => details(colon, list);
  const lines: readonly Line[] = [{ line: quantity }];
  const sums: readonly Row[] = [
    { label: labels.order, value: orderNumber },
    { when: `(not ${isUnpaid})`, label: labels.total, value: `${total}, ${isPaid}` },
    { when: isUnpaid, label: labels.toPay, value: total },
  ];
  const signed = choose([['site.signature', paragraph('{{site.signature}}')]], paragraph(signature));
  return {
    mail: (draft) => email({ ...draft, shop: 'site', body: [paragraph(greeting), ...draft.body, signed] }),
    items: (heading) => when('items', section(heading, each('items', card('{{name}}', lines)))),
    sum: rows(...sums),
    tracking: when(
      `(or ${carrier} trackNumber)`,
      rows(
        { when: carrier, label: labels.carrier, value: `{{carrier deliveryType}}` },
        { when: 'trackNumber', label: labels.track, value: '{{trackNumber}}' },
      ),
    ),
    courier: rows(
      ...sums,
      { when: 'deliveryDate', label: labels.date, value: `${day('deliveryDate')}${interval}` },
      { when: 'courier', label: labels.courier, value: '{{courier.name}}' },
      { when: 'courier.phone', label: labels.phone, value: phone('courier.phone') },
    ),
    office: rows(
      ...sums,
      {
        when: 'postOffice',
        label: labels.office,
        value: '{{postOffice.index}}{{#if postOffice.address}}, {{postOffice.address}}{{/if}}',
      },
      { when: 'trackNumber', label: labels.track, value: '{{trackNumber}}' },
    ),
    point: rows(
      ...sums,
      { when: 'pickupPoint', label: labels.address, value: '{{pickupPoint.address}}' },
      { when: 'pickupPoint.workTime', label: labels.hours, value: '{{pickupPoint.workTime}}' },
      { when: 'pickupPoint.storedUntil', label: labels.until, value: day('pickupPoint.storedUntil') },
    ),
  };
}
