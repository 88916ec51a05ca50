/**
 * Russian: what a buyer is told (domain 6.1 to 6.6).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { button, choose, details, email, note, paragraph, section, strong, when } from '../../../shared/blocks.js';
import { total } from '../order-blocks.js';
import { colon, greeting, number, sender, theOrder, theTrail } from './phrases.js';

const see = button('orderUrl', 'Посмотреть заказ', colon);
const reason = '{{#if payload.reason}}{{payload.reason}}{{else}}{{cancelReason}}{{/if}}';
const isPaid = `(or (eq paymentStatus 'paid') (eq paymentStatus 'paidOnline'))`;

/** The order is placed, by the buyer or for them. */
export const orderPlaced: ChannelTemplates = {
  email: email({
    subject: `Заказ ${number} оформлен`,
    preheader: `Сумма заказа ${total}. Мы напишем, когда примем его в работу.`,
    title: 'Заказ оформлен',
    body: [
      greeting,
      choose(
        [[`(eq placedBy 'shop')`, paragraph('Магазин «{{shop.name}}» оформил для вас заказ. Проверьте, всё ли верно.')]],
        paragraph('Спасибо за заказ в магазине «{{shop.name}}». Мы напишем, когда примем его в работу.'),
      ),
      section('Что в заказе', theOrder),
      see,
    ],
  }),
  sms: `${sender}заказ ${number} на ${total} оформлен. Сообщим, когда примем его в работу.`,
};

/** The order is accepted, or has got a status of the shop's own that says so. */
export const orderAccepted: ChannelTemplates = {
  email: email({
    subject: `Заказ ${number} принят`,
    preheader: 'Магазин принял заказ и занимается им.',
    title: 'Заказ принят',
    body: [
      greeting,
      paragraph(`Магазин «{{shop.name}}» принял ваш заказ ${number} и занимается им.`),
      when(`(not (eq orderStatus 'accepted'))`, details(colon, [{ label: 'Статус', value: strong('{{orderStatus}}') }])),
      section('Что в заказе', theOrder),
      see,
    ],
  }),
  sms: `${sender}заказ ${number} принят, мы им занимаемся.`,
};

/** The order is completed: the last message about it. */
export const orderCompleted: ChannelTemplates = {
  email: email({
    subject: `Заказ ${number} выполнен`,
    preheader: 'Спасибо за покупку!',
    title: 'Заказ выполнен',
    body: [
      greeting,
      paragraph(`Заказ ${number} выполнен. Спасибо, что выбрали магазин «{{shop.name}}»!`),
      paragraph('Это последнее письмо о статусе заказа. Если что-то не так, просто свяжитесь с нами.'),
      section('Что в заказе', theOrder),
      theTrail,
      see,
    ],
  }),
  sms: `${sender}заказ ${number} выполнен. Спасибо за покупку!`,
};

/** The order is cancelled, with the reason. */
export const orderCancelled: ChannelTemplates = {
  email: email({
    subject: `Заказ ${number} отменён`,
    preheader: `Причина: ${reason}`,
    title: 'Заказ отменён',
    body: [
      greeting,
      paragraph(`К сожалению, заказ ${number} отменён.`),
      details(colon, [{ label: 'Причина', value: strong(reason) }]),
      when(isPaid, paragraph('Заказ был оплачен: мы свяжемся с вами, чтобы вернуть деньги.')),
      paragraph('Если это ошибка или у вас есть вопросы, напишите или позвоните нам.'),
      section('Что было в заказе', theOrder),
    ],
  }),
  sms: `${sender}заказ ${number} отменён. Причина: {{#shorten}}${reason}{{/shorten}}`,
};

/** The money has come, by the gateway or by hand. */
export const paymentReceived: ChannelTemplates = {
  email: email({
    subject: `Оплата заказа ${number} получена`,
    preheader: `${total}. Спасибо!`,
    title: 'Оплата получена',
    body: [
      greeting,
      choose(
        [[`(eq paymentStatus 'paidOnline')`, paragraph(`Онлайн-оплата заказа ${number} на сумму ${total} прошла. Спасибо!`)]],
        paragraph(`Мы получили оплату заказа ${number} на сумму ${total}. Спасибо!`),
      ),
      when(`(eq orderStatus 'cancelled')`, paragraph('Заказ при этом отменён: мы свяжемся с вами, чтобы вернуть деньги.')),
      section('Что в заказе', theOrder),
      see,
    ],
  }),
  sms: `${sender}оплата заказа ${number} получена, ${total}. Спасибо!`,
};

/** What the shop writes by hand, without a change of status. */
export const message: ChannelTemplates = {
  email: email({
    subject: `{{#if payload.subject}}{{payload.subject}}{{else}}Сообщение по заказу ${number}{{/if}}`,
    preheader: 'Вам пишет магазин «{{shop.name}}».',
    title: 'Сообщение от магазина',
    body: [greeting, paragraph(`По вашему заказу ${number}:`), note('payload.text'), see],
  }),
  sms: `${sender}{{#shorten}}{{payload.text}}{{/shorten}} (заказ ${number})`,
};
