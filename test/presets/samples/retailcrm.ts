import { retailcrm, retailcrmLocales } from '../../../src/presets/retailcrm/index.js';
import type { PresetSamples } from '../preset-messages.js';
import { anna, anOrder, aSite, bareOrder, fullOrder } from '../retailcrm-samples.js';

const atNight = { ...aSite, opensAt: '00:00', closesAt: '00:01' };

/** Orders of the retailcrm preset. */
export const samples: PresetSamples = {
  preset: retailcrm(),
  locales: retailcrmLocales,
  subjects: {
    order: {
      usual: anOrder(),
      'with everything': fullOrder,
      'paid already': { ...fullOrder, payment: { when: 'ahead', status: 'paid' } },
      'only what must be there': bareOrder,
      'on its way without a number': { ...fullOrder, status: 'delivering', trackNumber: null },
      'by a carrier that nobody knows': { ...fullOrder, deliveryType: { code: 'by-drone', name: 'Дрон' }, status: 'delivering' },
      'by a carrier without a name': { ...fullOrder, deliveryType: { code: 'by-drone' } },
      'to a courier without a phone': { ...fullOrder, courier: { name: 'Илья' } },
      'signed by the site': anOrder({ site: { ...atNight, signature: 'Ваша Лавка ламп, с теплом' } }),
      'abroad, in euros': {
        ...fullOrder,
        currency: 'EUR',
        totalSumm: 89.5,
        deliveryType: { code: 'international', name: 'EMS' },
      },
      'with long names': {
        ...fullOrder,
        number: '2026-03-0001001C',
        status: 'delivering',
        site: { ...aSite, name: 'Лавка настольных ламп, торшеров и светильников' },
        customer: { ...anna, name: 'Екатерина Константиновна Рождественская-Преображенская' },
        courier: { name: 'Константин Преображенский-Рождественский', phone: '+7 903 000-11-22' },
        pickupPoint: {
          address:
            'Московская область, городской округ Солнечногорск, посёлок Поварово, улица Почтовая, дом 15, строение 2, вход со двора',
          storedUntil: '2026-03-12',
        },
        trackNumber: 'RA123456785RU',
        totalSumm: 1_234_567.5,
      },
    },
  },
  counted: [['штука', 'штуки', 'штук']],
};
