/**
 * Russian: what the shop's own people are told (domain 6.7, 6.8).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { type Block, button, details, email, note, paragraph, section, strong } from '../../../shared/blocks.js';
import { total } from '../order-blocks.js';
import { colon, number, shortUntil, theBuyer, theOrder, theProcessing, until } from './phrases.js';

const open = button('manageUrl', 'Открыть заказ', colon);
const positions = `{{plural items.length one='# позиция' few='# позиции' many='# позиций' other='# позиции'}}`;
const deadline = details(colon, [{ label: 'Решить до', value: strong(until) }]);
const about: readonly Block[] = [theBuyer, section('Что в заказе', theOrder), theProcessing, open];

/** A new order came in. */
export const ownerNewOrder: ChannelTemplates = {
  email: email({
    subject: `Новый заказ ${number} на ${total}`,
    preheader: `{{buyer.name}}, ${positions}.`,
    title: 'Новый заказ',
    body: [paragraph(`В магазин «{{shop.name}}» поступил заказ ${number}. Примите его или отмените в срок.`), deadline, ...about],
  }),
  sms: `Новый заказ ${number}: ${positions}, ${total}. {{#shorten}}{{buyer.name}}{{/shorten}}{{#if buyer.phone}}, {{buyer.phone}}{{/if}}. Решить до ${shortUntil}`,
};

/** The day before the time is over. */
export const acceptanceReminder: ChannelTemplates = {
  email: email({
    subject: `Заказ ${number} ждёт решения`,
    preheader: `Примите его или отмените до ${until}.`,
    title: 'Заказ ждёт решения',
    body: [
      paragraph(`Заказ ${number} ещё не принят и не отменён. От скорости ответа зависит рейтинг магазина.`),
      deadline,
      ...about,
    ],
  }),
};

/** Hours before the time is over. */
export const acceptanceLastCall: ChannelTemplates = {
  email: email({
    subject: `Последнее напоминание: заказ ${number}`,
    preheader: `Срок решения истекает ${until}.`,
    title: 'Срок решения скоро истечёт',
    body: [paragraph(`Заказ ${number} всё ещё не принят и не отменён.`), deadline, ...about],
  }),
  sms: `Заказ ${number} не принят и не отменён. Решите до ${shortUntil}: {{#shorten}}{{buyer.name}}{{/shorten}}, ${total}`,
};

/** The time is over: to the owner. */
export const acceptanceOverdue: ChannelTemplates = {
  email: email({
    subject: `Срок истёк: заказ ${number} не принят`,
    preheader: 'Покупатель всё ещё ждёт ответа.',
    title: 'Срок решения истёк',
    body: [
      paragraph(
        `Заказ ${number} не принят и не отменён в срок, до ${until}. Покупатель ждёт ответа: примите заказ или отмените его, указав причину.`,
      ),
      ...about,
    ],
  }),
  sms: `Срок истёк: заказ ${number} не принят. Покупатель ждёт: {{#shorten}}{{buyer.name}}{{/shorten}}{{#if buyer.phone}}, {{buyer.phone}}{{/if}}`,
};

/** The time is over: to the supervisor. */
export const acceptanceEscalated: ChannelTemplates = {
  email: email({
    subject: `«{{shop.name}}»: заказ ${number} остался без ответа`,
    preheader: `Срок истёк ${until}.`,
    title: 'Заказ остался без ответа',
    body: [
      paragraph(
        `В магазине «{{shop.name}}» заказ ${number} не приняли и не отменили до ${until}. Владельцу отправлены напоминания.`,
      ),
      ...about,
    ],
  }),
  sms: `{{#shorten}}{{shop.name}}{{/shorten}}: заказ ${number} остался без ответа, срок истёк ${shortUntil}`,
};

/** The gateway has confirmed a payment. */
export const ownerPaidOnline: ChannelTemplates = {
  email: email({
    subject: `Заказ ${number} оплачен онлайн`,
    preheader: `${total}, {{buyer.name}}.`,
    title: 'Заказ оплачен онлайн',
    body: [paragraph(`Онлайн-оплата заказа ${number} на сумму ${total} подтверждена.`), ...about],
  }),
};

/** Somebody has written a note about the order. */
export const noteAdded: ChannelTemplates = {
  email: email({
    subject: `Примечание к заказу ${number}`,
    preheader: 'Только для сотрудников: покупатель его не видит.',
    title: 'Примечание к заказу',
    body: [
      paragraph(`К заказу ${number} добавлено примечание{{#if payload.by}} ({{payload.by}}){{/if}}. Покупатель его не видит.`),
      note('payload.note'),
      ...about,
    ],
  }),
};
