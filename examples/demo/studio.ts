/**
 * The studio: its customers, its potters and what they book.
 * @module
 */
import type { Contact } from 'orderbell';
import type { BookingInput, CouponInput, MemberInput } from 'orderbell/presets/waca-booking';

/** The zone of the studio; every time in the demo is local to it. */
export const zone = 'Asia/Taipei';

const shop = {
  name: '小窯陶藝 Little Kiln',
  timeZone: zone,
  url: 'https://little-kiln.example.com',
  email: 'hello@little-kiln.example.com',
  phone: '+886 2 2345 6789',
  preVisitNotes: '請穿可以弄髒的衣服。Please wear something that may get dirty.\n工作室在二樓 · We are on the second floor.',
};

/** An instant of the demo's March or February: `on('03-07', '14:00')`. */
export function on(day: string, time: string): string {
  return `2026-${day}T${time}:00+08:00`;
}

/** The people of the demo. */
export const people = {
  yijun: { name: '林怡君', email: 'yijun@example.com', phone: '+886 912 000 001' },
  boyu: { name: '陳柏宇', email: 'boyu@example.com', phone: '+886 912 000 002' },
  emma: { name: 'Emma Carter', email: 'emma@example.com', phone: '+44 7700 900 003', locale: 'en' },
  mia: { name: 'Mia Carter', phone: '+44 7700 900 004', locale: 'en' },
  xiaoming: { name: '王小明', email: 'xiaoming@example.com', phone: '+886 912 000 005' },
  zhiwei: { name: '黃志偉', email: 'zhiwei@example.com', phone: '+886 912 000 006' },
  sofia: { name: 'Sofia Rossi', email: 'sofia@example.com', phone: '+39 320 000 0007', locale: 'en' },
  yating: { name: '張雅婷', email: 'yating@example.com', phone: '+886 912 000 008' },
  ken: { name: 'Ken Sato', email: 'ken@example.com', locale: 'en' },
  meiling: { name: '吳美玲', email: 'meiling@example.com', phone: '+886 912 000 009' },
  hana: { name: 'Hana（陶藝師）', email: 'hana@little-kiln.example.com' },
} satisfies Readonly<Record<string, Contact & { readonly name: string }>>;

type Person = (typeof people)[keyof typeof people];
type Session = BookingInput['sessions'][number];

function session(no: string, service: string, startsAt: string, participant: Person): Session {
  return { no, service, startsAt, location: '二樓 A 教室', price: 1200, status: 'pending', participant };
}

function order(
  no: string,
  placedAt: string,
  booker: Person,
  payment: Pick<BookingInput['payment'], 'method' | 'account' | 'payUrl'>,
  sessions: readonly Session[],
): BookingInput {
  return {
    no,
    placedAt,
    shop,
    locale: 'locale' in booker ? booker.locale : 'zh-TW',
    orderStatus: 'processing',
    paymentStatus: 'unpaid',
    payment: { ...payment, amount: sessions.length * 1200 },
    booker,
    sessions: [...sessions],
  };
}

const { yijun, boyu, emma, mia, xiaoming, zhiwei, sofia, yating, ken, meiling } = people;

/** What is booked, by order number. */
export const orders = {
  'B-1001': order('B-1001', on('02-27', '11:20'), yijun, { method: 'bank-transfer', account: '822-000-111-222' }, [
    session('S-1', '拉坯體驗', on('03-07', '14:00'), yijun),
    session('S-2', '拉坯體驗', on('03-07', '14:00'), boyu),
  ]),
  'B-1002': order('B-1002', on('03-02', '10:05'), emma, { method: 'card' }, [
    session('S-1', 'Wheel throwing', on('03-04', '15:00'), emma),
    session('S-2', 'Wheel throwing, junior', on('03-04', '15:00'), mia),
  ]),
  'B-1003': order('B-1003', on('03-02', '13:00'), xiaoming, { method: 'on-site' }, [
    session('S-1', '上釉課', on('03-10', '10:00'), xiaoming),
  ]),
  'B-1004': order('B-1004', on('02-28', '21:40'), zhiwei, { method: 'paynow-atm', account: '9103-522-850-123-456' }, [
    session('S-1', '手捏陶', on('03-08', '10:30'), zhiwei),
  ]),
  'B-1005': order('B-1005', on('03-01', '16:00'), sofia, { method: 'ibon', account: 'LK26030105' }, [
    session('S-1', 'Hand building', on('03-09', '11:00'), sofia),
  ]),
  'B-1006': order('B-1006', on('03-05', '19:00'), yating, { method: 'card' }, [
    session('S-1', '拉坯體驗', on('03-06', '10:30'), yating),
  ]),
  'B-1007': order('B-1007', on('03-06', '12:00'), ken, { method: 'card' }, [
    session('S-1', 'Wheel throwing', on('03-14', '15:00'), ken),
  ]),
  'B-1008': order('B-1008', on('03-04', '09:45'), meiling, { method: 'cvs-barcode', payUrl: 'https://pay.example.com/B-1008' }, [
    session('S-1', '手捏陶', on('03-12', '14:00'), meiling),
  ]),
} satisfies Readonly<Record<string, BookingInput>>;

/** The number of an order. */
export type OrderNo = keyof typeof orders;

/** The coupons that are issued. */
export const coupons: Readonly<Record<string, CouponInput>> = {
  'SPRING-21': { code: 'SPRING-21', name: '春日九折券', issuedOn: '2026-03-02', expiresOn: '2026-03-15', shop, member: yijun },
  'HELLO-22': {
    code: 'HELLO-22',
    name: 'Welcome: a free glaze',
    issuedOn: '2026-03-04',
    expiresOn: '2026-03-08',
    shop,
    member: emma,
  },
};

/** The member who signs up. */
export const newMember: MemberInput = { id: 'M-31', name: yating.name, phone: yating.phone, shop };
