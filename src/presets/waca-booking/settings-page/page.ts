/**
 * The settings page of WACA Booking as JSON: its fields have the names that the page shows to the merchant.
 * @module
 */
import { z } from 'zod';
import { isWallTime } from '../../../core/calendar.js';

const flag = z.boolean('Expected true or false.');
const text = z.string('Expected a text.');
const time = z
  .string("Expected a local time such as '15:00'.")
  .refine((value) => /^\d\d:\d\d$/.test(value) && isWallTime(value), "Expected a local time such as '15:00'.");

/** A number of days, as a number or as the page writes it: `2`, `'N+2'`, `'N+2 天'`. */
const days = z.union([z.number(), z.string()], 'Expected a number of days such as 2, or N+2.').transform((value, context) => {
  const count = typeof value === 'number' ? value : Number(/^\s*N\s*[+＋]\s*(\d{1,3})\s*天?\s*$/i.exec(value)?.[1] ?? Number.NaN);
  if (Number.isInteger(count) && count >= 0 && count <= 366) return count;
  context.addIssue({ code: 'custom', message: 'Expected a whole number of days from 0 to 366 such as 2, or N+2.' });
  return z.NEVER;
});

/** The methods that are paid later than the order is placed; days are counted from N, the day of the order. */
const byMethod = z.strictObject({
  轉帳匯款: days.optional(),
  'PayNow ATM 虛擬帳號': days.optional(),
  四大超商條碼: days.optional(),
  'IBON 代碼': days.optional(),
  'Famiport 代碼': days.optional(),
});

const fixed = z.never(
  'The content of e-mails is the system’s own (1.b1): of the merchant there are the notes before the visit, 行前注意事項, alone.',
);

/** A row of 訂單通知信. */
const mail = z.strictObject({
  /** The name of the notice: 訂購通知信. */
  通知: text,
  /** Whether it is sent; it is unless told otherwise. */
  發送: flag.optional(),
  /** The notes before the visit, of 預約行前通知信 alone. */
  行前注意事項: text.optional(),
  標題: fixed.optional(),
  內容: fixed.optional(),
});

/** A row of 簡訊內容. */
const sms = z.strictObject({
  /** The name of the notice: 訂購通知. */
  通知: text,
  /** Whether it is sent; it is unless told otherwise. */
  發送: flag.optional(),
  /** The merchant's own text, with variables in braces: 訂單{訂單編號}已收到. */
  內容: text.optional(),
});

/** The page of one shop. Whatever is left out is as the system has it. */
export const pageSchema = z.strictObject(
  {
    商店: z.strictObject(
      {
        /** What the shop is known by in your data (`shop.id`); its name where it has none. */
        編號: text.min(1).optional(),
        名稱: text.min(1, 'Expected the name of the shop.'),
      },
      'Expected the shop, such as { "名稱": "小日子陶藝工作室" }.',
    ),
    /** The e-mails. */
    訂單通知信: z.array(mail, 'Expected a list of rows such as { "通知": "訂購通知信" }.').optional(),
    /** 商店設定 ➜ 簡訊提醒. */
    簡訊提醒: z
      .strictObject({
        /** The switch of the shop. */
        啟用: flag.optional(),
        /** The provider. */
        簡訊服務: z.enum(['SMARTDOVE', '台灣簡訊'], 'Expected SMARTDOVE or 台灣簡訊.').optional(),
        簡訊內容: z.array(sms, 'Expected a list of rows such as { "通知": "訂購通知" }.').optional(),
      })
      .optional(),
    /** When an unpaid order is reminded of: N+2. */
    繳款提醒: byMethod.extend({ 時間: time.optional() }).optional(),
    /** The last day of payment: N+3. Given alone it moves the reminder to the day before. */
    繳費期限: byMethod.optional(),
    /** How many days ahead, and at what time. */
    預約行前通知: z.strictObject({ 天數: days.optional(), 時間: time.optional() }).optional(),
    優惠券: z.strictObject({ 時間: time.optional(), 到期前天數: days.optional() }).optional(),
  },
  'Expected the settings of a shop.',
);

/** The page as it is read. */
export type Page = z.output<typeof pageSchema>;
/** The page as it is written. */
export type WacaSettingsPage = z.input<typeof pageSchema>;

/** A row of either list. */
export type PageRow = NonNullable<Page['訂單通知信']>[number] | NonNullable<NonNullable<Page['簡訊提醒']>['簡訊內容']>[number];
