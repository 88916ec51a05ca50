/**
 * `orderbell/presets/waca-booking`: the notices of a Taiwanese booking shop, as WACA Booking sends them (domain 1).
 * @module
 */
export type { NoticeName, NoticeSwitch, NoticeSwitches } from './notices.js';
export { type WacaBooking, wacaBooking } from './preset.js';
export type { DeferredMethod, WacaBookingOptions } from './settings.js';
export {
  importWacaSettings,
  type WacaImportOptions,
  type WacaSettings,
  type WacaText,
} from './settings-page/import-settings.js';
export type { WacaSettingsPage } from './settings-page/page.js';
export type {
  Booking,
  BookingInput,
  Coupon,
  CouponInput,
  Member,
  MemberInput,
  PaymentMethod,
  Session,
  Shop,
  ShopInput,
} from './subjects.js';
export { wacaBookingLocales } from './templates/template-sets.js';
