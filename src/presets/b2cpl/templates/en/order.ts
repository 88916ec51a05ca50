/**
 * English: texts about an order (domain 5.2, 5.3, 5.5).
 * @module
 */
import { button, choose, details, paragraph, strong, when } from '../../../shared/blocks.js';
import { carrierInforms, carrierInformsAt, informerPhone, parcel } from '../notice.js';
import {
  callWindow,
  changeIt,
  colon,
  courierCalls,
  dayOf,
  due,
  greeting,
  hoursOf,
  notice,
  smsDue,
  smsTrack,
  theDelivery,
} from './phrases.js';

const call = callWindow('delivery.callAhead');
const slot = hoursOf('delivery.slot');
/** Who tells that a parcel is at its pickup point. */
const pickupTeller = `{{#if ${carrierInformsAt('atPickupPoint')}}}{{carrier.name}}{{else}}We{{/if}} will tell`;
/** Whether the carrier informs from the arrival on, and does not yet. */
const carrierTakesOver = `(and ${carrierInformsAt('arrived')} (not ${carrierInforms}))`;
const shortDay = `{{date delivery.slot.day 'medium'}}`;

/** Next day: everything is known, nobody calls to agree. */
export const orderNextDay = notice({
  subject: `Order {{no}} will arrive on ${shortDay}`,
  preheader: `It is all agreed: ${slot}. Nobody will call to ask.`,
  title: 'We have your order, and its delivery is agreed',
  body: [
    greeting,
    paragraph(
      'Thank you for your order. The carrier has the day, the interval and the address, so there is nothing left to agree.',
    ),
    theDelivery,
    paragraph(`The courier will call you ${call} before arriving.`),
    changeIt,
  ],
  sms: `order {{no}} (${parcel}) will arrive on ${shortDay} ${slot}. Expect a call ${call} before.${smsTrack}`,
});

/** Later: the carrier will agree, and the receiver may choose at once. */
export const orderLater = notice({
  subject: 'We have your order {{no}}',
  preheader: `{{#if (eq delivery.method 'pickup')}}${pickupTeller} you when it is at the pickup point.{{else if delivery.slot}}The day and time of delivery are chosen already.{{else}}Once the parcel has arrived, the carrier will ask you for a day and time.{{/if}}`,
  title: 'We have your order',
  body: [
    greeting,
    paragraph('Thank you for your order. We will pack it and hand it over to {{carrier.name}}.'),
    choose(
      [
        [`(eq delivery.method 'pickup')`, paragraph(`${pickupTeller} you when it is at the pickup point.`)],
        ['delivery.slot', paragraph('Day and interval are chosen already: it will arrive as agreed.')],
      ],
      paragraph(
        'When the parcel has arrived near you, {{carrier.name}} will agree on day, interval and address with you. There is no need to wait: you can also choose them yourself.',
      ),
    ),
    theDelivery,
    changeIt,
  ],
  sms: `we have your order {{no}} (${parcel}). {{#if (eq delivery.method 'pickup')}}${pickupTeller} you when to pick it up.{{else if delivery.slot}}It will arrive on ${shortDay} ${slot}.{{else}}{{carrier.name}} will agree on day and time with you, or choose them yourself.{{/if}}${smsTrack}`,
});

/** The parcel is with the carrier: who that is, and where it can be followed. */
export const handedOver = notice({
  subject: 'Order {{no}} is on its way',
  preheader: `{{#if ${carrierTakesOver}}}{{carrier.name}} will write to you from here on.{{else}}We will tell you when it arrives.{{/if}}`,
  title: 'Your parcel is on its way',
  body: [
    greeting,
    choose(
      [
        [
          carrierTakesOver,
          paragraph(
            'We have handed order {{no}} over to {{carrier.name}}. From here on they will keep you informed, and we will not repeat their messages.',
          ),
        ],
        [carrierInforms, paragraph('Order {{no}} from {{shop.name}} is with us, and we will tell you about every step.')],
      ],
      paragraph('We have handed order {{no}} over to {{carrier.name}}, and will tell you about every step.'),
    ),
    theDelivery,
    when('carrier.phone', details(colon, [{ label: "Carrier's phone", value: '{{carrier.phone}}' }])),
    changeIt,
  ],
  sms: `order {{no}} (${parcel}) is with {{carrier.name}}{{#if ${carrierTakesOver}}}, who will write to you from here on{{/if}}.${smsTrack}`,
});

/** The parcel is where the receiver lives: day, interval and address are to be agreed. */
export const chooseDelivery = notice({
  subject: 'Your parcel has arrived: choose day and time',
  preheader: 'Order {{no}} from {{shop.name}} is near you.',
  title: 'When shall we bring your parcel?',
  body: [
    greeting,
    paragraph(
      'Order {{no}} from {{shop.name}} has arrived near you. Please choose a day and an interval, and check the address.',
    ),
    choose(
      [['trackUrl', button('trackUrl', 'Choose day and time', colon)]],
      paragraph(
        `Please call us{{#if (${informerPhone})}} at {{${informerPhone}}}{{/if}}, and we will agree on day, time and address.`,
      ),
    ),
    theDelivery,
  ],
  sms: `your parcel from {{shop.name}} ({{no}}) has arrived. {{#if trackUrl}}Choose day, time and address: {{trackUrl}}{{else}}Please call us to agree on a delivery{{#if (${informerPhone})}}: {{${informerPhone}}}{{/if}}.{{/if}}`,
});

/** The day itself: what, when, who, how much, and the call before. */
export const deliveryDay = notice({
  subject: `Order {{no}} will arrive today ${slot}`,
  preheader: `The courier will call you ${call} before arriving.`,
  title: 'Your delivery is today',
  body: [
    greeting,
    paragraph(`We will bring your order from {{shop.name}} today ${slot}. The courier will call you ${call} before arriving.`),
    theDelivery,
    changeIt,
  ],
  sms: `order {{no}} will arrive today ${slot}: ${parcel}. ${courierCalls('delivery.courier', call)} ${smsDue}`,
});

/** Nobody was met: another day is to be chosen. */
export const deliveryMissed = notice({
  subject: 'We could not hand over order {{no}}',
  preheader: 'Choose another day, and we will come again.',
  title: 'We missed you',
  body: [
    greeting,
    paragraph(
      'We could not hand over order {{no}} from {{shop.name}} today. The parcel is with us, and we will gladly come on another day.',
    ),
    choose(
      [['trackUrl', button('trackUrl', 'Choose another day', colon)]],
      paragraph(`Please call us{{#if (${informerPhone})}} at {{${informerPhone}}}{{/if}} to agree on another day.`),
    ),
  ],
  sms: `we could not hand over order {{no}} from {{shop.name}}. {{#if trackUrl}}Choose another day: {{trackUrl}}{{else}}Please call us to agree on another day.{{/if}}`,
});

const point = details(colon, [
  { label: 'Order', value: '{{no}}' },
  { label: 'Contents', value: '{{name}}' },
  { when: 'delivery.point.name', label: 'Pickup point', value: '{{delivery.point.name}}' },
  { when: 'delivery.point', label: 'Address', value: strong('{{delivery.point.address}}') },
  { when: 'delivery.point.hours', label: 'Open', value: '{{delivery.point.hours}}' },
  { when: 'delivery.point.until', label: 'Kept until', value: strong(dayOf('delivery.point.until')) },
  { label: 'To pay', value: strong(`{{#if amountDue}}${due}{{else}}nothing, it is paid{{/if}}`) },
]);

/** It can be picked up. */
export const atPickupPoint = notice({
  subject: 'Order {{no}} is ready to be picked up',
  preheader: `{{#if delivery.point.until}}It is kept until {{date delivery.point.until 'long'}}.{{else}}It is waiting for you.{{/if}}`,
  title: 'Your parcel is waiting for you',
  body: [greeting, paragraph('Order {{no}} from {{shop.name}} is at the pickup point.'), point, changeIt],
  sms: `order {{no}} (${parcel}) is waiting for you at the pickup point{{#if delivery.point}}: {{delivery.point.address}}{{#if delivery.point.until}}, until {{date delivery.point.until 'medium'}}{{/if}}{{/if}}. ${smsDue}`,
});

/** It goes back soon. */
export const pickupReminder = notice({
  subject: 'Order {{no}} goes back soon',
  preheader: `{{#if delivery.point.until}}The last day is {{date delivery.point.until 'long'}}.{{else}}It will not be kept much longer.{{/if}}`,
  title: 'Please pick up your parcel',
  body: [
    greeting,
    paragraph('Order {{no}} will not be kept at the pickup point much longer. After that it goes back to {{shop.name}}.'),
    point,
    changeIt,
  ],
  sms: `order {{no}} is kept {{#if delivery.point.until}}until {{date delivery.point.until 'medium'}}{{else}}for a few more days{{/if}}{{#if delivery.point}}: {{delivery.point.address}}{{/if}}. ${smsDue}`,
});

/** The receiver has changed something (5.5). */
export const changeNoted = notice({
  subject: 'The delivery of order {{no}} has changed',
  preheader: 'Please check that everything is right.',
  title: 'We have noted your change',
  body: [greeting, paragraph('We have noted your change. This is the delivery as it stands now:'), theDelivery, changeIt],
  sms: `the delivery of order {{no}} has changed: {{#if (eq delivery.method 'pickup')}}pickup point {{delivery.point.address}}{{else}}{{#if delivery.slot}}${shortDay} ${slot}, {{/if}}{{#shorten}}{{delivery.address}}{{/shorten}}{{/if}}.{{#if receiver.phone}} Phone {{receiver.phone}}.{{/if}}`,
});

/** Delivered, with how to return (5.6). */
export const orderDelivered = notice({
  subject: 'Order {{no}} has been delivered',
  preheader: 'If something is not right, a courier or a pickup point takes it back.',
  title: 'Thank you for your order',
  body: [
    greeting,
    paragraph('Order {{no}} has been delivered. We hope you like it.'),
    paragraph('If something is not right, returning it is easy: call a courier, or bring it to the nearest pickup point.'),
    button('returnUrl', 'Start a return', colon),
  ],
  sms: `order {{no}} has been delivered, thank you! Not right? Call a courier or bring it to a pickup point.{{#if returnUrl}} {{returnUrl}}{{/if}}`,
});

/** It could not be delivered and goes back. */
export const orderSentBack = notice({
  subject: 'Order {{no}} is on its way back',
  preheader: 'The parcel could not be handed over.',
  title: 'Your parcel is coming back to us',
  body: [
    greeting,
    paragraph(
      'Order {{no}} could not be handed over, and {{carrier.name}} is bringing it back. If you still need it, please contact us.',
    ),
  ],
  sms: 'order {{no}} could not be handed over and is on its way back. If you still need it, please contact us.',
});

/** Cancelled. */
export const orderCancelled = notice({
  subject: 'Order {{no}} is cancelled',
  preheader: 'There is nothing more to do.',
  title: 'Your order is cancelled',
  body: [
    greeting,
    paragraph('Order {{no}} is cancelled, and no parcel will come.'),
    when('(or payload.reason cancelReason)', details(colon, [{ label: 'Reason', value: '{{or payload.reason cancelReason}}' }])),
  ],
  sms: 'order {{no}} is cancelled, and no parcel will come.',
});
