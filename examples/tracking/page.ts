/**
 * The tracking page: where a parcel is, what is agreed, and everything that its receiver was told. A pure function of data.
 * @module
 */
import { createHash } from 'node:crypto';
import type { CustomerMessage } from 'orderbell';
import type { Order, Return } from 'orderbell/presets/b2cpl';
import type { Kind } from './link.js';
import { html, type Markup, type Piece, trusted } from './markup.js';
import { type Words, wordsOf } from './words.js';

/** What the page shows. */
export interface TrackingPage {
  readonly kind: Kind;
  readonly parcel: Order | Return;
  /** As `notifier.customerHistory` gives them, those that are planned included. */
  readonly messages: readonly CustomerMessage[];
}

const style = `
:root { color-scheme: light dark; --ground: #f3f1ec; --card: #fff; --ink: #26302d; --muted: #5f6b67; --accent: #17695a; --lost: #a3321f; --line: #d9ddd6 }
@media (prefers-color-scheme: dark) {
  :root { --ground: #151817; --card: #1f2423; --ink: #eaeeec; --muted: #a9b5b1; --accent: #7fd1bf; --lost: #ff9c8a; --line: #3a4240 }
}
* { box-sizing: border-box }
body { margin: 0; padding: 16px; background: var(--ground); color: var(--ink); font: 16px/1.6 system-ui, 'PingFang TC', 'Microsoft JhengHei', 'Noto Sans TC', sans-serif; overflow-wrap: anywhere }
main { max-width: 640px; margin: 0 auto; padding: 24px 20px; background: var(--card); border-radius: 12px }
h1 { margin: 0; font-size: 22px; line-height: 1.35 }
h2 { margin: 32px 0 8px; font-size: 17px }
.shop, .meta { color: var(--muted); font-size: 14px }
.stage { display: inline-block; margin: 12px 0 4px; padding: 4px 14px; border: 2px solid var(--accent); border-radius: 999px; color: var(--accent); font-weight: bold }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 16px 0 0 }
dt { color: var(--muted) }
dd { margin: 0 }
a { color: var(--accent) }
.whole { white-space: nowrap }
ol { margin: 0; padding: 0; list-style: none }
li { padding: 12px 0; border-top: 1px solid var(--line) }
li:first-child { border-top: 0 }
.lost { color: var(--lost); font-weight: bold }
.button { display: inline-block; margin-top: 24px; padding: 12px 24px; border-radius: 8px; background: #17695a; color: #fff; text-decoration: none; font-weight: bold }
p { margin: 4px 0 }
`;

/** Source of the style for a Content-Security-Policy that allows nothing else. */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** The whole page as HTML. */
export function trackingPage({ kind, parcel, messages }: TrackingPage): string {
  const words = wordsOf(parcel.locale);
  const title = `${words.title[kind]} ${parcel.no}`;
  const sent = messages.filter(({ state }) => state !== 'planned');
  const planned = messages.filter(({ state }) => state === 'planned');
  const entries = (of: readonly CustomerMessage[]) => html`<ol>${of.map((message) => entry(message, parcel, words))}</ol>`;
  return document(
    words.language,
    title,
    html`<p class="shop">${parcel.shop.name} · ${parcel.carrier.name}</p>
<h1>${title}</h1>
<p>${parcel.name}</p>
<p class="stage">${words.stages[parcel.status]}</p>
${'order' in parcel ? ofReturn(parcel, words) : ofOrder(parcel, words)}
<h2>${words.sent}</h2>
${sent.length === 0 ? html`<p class="meta">${words.nothing}</p>` : entries(sent)}
${planned.length > 0 && html`<h2>${words.planned}</h2>\n${entries(planned)}`}`,
  );
}

/** The page for every link that leads nowhere, whatever the reason. */
export function notFoundPage(): string {
  return document('ru', 'Не найдено', html`<h1>Не найдено · Not found · 找不到</h1>`);
}

function entry({ at, channel, address, title, state }: CustomerMessage, { timeZone }: Order | Return, words: Words): Markup {
  const when = new Intl.DateTimeFormat(words.language, { timeZone, dateStyle: 'long', timeStyle: 'short' }).format(at);
  const by = words.channels[channel] ?? channel;
  const isLost = state === 'undelivered';
  return html`<li>
<div>${title ?? words.message}</div>
<div class="meta"><time datetime="${at.toISOString()}">${when}</time> · ${by}${address !== undefined && html` · <span class="whole">${address}</span>`} · <span${
    isLost && html` class="lost"`
  }>${words.states[state]}</span></div>
</li>
`;
}

function ofOrder({ delivery, amountDue, currency, status, returnUrl }: Order, words: Words): Markup {
  const isPickup = delivery.method === 'pickup';
  const isUnderWay = status !== 'delivered' && status !== 'sentBack' && status !== 'cancelled';
  const money = new Intl.NumberFormat(words.language, {
    style: 'currency',
    currency,
    minimumFractionDigits: amountDue % 1 === 0 ? 0 : 2,
  });
  const details = list([
    ...(isPickup ? [] : visit(delivery.slot, delivery.courier, words)),
    [words.address, !isPickup && delivery.address],
    [words.point, isPickup && delivery.point?.address],
    [words.due, isUnderWay && (amountDue === 0 ? words.paid : money.format(amountDue))],
  ]);
  return html`${details}${status === 'delivered' && button(returnUrl, words.giveBack)}`;
}

function ofReturn({ collection, point, status, courierUrl }: Return, words: Words): Markup {
  const details = list([
    ...visit(collection?.slot, collection?.courier, words),
    [words.address, collection?.address],
    [words.point, collection === undefined && point?.address],
  ]);
  return html`${details}${status === 'requested' && button(courierUrl, words.callCourier)}`;
}

type Detail = readonly [label: string, value: Piece];

function visit(slot: Order['delivery']['slot'], courier: Order['delivery']['courier'], words: Words): readonly Detail[] {
  // A day is the same everywhere: it is written as it is, whatever the zone.
  const day = new Intl.DateTimeFormat(words.language, { timeZone: 'UTC', dateStyle: 'full' });
  return [
    [words.day, slot && day.format(new Date(`${slot.day}T00:00:00Z`))],
    [words.hours, slot && words.between(slot.from, slot.to)],
    [
      words.courier,
      courier && [
        courier.name,
        courier.phone !== undefined && html`, <a class="whole" href="tel:${courier.phone}">${courier.phone}</a>`,
      ],
    ],
  ];
}

function list(details: readonly Detail[]): Markup {
  const known = details.filter(([, value]) => value !== undefined && value !== false);
  return html`<dl>${known.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;
}

/** A link to an address of the web, and nothing for any other. */
function button(address: string | undefined, label: string): Piece {
  const isWeb = address !== undefined && /^https?:\/\//i.test(address) && URL.canParse(address);
  return isWeb && html`<a class="button" href="${address}">${label}</a>`;
}

function document(language: string, title: string, body: Markup): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.toString();
}
