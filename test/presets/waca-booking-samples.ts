/**
 * Builders of sample subjects of the waca-booking preset.
 */
import type { BookingInput, CouponInput, MemberInput } from '../../src/presets/waca-booking/index.js';

type Session = BookingInput['sessions'][number];

export const aShop: BookingInput['shop'] = {
  name: '小日子陶藝工作室',
  timeZone: 'Asia/Taipei',
  url: 'https://xiaorizi.example',
  email: 'hello@xiaorizi.example',
  phone: '02-2345-6789',
  preVisitNotes: '請穿著方便活動的衣服。\n請修短指甲。',
};

export const mei = { id: 'C-7', name: '林美玲', email: 'meiling@example.com', phone: '0912-345-678' };
export const ann = { id: 'C-11', name: '陳安安', email: 'ann@example.com', phone: '0922-111-222' };

export function aSession(changes: Partial<Session> = {}): Session {
  return {
    no: 'S1',
    service: '手拉坯體驗',
    startsAt: '2026-03-14T14:00:00+08:00',
    location: '台北市大同區迪化街一段 10 號',
    price: 1200,
    quantity: 2,
    status: 'accepted',
    participant: ann,
    ...changes,
  };
}

/** A booking placed on 2026-03-02 at 11:00 in Taipei. */
export function aBooking(
  changes: Omit<Partial<BookingInput>, 'payment'> & { payment?: Partial<BookingInput['payment']> } = {},
): BookingInput {
  const { payment, ...others } = changes;
  return {
    no: 'WB20260302-0042',
    placedAt: '2026-03-02T11:00:00+08:00',
    shop: aShop,
    orderStatus: 'processing',
    paymentStatus: 'unpaid',
    payment: { method: 'bank-transfer', amount: 2400, account: '玉山銀行 808-0123456789012', ...payment },
    booker: mei,
    sessions: [aSession()],
    ...others,
  };
}

export function aCoupon(changes: Partial<CouponInput> = {}): CouponInput {
  return {
    code: 'XR-8K2M-77',
    name: '生日禮券',
    issuedOn: '2026-03-02',
    expiresOn: '2026-03-31',
    shop: aShop,
    member: mei,
    ...changes,
  };
}

export function aMember(changes: Partial<MemberInput> = {}): MemberInput {
  return { id: 'M-1', name: '林美玲', phone: '0912-345-678', shop: aShop, ...changes };
}
