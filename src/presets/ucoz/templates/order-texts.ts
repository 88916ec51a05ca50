/**
 * The texts about an order, as they are built in every language; what they say is the language's own.
 * @module
 */
import type { LocaleTemplates } from '../../../templates/template-set.js';
import { type TrailWords, trailPartials } from '../../../templates/trail/trail-partials.js';
import {
  type Block,
  button,
  choose,
  details,
  email,
  join,
  paragraph,
  partial,
  partialsOf,
  section,
  strong,
  when,
} from '../../shared/blocks.js';
import { colours, type FooterWords, layout } from '../../shared/layout.js';
import { stages, statuses, type UcozStage, type UcozStatus } from '../statuses.js';

/** The subject line, the preview line and the heading of an e-mail. */
interface Head {
  readonly subject: string;
  readonly preheader: string;
  readonly title: string;
}

/** What is said in one language. Texts are Handlebars; `{{> statusName}}` is the name of the present status. */
export interface OrderWords {
  readonly footer: FooterWords;
  readonly greeting: string;
  /** Parts the way of delivery from its price. */
  readonly comma: string;
  readonly placed: Head & { readonly thanks: string };
  readonly changed: Head & { readonly now: string };
  /** `seeWhy` is said where no reason is known, and the order has a page. */
  readonly cancelled: Head & { readonly apology: string; readonly seeWhy: string };
  /** What to do next, in some statuses. */
  readonly next: { readonly pay: string; readonly pickUp: string; readonly thanks: string };
  readonly headings: { readonly where: string; readonly about: string };
  readonly labels: {
    readonly no: string;
    readonly placedAt: string;
    readonly total: string;
    readonly discount: string;
    readonly delivery: string;
    readonly payment: string;
    readonly due: string;
    readonly reason: string;
    /** Of the button that leads to the page of the order. */
    readonly page: string;
  };
  /** By SMS: of a cancelled order, and of any other; `due` follows where something is to be paid now. */
  readonly sms: { readonly cancelled: string; readonly status: string; readonly due: string; readonly page: string };
  readonly titles: Readonly<Record<'order-placed' | 'status-changed' | 'order-cancelled' | 'status-sms', string>>;
  readonly trail: TrailWords;
}

/** The amount due, in the currency of the way of payment. */
export const due = '{{money payment.due (or payment.currency currency)}}';

const isToBePaidNow = `(and payment.due (or (eq status 'awaiting-payment') (and payment.onDelivery (or (eq status 'ready') (eq status 'shipping')))))`;

const isSettled = `(or (eq status 'paid') (eq status 'delivered') (eq status 'completed') (eq status 'cancelled'))`;

/** The texts of one language, with the names of statuses and the stages that the trail leaves out. */
export function orderTexts(
  words: OrderWords,
  labels: Readonly<Record<UcozStatus, string>>,
  leaveOut: readonly UcozStage[],
): LocaleTemplates {
  const shown = stages.filter((stage) => !leaveOut.includes(stage));
  const { colon } = words.footer;
  const greeting = paragraph(words.greeting);
  const page = button('url', words.labels.page, colon);
  // `reason`: where it may be found, first things first; an event may carry one that the data do not hold.
  const apology = (reason: string) =>
    join([
      paragraph(words.cancelled.apology),
      choose(
        [
          [`(or ${reason})`, details(colon, [{ label: words.labels.reason, value: `{{or ${reason}}}` }])],
          ['(webAddress url)', paragraph(words.cancelled.seeWhy)],
        ],
        { html: '', text: '' },
      ),
      page,
    ]);
  const next = when(
    `(or (eq status 'awaiting-payment') (eq status 'ready') (eq status 'completed'))`,
    choose(
      [
        [`(and payment.due (eq status 'awaiting-payment'))`, paragraph(words.next.pay)],
        [`(and delivery.pickup (eq status 'ready'))`, paragraph(words.next.pickUp)],
        [`(eq status 'completed')`, paragraph(words.next.thanks)],
      ],
      { html: '', text: '' },
    ),
  );
  const about = section(words.headings.about, partial('orderLines'), when(`(not (eq status 'cancelled'))`, page));
  const where = section(words.headings.where, theTrail);
  return {
    templates: {
      'order-placed': { email: email({ ...words.placed, body: [greeting, paragraph(words.placed.thanks), next, where, about] }) },
      'status-changed': {
        email: email({ ...words.changed, body: [greeting, paragraph(words.changed.now), next, where, about] }),
      },
      'order-cancelled': {
        email: email({ ...words.cancelled, body: [greeting, apology('payload.reason cancelReason'), about] }),
      },
      'status-sms': {
        sms: `{{#if (eq status 'cancelled')}}${words.sms.cancelled}{{else}}${words.sms.status}{{#if ${isToBePaidNow}}}${words.sms.due}{{/if}}{{/if}}{{#if url}}${words.sms.page}{{/if}}`,
      },
    },
    titles: words.titles,
    trails: { order: Object.fromEntries(shown.map((stage) => [stage, labels[stage]])) },
    partials: {
      statusName: statusName(labels),
      ...partialsOf({ orderLines: orderLines(words), apology: apology("cancelReason ''") }),
      ...trailPartials(words.trail, {
        ink: { class: 'ink', colour: colours.ink },
        muted: { class: 'muted', colour: colours.muted },
      }),
    },
    layout: layout(words.footer),
  };
}

/** Where the order is; of one that is cancelled, an apology in place of the stages (3.1). */
const theTrail: Block = {
  html: '{{#> trailHtml}}\n{{> apologyHtml}}\n{{/trailHtml}}',
  text: '{{#> trailText}}\n{{> apologyText}}\n{{/trailText}}\n\n',
};

function orderLines({ labels, comma, footer: { colon } }: OrderWords): Block {
  return details(colon, [
    { label: labels.no, value: '{{no}}' },
    { label: labels.placedAt, value: '{{dateTime placedAt}}' },
    { label: labels.total, value: '{{money total currency}}' },
    { when: 'discount', label: labels.discount, value: '−{{money discount currency}}' },
    {
      when: 'delivery',
      label: labels.delivery,
      value: `{{delivery.name}}{{#if delivery.price}}${comma}{{money delivery.price currency}}{{/if}}`,
    },
    { label: labels.payment, value: '{{payment.name}}' },
    { when: `(and payment.due (not ${isSettled}))`, label: labels.due, value: strong(due) },
  ]);
}

/** The name of the present status, also of one that the trail leaves out. */
function statusName(labels: Readonly<Record<UcozStatus, string>>): string {
  const branches = statuses.map(
    (status, index) => `{{${index === 0 ? '#' : 'else '}if (eq status '${status}')}}${labels[status]}`,
  );
  return `${branches.join('')}{{/if}}`;
}
