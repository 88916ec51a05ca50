/**
 * Russian: order placed, failed and cancelled (domain 1.a1, 1.a2, 1.a5).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { button, choose, details, email, paragraph, section, when } from '../../../shared/blocks.js';
import { amount, colon, dayOf, deadline, greeting, sender, smsWhereToPay, theOrder, thePayment } from './phrases.js';

const smsPayment = [
  `{{#if (eq paymentStatus 'paid')}}Оплата получена`,
  `{{else if ${deadline}}}Оплатите ${amount} не позднее {{date ${deadline} 'short'}}`,
  `{{else if (eq payment.method 'on-site')}}Оплата на месте: ${amount}`,
  `{{else}}Сумма: ${amount}{{/if}}`,
].join('');

/** Order placed. */
export const orderPlaced: ChannelTemplates = {
  email: email({
    subject: `Заказ {{no}} принят{{#if (and ${deadline} (eq paymentStatus 'unpaid'))}}, оплатите не позднее {{date ${deadline} 'short'}}{{/if}}`,
    preheader:
      "{{shop.name}}: ваша запись у нас. В письме — что вы заказали{{#if (eq paymentStatus 'unpaid')}} и как оплатить{{/if}}.",
    title: 'Мы получили ваш заказ',
    body: [
      greeting,
      paragraph(
        'Спасибо, что выбрали {{shop.name}}. Когда мы подтвердим сеансы, каждый участник получит подтверждение по электронной почте.',
      ),
      section('Что вы заказали', theOrder),
      choose(
        [[`(eq paymentStatus 'unpaid')`, section('Как оплатить', thePayment)]],
        paragraph('Этот заказ уже оплачен. Больше ничего платить не нужно.'),
      ),
    ],
  }),
  sms: `${sender}заказ {{no}} принят. ${smsPayment}.${smsWhereToPay}`,
};

/** Order failed: the card was declined, or the payment did not come in time. */
export const orderFailed: ChannelTemplates = {
  email: email({
    subject: 'Заказ {{no}} не состоялся',
    preheader: 'Оплата не прошла, и места за вами не закреплены.',
    title: 'Заказ не состоялся',
    body: [
      greeting,
      choose(
        [
          [
            `(eq payment.method 'card')`,
            paragraph('К сожалению, оплата картой не прошла. Поэтому заказ {{no}} не состоялся, и места за вами не закреплены.'),
          ],
          [
            deadline,
            paragraph(
              `К сожалению, заказ {{no}} не был оплачен до конца дня ${dayOf(deadline)}. Поэтому он не состоялся, и места за вами не закреплены.`,
            ),
          ],
        ],
        paragraph('К сожалению, заказ {{no}} не состоялся, и места за вами не закреплены.'),
      ),
      paragraph(
        'Если вы всё ещё хотите прийти, запишитесь, пожалуйста, снова. Если вы всё-таки заплатили, пришлите нам номер заказа, и мы разберёмся.',
      ),
      button('shop.url', 'Записаться снова', colon),
      section('Что было в заказе', theOrder),
    ],
  }),
  sms: `${sender}заказ {{no}} не состоялся{{#if (eq payment.method 'card')}}: оплата картой не прошла{{else if ${deadline}}}: он не был оплачен в срок{{/if}}. Можно записаться снова.`,
};

/** Order cancelled: before paying, or refunded. */
export const orderCancelled: ChannelTemplates = {
  email: email({
    subject: 'Заказ {{no}} отменён',
    preheader: `{{#if (eq paymentStatus 'refunded')}}Мы вернули вам ${amount}.{{else}}Подтверждаем отмену. Больше ничего делать не нужно.{{/if}}`,
    title: 'Ваш заказ отменён',
    body: [
      greeting,
      paragraph('Заказ {{no}} отменён.'),
      when('payload.reason', details(colon, [{ label: 'Причина', value: '{{payload.reason}}' }])),
      when('(and cancelReason (not payload.reason))', details(colon, [{ label: 'Причина', value: '{{cancelReason}}' }])),
      choose(
        [
          [
            `(eq paymentStatus 'refunded')`,
            paragraph(`Мы вернули вам ${amount}. Когда деньги поступят, зависит от вашего банка.`),
          ],
          [`(eq paymentStatus 'paid')`, paragraph('О возврате оплаченной суммы мы свяжемся с вами отдельно.')],
        ],
        paragraph('Деньги мы не списывали, платить ничего не нужно.'),
      ),
      paragraph('Будем рады видеть вас в другой раз.'),
      section('Что было отменено', theOrder),
    ],
  }),
  sms: `${sender}заказ {{no}} отменён{{#if (eq paymentStatus 'refunded')}}, мы вернули вам ${amount}{{else if (eq paymentStatus 'unpaid')}}, платить не нужно{{/if}}. Будем рады видеть вас снова.`,
};
