/**
 * The bookings that the sides of the decision bench are told of: no two of them are alike.
 * @module
 */
import type { BookingInput } from 'orderbell/presets/waca-booking';

/** What happens to each booking, in this order. */
export const changes = ['created', 'payment.pay', 'order.acceptAll'] as const;

/** One of {@link changes}. */
export type ChangeName = (typeof changes)[number];

/** One booking as the host has it at each change. */
export interface Story {
  readonly no: string;
  readonly created: BookingInput;
  readonly paid: BookingInput;
  readonly accepted: BookingInput;
}

/** The instant at which everything happens: deadlines are planned and withdrawn, and none is due yet. */
export const now = Date.UTC(2026, 2, 2, 12);

const methods = ['bank-transfer', 'ibon', 'card', 'cvs-barcode', 'on-site', 'paynow-atm', 'famiport'] as const;
const zones = ['Asia/Taipei', 'Asia/Taipei', 'Asia/Tokyo', 'America/New_York'] as const;

/** So many stories, from a number on. Two of one number are equal, and share nothing. */
export function stories(first: number, count: number): readonly Story[] {
  return Array.from({ length: count }, (_, index) => story(first + index));
}

function story(number: number): Story {
  const no = `B-${100_000 + number}`;
  return {
    no,
    created: booking(number, no, 'unpaid', 'pending'),
    paid: booking(number, no, 'unpaid', 'pending'),
    accepted: booking(number, no, 'paid', 'accepted'),
  };
}

function booking(
  number: number,
  no: string,
  paymentStatus: BookingInput['paymentStatus'],
  status: BookingInput['sessions'][number]['status'],
): BookingInput {
  const method = methods[number % methods.length] ?? 'card';
  const isEnglish = number % 3 === 0;
  const booker = { name: `Ann Lee ${number}`, email: `ann${number}@example.com`, phone: `+8869120${10_000 + number}` };
  const friend = { name: `Ben & Co ${number}`, email: `ben${number}@example.com`, phone: `+8869340${10_000 + number}` };
  const placedAt = now - (number % 300) * 60_000;
  const session = (index: number): BookingInput['sessions'][number] => ({
    no: `S-${index}`,
    service: index === 1 ? `Pottery for beginners ${number}` : `Glazing ${number}`,
    startsAt: new Date(now + ((5 + ((number * 7 + index) % 50)) * 24 + index) * 3_600_000),
    location: `Studio ${number % 5}`,
    price: 600 + (number % 9) * 50,
    quantity: 1 + (number % 3),
    status,
    participant: index === 1 ? booker : friend,
  });
  return {
    no,
    placedAt: new Date(placedAt),
    shop: {
      name: 'Little Kiln',
      timeZone: zones[number % zones.length] ?? 'UTC',
      url: 'https://little-kiln.example.com',
      email: 'hello@little-kiln.example.com',
      phone: '+886 2 2345 6789',
      preVisitNotes: 'Wear something that may get dirty.\nThe door is on the left.',
    },
    locale: isEnglish ? 'en' : 'zh-TW',
    orderStatus: 'processing',
    paymentStatus,
    payment: {
      method,
      amount: 1200 + (number % 17) * 100,
      currency: 'TWD',
      account: `822-${900_000 + number}`,
      payUrl: `https://pay.example.com/${no}`,
    },
    booker,
    sessions: [session(1), session(2)],
  };
}
