/**
 * Russian: texts about an order (domain 5.2, 5.3, 5.5).
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
const pickupTeller = `{{#if ${carrierInformsAt('atPickupPoint')}}}вам сообщит {{carrier.name}}{{else}}мы вам сообщим{{/if}}`;
/** Whether the carrier informs from the arrival on, and does not yet. */
const carrierTakesOver = `(and ${carrierInformsAt('arrived')} (not ${carrierInforms}))`;
const shortDay = `{{date delivery.slot.day 'short'}}`;

/** Next day: everything is known, nobody calls to agree. */
export const orderNextDay = notice({
  subject: `Заказ {{no}} привезут ${shortDay} ${slot}`,
  preheader: `Всё согласовано: звонить для уточнения никто не будет.`,
  title: 'Заказ принят, доставка согласована',
  body: [
    greeting,
    paragraph(
      'Спасибо за заказ. День, интервал и адрес мы уже передали службе доставки, поэтому отдельно согласовывать ничего не нужно.',
    ),
    theDelivery,
    paragraph(`Курьер позвонит ${call} до приезда.`),
    changeIt,
  ],
  sms: `заказ {{no}} (${parcel}) привезут ${shortDay} ${slot}. Курьер позвонит ${call}.${smsTrack}`,
});

/** Later: the carrier will agree, and the receiver may choose at once. */
export const orderLater = notice({
  subject: 'Заказ {{no}} принят',
  preheader: `{{#if (eq delivery.method 'pickup')}}Когда посылка поступит в пункт выдачи, ${pickupTeller}.{{else if delivery.slot}}День и интервал доставки уже выбраны.{{else}}Как только посылка прибудет, служба доставки предложит выбрать день и интервал.{{/if}}`,
  title: 'Заказ принят',
  body: [
    greeting,
    paragraph('Спасибо за заказ. Мы соберём его и передадим службе доставки «{{carrier.name}}».'),
    choose(
      [
        [`(eq delivery.method 'pickup')`, paragraph(`Когда посылка поступит в пункт выдачи, ${pickupTeller}.`)],
        ['delivery.slot', paragraph('День и интервал уже выбраны: привезём, как договорились.')],
      ],
      paragraph(
        'Когда посылка прибудет в ваш город, {{carrier.name}} согласует с вами день, интервал и адрес. Ждать не обязательно: выбрать их можно и самостоятельно.',
      ),
    ),
    theDelivery,
    changeIt,
  ],
  sms: `заказ {{no}} (${parcel}) принят. {{#if (eq delivery.method 'pickup')}}Когда поступит в пункт выдачи, ${pickupTeller}.{{else if delivery.slot}}Привезём ${shortDay} ${slot}.{{else}}День и интервал согласует {{carrier.name}}, или выберите их сами.{{/if}}${smsTrack}`,
});

/** The parcel is with the carrier: who that is, and where it can be followed. */
export const handedOver = notice({
  subject: 'Заказ {{no}} передан в доставку',
  preheader: `{{#if ${carrierTakesOver}}}Дальше вам будет писать {{carrier.name}}.{{else}}Мы сообщим, когда посылка прибудет.{{/if}}`,
  title: 'Посылка в пути',
  body: [
    greeting,
    choose(
      [
        [
          carrierTakesOver,
          paragraph(
            'Заказ {{no}} передан службе доставки «{{carrier.name}}». О дальнейших этапах сообщит она, а мы не будем повторять её сообщения.',
          ),
        ],
        [
          carrierInforms,
          paragraph('Мы приняли к доставке заказ {{no}} из магазина «{{shop.name}}» и будем сообщать вам о каждом этапе.'),
        ],
      ],
      paragraph('Заказ {{no}} передан службе доставки «{{carrier.name}}». О дальнейших этапах сообщим мы.'),
    ),
    theDelivery,
    when('carrier.phone', details(colon, [{ label: 'Телефон службы доставки', value: '{{carrier.phone}}' }])),
    changeIt,
  ],
  sms: `заказ {{no}} (${parcel}) передан в доставку, везёт {{carrier.name}}.{{#if ${carrierTakesOver}}} Дальше вам напишет служба доставки.{{/if}}${smsTrack}`,
});

/** The parcel is where the receiver lives: day, interval and address are to be agreed. */
export const chooseDelivery = notice({
  subject: 'Посылка прибыла: выберите день и время доставки',
  preheader: 'Заказ {{no}} из магазина «{{shop.name}}» уже в вашем городе.',
  title: 'Когда вам привезти посылку?',
  body: [
    greeting,
    paragraph('Заказ {{no}} из магазина «{{shop.name}}» прибыл в ваш город. Выберите день, интервал и проверьте адрес.'),
    choose(
      [['trackUrl', button('trackUrl', 'Выбрать день и время', colon)]],
      paragraph(
        `Позвоните нам{{#if (${informerPhone})}} по телефону {{${informerPhone}}}{{/if}}, и мы договоримся о дне, времени и адресе.`,
      ),
    ),
    theDelivery,
  ],
  sms: `посылка из магазина «{{shop.name}}» ({{no}}) прибыла. {{#if trackUrl}}Выберите день, время и адрес: {{trackUrl}}{{else}}Позвоните нам, чтобы договориться о доставке{{#if (${informerPhone})}}: {{${informerPhone}}}{{/if}}.{{/if}}`,
});

/** The day itself: what, when, who, how much, and the call before. */
export const deliveryDay = notice({
  subject: `Сегодня привезём заказ {{no}} ${slot}`,
  preheader: `Курьер позвонит ${call} до приезда.`,
  title: 'Сегодня ваша доставка',
  body: [
    greeting,
    paragraph(`Сегодня ${slot} привезём ваш заказ из магазина «{{shop.name}}». Курьер позвонит ${call} до приезда.`),
    theDelivery,
    changeIt,
  ],
  sms: `сегодня ${slot} привезём заказ {{no}}: ${parcel}. ${courierCalls('delivery.courier', call)} ${smsDue}`,
});

/** Nobody was met: another day is to be chosen. */
export const deliveryMissed = notice({
  subject: 'Не удалось вручить заказ {{no}}',
  preheader: 'Выберите другой день, и мы приедем снова.',
  title: 'Мы вас не застали',
  body: [
    greeting,
    paragraph(
      'Сегодня не получилось вручить вам заказ {{no}} из магазина «{{shop.name}}». Посылка у нас, и мы готовы приехать в другой день.',
    ),
    choose(
      [['trackUrl', button('trackUrl', 'Выбрать другой день', colon)]],
      paragraph(`Позвоните нам{{#if (${informerPhone})}} по телефону {{${informerPhone}}}{{/if}}, чтобы договориться заново.`),
    ),
  ],
  sms: `не удалось вручить заказ {{no}} из магазина «{{shop.name}}». {{#if trackUrl}}Выберите другой день: {{trackUrl}}{{else}}Позвоните нам, чтобы договориться заново.{{/if}}`,
});

const point = details(colon, [
  { label: 'Номер заказа', value: '{{no}}' },
  { label: 'В посылке', value: '{{name}}' },
  { when: 'delivery.point.name', label: 'Пункт выдачи', value: '{{delivery.point.name}}' },
  { when: 'delivery.point', label: 'Адрес', value: strong('{{delivery.point.address}}') },
  { when: 'delivery.point.hours', label: 'Часы работы', value: '{{delivery.point.hours}}' },
  { when: 'delivery.point.until', label: 'Хранится по', value: strong(dayOf('delivery.point.until')) },
  { label: 'К оплате', value: strong(`{{#if amountDue}}${due}{{else}}ничего, заказ оплачен{{/if}}`) },
]);

/** It can be picked up. */
export const atPickupPoint = notice({
  subject: 'Заказ {{no}} ждёт вас в пункте выдачи',
  preheader: `{{#if delivery.point.until}}Хранится по {{date delivery.point.until 'short'}}.{{else}}Можно забирать.{{/if}}`,
  title: 'Посылку можно забрать',
  body: [greeting, paragraph('Заказ {{no}} из магазина «{{shop.name}}» ждёт вас в пункте выдачи.'), point, changeIt],
  sms: `заказ {{no}} (${parcel}) ждёт вас в пункте выдачи{{#if delivery.point}}: {{delivery.point.address}}{{#if delivery.point.until}}, хранится по {{date delivery.point.until 'short'}}{{/if}}{{/if}}. ${smsDue}`,
});

/** It goes back soon. */
export const pickupReminder = notice({
  subject: 'Заказ {{no}} скоро уедет обратно',
  preheader: `{{#if delivery.point.until}}Последний день хранения: {{date delivery.point.until 'short'}}.{{else}}Срок хранения заканчивается.{{/if}}`,
  title: 'Не забудьте забрать посылку',
  body: [
    greeting,
    paragraph('Срок хранения заказа {{no}} подходит к концу. Потом посылка вернётся в магазин «{{shop.name}}».'),
    point,
    changeIt,
  ],
  sms: `заказ {{no}} хранится {{#if delivery.point.until}}по {{date delivery.point.until 'short'}}{{else}}последние дни{{/if}}{{#if delivery.point}}: {{delivery.point.address}}{{/if}}. ${smsDue}`,
});

/** The receiver has changed something (5.5). */
export const changeNoted = notice({
  subject: 'Изменили доставку заказа {{no}}',
  preheader: 'Проверьте, всё ли верно.',
  title: 'Изменения учтены',
  body: [greeting, paragraph('Мы учли ваши изменения. Теперь доставка выглядит так:'), theDelivery, changeIt],
  sms: `доставка заказа {{no}} изменена: {{#if (eq delivery.method 'pickup')}}пункт выдачи {{delivery.point.address}}{{else}}{{#if delivery.slot}}${shortDay} ${slot}, {{/if}}{{#shorten}}{{delivery.address}}{{/shorten}}{{/if}}.{{#if receiver.phone}} Телефон {{receiver.phone}}.{{/if}}`,
});

/** Delivered, with how to return (5.6). */
export const orderDelivered = notice({
  subject: 'Заказ {{no}} доставлен',
  preheader: 'Если что-то не подошло, вернуть можно курьером или через пункт выдачи.',
  title: 'Спасибо за покупку',
  body: [
    greeting,
    paragraph('Заказ {{no}} доставлен. Надеемся, всё понравилось.'),
    paragraph('Если что-то не подошло, вернуть товар просто: вызовите курьера или отнесите посылку в ближайший пункт выдачи.'),
    button('returnUrl', 'Оформить возврат', colon),
  ],
  sms: `заказ {{no}} доставлен, спасибо! Не подошло? Вызовите курьера или сдайте в пункт выдачи.{{#if returnUrl}} {{returnUrl}}{{/if}}`,
});

/** It could not be delivered and goes back. */
export const orderSentBack = notice({
  subject: 'Заказ {{no}} едет обратно',
  preheader: 'Посылку не удалось вручить.',
  title: 'Посылка возвращается к нам',
  body: [
    greeting,
    paragraph(
      'Заказ {{no}} не удалось вручить, и {{carrier.name}} везёт его обратно. Если он вам ещё нужен, напишите или позвоните нам.',
    ),
  ],
  sms: 'заказ {{no}} не удалось вручить, он едет обратно. Если он ещё нужен, свяжитесь с нами.',
});

/** Cancelled. */
export const orderCancelled = notice({
  subject: 'Заказ {{no}} отменён',
  preheader: 'Больше ничего делать не нужно.',
  title: 'Заказ отменён',
  body: [
    greeting,
    paragraph('Заказ {{no}} отменён, посылка к вам не поедет.'),
    when('(or payload.reason cancelReason)', details(colon, [{ label: 'Причина', value: '{{or payload.reason cancelReason}}' }])),
  ],
  sms: 'заказ {{no}} отменён, посылка не приедет.',
});
