/**
 * The notices by the names of the settings page, and the variables of their SMS.
 * @module
 */
import type { NoticeName } from '../notices.js';

/** Names of the page, without the 信 that some of its headings have behind them, and the rules that they mean. */
export const pageNotices: ReadonlyMap<string, NoticeName> = new Map([
  ['訂購通知', 'order-placed'],
  ['訂購失敗通知', 'order-failed'],
  ['收款成功通知', 'payment-received'],
  ['繳款提醒', 'payment-reminder'],
  ['繳款提醒通知', 'payment-reminder'],
  ['訂購取消通知', 'order-cancelled'],
  ['預約憑證通知', 'booking-voucher'],
  ['預約憑證異動通知', 'voucher-changed'],
  ['預約行前通知', 'pre-visit'],
  ['服務分派通知', 'partner-assigned'],
  ['手機號碼驗證', 'phone-verification'],
  ['優惠券發送', 'coupon-issued'],
  ['優惠券到期', 'coupon-expiring'],
]);

/** Notices that the points are shared with, and that this preset does not send. */
export const otherNotices: ReadonlySet<string> = new Set(['促銷電子報', '購物車未結通知']);

/** The name without spaces and without 信 at its end. */
export function bareName(name: string): string {
  return name.replace(/\s/g, '').replace(/信$/, '');
}

/** Whose texts a notice is among. */
export function lifecycleOf(notice: NoticeName): 'booking' | 'coupon' | 'member' | 'shop' {
  if (notice === 'coupon-issued' || notice === 'coupon-expiring') return 'coupon';
  if (notice === 'phone-verification') return 'member';
  return notice === 'credits-low' ? 'shop' : 'booking';
}

const ofShop = { 商店名稱: '{{shop.name}}', 商店電話: '{{shop.phone}}', 商店網址: '{{shop.url}}' };
const ofBooking = {
  ...ofShop,
  訂單編號: '{{no}}',
  訂單金額: '{{money payment.amount payment.currency}}',
  預訂人: '{{booker.name}}',
  繳費期限: "{{date (paymentDeadline payment.method placedAt) 'short'}}",
  繳費帳號: '{{payment.account}}',
  繳費連結: '{{payment.payUrl}}',
};
const ofCoupon = {
  ...ofShop,
  會員: '{{member.name}}',
  優惠券名稱: '{{#shorten}}{{name}}{{/shorten}}',
  優惠券代碼: '{{code}}',
  開始日: "{{date usableFrom 'short'}}",
  到期日: "{{date expiresOn 'short'}}",
};

/** What the variables of a notice's SMS are in Handlebars; long names may be cut where the SMS would take too many parts. */
export function variablesOf(notice: NoticeName): Readonly<Record<string, string>> {
  if (notice === 'pre-visit')
    return {
      ...ofBooking,
      體驗人: '{{item.participant.name}}',
      服務名稱: '{{#shorten}}{{item.service}}{{/shorten}}',
      服務時間: "{{date item.startsAt 'short'}} {{time item.startsAt}}",
      服務地點: '{{#shorten}}{{item.location}}{{/shorten}}',
    };
  const lifecycle = lifecycleOf(notice);
  if (lifecycle === 'coupon') return ofCoupon;
  return lifecycle === 'member' ? { ...ofShop, 會員: '{{name}}', 驗證碼: '{{payload.code}}' } : ofBooking;
}
