/**
 * Russian: payment received, payment reminder (domain 1.a3, 1.a4).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { choose, email, paragraph, section } from '../../../shared/blocks.js';
import { amount, dayOf, deadline, greeting, sender, smsWhereToPay, theOrder, thePayment } from './phrases.js';

const isOver = `(or (eq orderStatus 'failed') (eq orderStatus 'cancelled'))`;

/** Payment received. A payment for an order that is over promises no service. */
export const paymentReceived: ChannelTemplates = {
  email: email({
    subject: 'Оплата по заказу {{no}} получена',
    preheader: `Сумма ${amount} поступила. Спасибо.`,
    title: 'Мы получили оплату',
    body: [
      greeting,
      paragraph(`Оплата по заказу {{no}} получена, сумма — ${amount}. Спасибо.`),
      choose(
        [
          [isOver, paragraph('Однако этот заказ к тому времени уже был закрыт. Мы свяжемся с вами и решим, как быть дальше.')],
          [`(eq orderStatus 'accepted')`, paragraph('Ваша запись подтверждена. Сеансы и время указаны в подтверждении записи.')],
        ],
        paragraph(
          'Теперь мы займёмся вашими сеансами. Когда они будут подтверждены, каждый участник получит письмо с подтверждением.',
        ),
      ),
      section('Что вы заказали', theOrder),
    ],
  }),
  sms: `${sender}оплата по заказу {{no}} получена: ${amount}. {{#if ${isOver}}}Но заказ уже был закрыт, мы свяжемся с вами.{{else if (eq orderStatus 'accepted')}}Спасибо!{{else}}Сообщим, когда подтвердим сеансы.{{/if}}`,
};

/** Payment reminder: the day before the last day of payment. Sent by hand, it also suits a method without such a day. */
export const paymentReminder: ChannelTemplates = {
  email: email({
    subject: `Напоминаем: заказ {{no}} не оплачен{{#if ${deadline}}}, срок — {{date ${deadline} 'short'}}{{/if}}`,
    preheader: `К оплате ${amount}{{#if ${deadline}}}, до конца дня ${dayOf(deadline)}{{/if}}.`,
    title: 'Напоминаем об оплате',
    body: [
      greeting,
      paragraph(
        `Оплата по заказу {{no}} пока не поступила.{{#if ${deadline}}} Чтобы места остались за вами, оплатите его, пожалуйста, до конца дня ${dayOf(deadline)}.{{/if}}`,
      ),
      paragraph('Если вы только что заплатили, деньги могут поступить не сразу. Платить второй раз не нужно.'),
      section('Как оплатить', thePayment),
      section('Что вы заказали', theOrder),
    ],
  }),
  sms: `${sender}заказ {{no}} пока не оплачен. К оплате ${amount}{{#if ${deadline}}} не позднее {{date ${deadline} 'short'}}{{/if}}. Уже оплатили? Тогда всё в порядке.${smsWhereToPay}`,
};
