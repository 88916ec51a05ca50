/**
 * zh-TW: texts about an order (domain 5.2, 5.3, 5.5).
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
const pickupTeller = `{{#if ${carrierInformsAt('atPickupPoint')}}}{{carrier.name}}{{else}}我們{{/if}}會通知`;
/** Whether the carrier informs from the arrival on, and does not yet. */
const carrierTakesOver = `(and ${carrierInformsAt('arrived')} (not ${carrierInforms}))`;
const shortDay = `{{date delivery.slot.day 'short'}}（{{weekday delivery.slot.day 'short'}}）`;

/** Next day: everything is known, nobody calls to agree. */
export const orderNextDay = notice({
  subject: `訂單 {{no}} 將於 {{date delivery.slot.day 'short'}} 送達`,
  preheader: `配送時段 ${slot}，不會再來電確認。`,
  title: '訂單成立，配送時間已確定',
  body: [
    greeting,
    paragraph('感謝您的訂購。日期、時段與地址都已交給物流，不需要再另外確認。'),
    theDelivery,
    paragraph(`配送員會在抵達前 ${call}來電。`),
    changeIt,
  ],
  sms: `訂單{{no}}（${parcel}）將於 ${shortDay}${slot} 送達，配送員到達前 ${call}會來電。${smsTrack}`,
});

/** Later: the carrier will agree, and the receiver may choose at once. */
export const orderLater = notice({
  subject: '已收到訂單 {{no}}',
  preheader: `{{#if (eq delivery.method 'pickup')}}包裹到達取貨點後，${pickupTeller}您。{{else if delivery.slot}}配送日期與時段已經選好。{{else}}包裹到達後，物流會請您選擇日期與時段。{{/if}}`,
  title: '我們收到您的訂單了',
  body: [
    greeting,
    paragraph('感謝您的訂購。我們會將商品包裝好，交給{{carrier.name}}配送。'),
    choose(
      [
        [`(eq delivery.method 'pickup')`, paragraph(`包裹到達取貨點後，${pickupTeller}您。`)],
        ['delivery.slot', paragraph('日期與時段已經選好，會依約送達。')],
      ],
      paragraph('包裹到達您所在的地區後，{{carrier.name}}會與您確認日期、時段與地址；您也可以現在就自行選擇。'),
    ),
    theDelivery,
    changeIt,
  ],
  sms: `已收到訂單{{no}}（${parcel}）。{{#if (eq delivery.method 'pickup')}}到達取貨點後，${pickupTeller}您。{{else if delivery.slot}}將於 ${shortDay}${slot} 送達。{{else}}配送時間由{{carrier.name}}與您確認，也可自行選擇。{{/if}}${smsTrack}`,
});

/** The parcel is with the carrier: who that is, and where it can be followed. */
export const handedOver = notice({
  subject: '訂單 {{no}} 已交付物流',
  preheader: `{{#if ${carrierTakesOver}}}之後由{{carrier.name}}通知您。{{else}}包裹到達後會通知您。{{/if}}`,
  title: '包裹出發了',
  body: [
    greeting,
    choose(
      [
        [carrierTakesOver, paragraph('訂單 {{no}} 已交給{{carrier.name}}。接下來的進度由物流通知，我們不會重複寄送相同的訊息。')],
        [carrierInforms, paragraph('我們已收到{{shop.name}}的訂單 {{no}}，接下來的進度會由我們通知您。')],
      ],
      paragraph('訂單 {{no}} 已交給{{carrier.name}}，接下來的進度會由我們通知您。'),
    ),
    theDelivery,
    when('carrier.phone', details(colon, [{ label: '物流電話', value: '{{carrier.phone}}' }])),
    changeIt,
  ],
  sms: `訂單{{no}}（${parcel}）已交給{{carrier.name}}配送{{#if ${carrierTakesOver}}}，之後由物流通知您{{/if}}。${smsTrack}`,
});

/** The parcel is where the receiver lives: day, interval and address are to be agreed. */
export const chooseDelivery = notice({
  subject: '包裹已到達，請選擇配送時間',
  preheader: '{{shop.name}}的訂單 {{no}} 已到達您所在的地區。',
  title: '什麼時候送給您方便？',
  body: [
    greeting,
    paragraph('{{shop.name}}的訂單 {{no}} 已到達您所在的地區。請選擇日期與時段，並確認地址。'),
    choose(
      [['trackUrl', button('trackUrl', '選擇日期與時段', colon)]],
      paragraph(`請與我們聯絡{{#if (${informerPhone})}}（電話 {{${informerPhone}}}）{{/if}}，約定日期、時段與地址。`),
    ),
    theDelivery,
  ],
  sms: `{{shop.name}}的包裹（{{no}}）已到達。{{#if trackUrl}}請選擇日期、時段與地址：{{trackUrl}}{{else}}請來電約定配送時間{{#if (${informerPhone})}}：{{${informerPhone}}}{{/if}}。{{/if}}`,
});

/** The day itself: what, when, who, how much, and the call before. */
export const deliveryDay = notice({
  subject: `訂單 {{no}} 今天 ${slot} 送達`,
  preheader: `配送員到達前 ${call}會來電。`,
  title: '今天為您送達',
  body: [greeting, paragraph(`您在{{shop.name}}的訂單今天 ${slot} 送達。配送員到達前 ${call}會來電。`), theDelivery, changeIt],
  sms: `訂單{{no}}今天 ${slot} 送達：${parcel}。${courierCalls('delivery.courier', call)}${smsDue}`,
});

/** Nobody was met: another day is to be chosen. */
export const deliveryMissed = notice({
  subject: '訂單 {{no}} 未能送達',
  preheader: '請選擇其他日期，我們會再次配送。',
  title: '今天沒能將包裹交給您',
  body: [
    greeting,
    paragraph('{{shop.name}}的訂單 {{no}} 今天未能送達。包裹仍在我們這裡，可以改天再送。'),
    choose(
      [['trackUrl', button('trackUrl', '選擇其他日期', colon)]],
      paragraph(`請與我們聯絡{{#if (${informerPhone})}}（電話 {{${informerPhone}}}）{{/if}}，另約時間。`),
    ),
  ],
  sms: `{{shop.name}}的訂單{{no}}今天未能送達。{{#if trackUrl}}請選擇其他日期：{{trackUrl}}{{else}}請來電另約時間。{{/if}}`,
});

const point = details(colon, [
  { label: '訂單編號', value: '{{no}}' },
  { label: '內容', value: '{{name}}' },
  { when: 'delivery.point.name', label: '取貨點', value: '{{delivery.point.name}}' },
  { when: 'delivery.point', label: '地址', value: strong('{{delivery.point.address}}') },
  { when: 'delivery.point.hours', label: '營業時間', value: '{{delivery.point.hours}}' },
  { when: 'delivery.point.until', label: '保留至', value: strong(dayOf('delivery.point.until')) },
  { label: '應付金額', value: strong(`{{#if amountDue}}${due}{{else}}已付清{{/if}}`) },
]);

/** It can be picked up. */
export const atPickupPoint = notice({
  subject: '訂單 {{no}} 可以取貨了',
  preheader: `{{#if delivery.point.until}}保留至 {{date delivery.point.until 'medium'}}。{{else}}包裹正在等您。{{/if}}`,
  title: '包裹已到取貨點',
  body: [greeting, paragraph('{{shop.name}}的訂單 {{no}} 已到取貨點。'), point, changeIt],
  sms: `訂單{{no}}（${parcel}）可取貨{{#if delivery.point}}：{{delivery.point.address}}{{#if delivery.point.until}}，保留至 {{date delivery.point.until 'short'}}{{/if}}{{/if}}。${smsDue}`,
});

/** It goes back soon. */
export const pickupReminder = notice({
  subject: '提醒您領取訂單 {{no}}',
  preheader: `{{#if delivery.point.until}}最後一天是 {{date delivery.point.until 'medium'}}。{{else}}保留期限快到了。{{/if}}`,
  title: '別忘了取貨',
  body: [greeting, paragraph('訂單 {{no}} 的保留期限快到了。逾期後包裹會退回{{shop.name}}。'), point, changeIt],
  sms: `訂單{{no}}{{#if delivery.point.until}}保留至 {{date delivery.point.until 'short'}}{{else}}保留期限快到了{{/if}}{{#if delivery.point}}，取貨點：{{delivery.point.address}}{{/if}}。${smsDue}`,
});

/** The receiver has changed something (5.5). */
export const changeNoted = notice({
  subject: '訂單 {{no}} 的配送資料已變更',
  preheader: '請確認內容是否正確。',
  title: '已記下您的變更',
  body: [greeting, paragraph('我們已記下您的變更，目前的配送資料如下。'), theDelivery, changeIt],
  sms: `訂單{{no}}配送資料已變更：{{#if (eq delivery.method 'pickup')}}取貨點{{delivery.point.address}}{{else}}{{#if delivery.slot}}${shortDay}${slot}，{{/if}}{{#shorten}}{{delivery.address}}{{/shorten}}{{/if}}。{{#if receiver.phone}}電話 {{receiver.phone}}。{{/if}}`,
});

/** Delivered, with how to return (5.6). */
export const orderDelivered = notice({
  subject: '訂單 {{no}} 已送達',
  preheader: '若需退貨，可請配送員收件或送到取貨點。',
  title: '感謝您的訂購',
  body: [
    greeting,
    paragraph('訂單 {{no}} 已送達，希望您喜歡。'),
    paragraph('若商品不合適，退貨很簡單：請配送員到府收件，或送到最近的取貨點。'),
    button('returnUrl', '申請退貨', colon),
  ],
  sms: `訂單{{no}}已送達，謝謝您。若需退貨，可請配送員收件或送到取貨點。{{#if returnUrl}}申請退貨：{{returnUrl}}{{/if}}`,
});

/** It could not be delivered and goes back. */
export const orderSentBack = notice({
  subject: '訂單 {{no}} 退回中',
  preheader: '包裹未能送達。',
  title: '包裹正在退回',
  body: [greeting, paragraph('訂單 {{no}} 未能送達，{{carrier.name}}正將包裹退回。若您仍需要，請與我們聯絡。')],
  sms: '訂單{{no}}未能送達，正在退回。若仍需要，請與我們聯絡。',
});

/** Cancelled. */
export const orderCancelled = notice({
  subject: '訂單 {{no}} 已取消',
  preheader: '不需要再做什麼。',
  title: '訂單已取消',
  body: [
    greeting,
    paragraph('訂單 {{no}} 已取消，不會配送。'),
    when(
      '(or payload.reason cancelReason)',
      details(colon, [{ label: '取消原因', value: '{{or payload.reason cancelReason}}' }]),
    ),
  ],
  sms: '訂單{{no}}已取消，不會配送。',
});
