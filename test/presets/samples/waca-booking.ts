import { wacaBooking, wacaBookingLocales } from '../../../src/presets/waca-booking/index.js';
import { paymentMethods } from '../../../src/presets/waca-booking/subjects.js';
import type { PresetSamples } from '../preset-messages.js';
import { aBooking, aCoupon, aMember, ann, aSession, aShop, mei } from '../waca-booking-samples.js';

const statuses = (['processing', 'accepting', 'accepted', 'failed', 'cancelled'] as const).flatMap((orderStatus) =>
  (['unpaid', 'paid', 'refunded'] as const).map(
    (paymentStatus) =>
      [
        `${orderStatus} and ${paymentStatus}`,
        aBooking({ orderStatus, paymentStatus, sessions: [aSession({ partner: mei })] }),
      ] as const,
  ),
);

/** Subjects of the waca-booking preset. */
export const samples: PresetSamples = {
  preset: wacaBooking(),
  locales: wacaBookingLocales,
  subjects: {
    booking: {
      'all fields': aBooking({
        payment: { payUrl: 'https://pay.example/1' },
        cancelReason: '臨時有事',
        sessions: [
          aSession(),
          aSession({ no: 'S2', participant: mei, status: 'cancelled' }),
          aSession({ no: 'S3', participant: ann }),
        ],
      }),
      'only the required fields': {
        ...aBooking({ shop: { name: '小店', timeZone: 'Asia/Taipei' }, booker: { name: '林美玲', phone: '0912-345-678' } }),
        payment: { method: 'cvs-barcode', amount: 300 },
        sessions: [{ no: 'S1', service: '試作', startsAt: '2026-03-14T14:00:00+08:00', status: 'accepted', participant: ann }],
      },
      ...Object.fromEntries(paymentMethods.map((method) => [`paid by ${method}`, aBooking({ payment: { method } })])),
      ...Object.fromEntries(statuses),
    },
    coupon: { usual: aCoupon(), 'with a first day of use': aCoupon({ usableFrom: '2026-03-10' }) },
    member: { usual: aMember() },
    shop: { usual: { shop: aShop } },
  },
  payloads: {
    'phone-verification': [{ code: '482913', channel: 'sms' }],
    'credits-low': [1, 2, 49].map((messagesLeft) => ({ channel: 'sms', messagesLeft, line: 50 })),
    'order-cancelled': [undefined, { reason: '臨時有事' }],
    'partner-assigned': [{ session: 'S1' }],
  },
  counted: [['сообщение', 'сообщения', 'сообщений']],
};
