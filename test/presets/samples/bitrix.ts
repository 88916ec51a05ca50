import { bitrix, bitrixLocales } from '../../../src/presets/bitrix/index.js';
import { anOrder, aShop } from '../bitrix-samples.js';
import type { PresetSamples } from '../preset-messages.js';

const lines = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `Чай № ${index + 1}`, price: 100 }));

/** Orders of the bitrix preset. */
export const samples: PresetSamples = {
  preset: bitrix({ administrators: [{ name: 'Ольга', phone: '+79001234567' }] }),
  locales: bitrixLocales,
  subjects: {
    order: {
      'all fields': anOrder({
        status: 'P',
        paid: true,
        cancelled: true,
        cancelReason: 'нет на складе',
        description: 'Позвоните перед доставкой',
        comments: 'постоянный клиент',
        tracking: 'RA123456785RU',
      }),
      'only the required fields': {
        no: '7',
        status: 'N',
        placedAt: '2026-03-02T11:00:00+03:00',
        price: 1200.5,
        shop: { name: 'Лавка' },
        properties: { PHONE: '+79161234567', EMAIL: 'a@example.com' },
        tracking: '80083190',
        cancelled: true,
        paid: true,
      },
      'a status that was added since': anOrder({ status: 'GW', statusName: 'Упаковываем в подарок', tracking: '1', paid: true }),
      'a status without a name': anOrder({ status: 'QX' }),
      'long names': anOrder({
        no: '1042-2026-03',
        shop: { ...aShop, name: 'Магазин китайского чая и посуды «Поднебесная» на Лесной улице' },
        properties: {
          FIO: 'Константинопольская-Преображенская Александра Вячеславовна',
          PHONE: '+79161234567',
          EMAIL: 'a@example.com',
        },
        statusName: 'Передан в службу доставки и ожидает отправки со склада в Новосибирске',
        status: 'DL',
        cancelReason: 'покупатель передумал и просит оформить другой заказ с доставкой на следующей неделе',
        cancelled: true,
        paid: true,
        tracking: 'RA123456785RU',
        price: 1_234_567,
      }),
      'one item': anOrder({ basket: lines(1) }),
      'five items': anOrder({ basket: lines(5), currency: 'USD' }),
      'a test order': anOrder({ description: 'Тестовый, не отправлять' }),
    },
  },
  payloads: {
    'mail-event': [
      { subject: 'Ваш заказ 1042', text: 'Заказ 1042 готов.', html: '<p>Заказ 1042 готов.</p>', sms: 'Заказ 1042 готов.' },
      { text: 'Заказ 1042 готов.', sms: 'Заказ 1042 готов.' },
    ],
  },
  counted: [['товар', 'товара', 'товаров']],
  mayBeEmpty: ['new-order-admin', 'status-changed-admin'],
};
