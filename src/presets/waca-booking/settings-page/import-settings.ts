/**
 * The settings page of WACA Booking, turned into options of the preset, a choice of provider, and the merchant's texts.
 * @module
 */
import { OrderbellError, unknownName } from '../../../core/errors.js';
import { type ImportFile, type ImportOptions, imported, readPart, type Skipped } from '../../shared/importing.js';
import { type NoticeName, type NoticeSwitch, noticeChannels } from '../notices.js';
import { type WacaBooking, wacaBooking } from '../preset.js';
import { type DeferredMethod, settle, type WacaBookingOptions } from '../settings.js';
import { type Page, type PageRow, pageSchema } from './page.js';
import { bareName, lifecycleOf, otherNotices, pageNotices } from './page-notices.js';
import { notesText, smsText, type TextCheck } from './sms-text.js';

/** How {@link importWacaSettings} may be called. */
export interface WacaImportOptions extends ImportOptions {
  /** Hosts that links in texts may lead to, as in the notifier's option `texts`; none unless told otherwise. */
  readonly allowedHosts?: readonly string[] | undefined;
}

/** A text that the merchant has written: what `notifier.texts.save(site, text)` takes. */
export type WacaText = { readonly locale: 'zh-TW'; readonly text: string } & (
  | { readonly lifecycle: 'booking' | 'coupon' | 'member' | 'shop'; readonly template: NoticeName; readonly channel: 'sms' }
  | { readonly lifecycle: 'booking'; readonly slot: 'preVisitNotes' }
);

/** What a settings page says: data for the notifier, and the preset made with them. */
export interface WacaSettings extends WacaBooking, Skipped {
  /** What the preset is made with, where that is not its defaults. */
  readonly options: WacaBookingOptions;
  /** What the shop is known by: its number, or its name. */
  readonly site: string;
  /** The notifier's option `sites`: the provider that the shop has chosen, by the name of its transport. */
  readonly sites: Readonly<Record<string, { readonly transports: { readonly sms: 'smartdove' | 'twsms' } }>>;
  /** What the merchant has written. Save them once; from then on they can be edited. */
  readonly texts: readonly WacaText[];
}

const methods: Readonly<Record<string, DeferredMethod>> = {
  轉帳匯款: 'bank-transfer',
  'PayNow ATM 虛擬帳號': 'paynow-atm',
  四大超商條碼: 'cvs-barcode',
  'IBON 代碼': 'ibon',
  'Famiport 代碼': 'famiport',
};

const providers = { SMARTDOVE: 'smartdove', 台灣簡訊: 'twsms' } as const;

/**
 * Reads the settings page of a shop. All or nothing: throws one `OrderbellError` with code `invalid-import` that lists every mistake
 * with its place: names that the page does not have, two rows for one notice, a notice that never goes this way, variables that do not
 * exist, and texts that merchants may not write. With `skip`, rows of notices that the preset does not send are left out and listed.
 *
 * @example
 * const { rules, templates, enabled, sites, site, texts } = importWacaSettings(JSON.parse(page));
 * const notifier = createNotifier({ rules, templates, enabled, sites, texts: {}, transports, store, signals });
 * for (const text of texts) await notifier.texts.save(site, text);
 */
export function importWacaSettings(input: unknown, { allowedHosts = [], ...given }: WacaImportOptions = {}): WacaSettings {
  const read = imported('the settings page', given, (file) => {
    const page = readPart(pageSchema, input, '', file);
    return page === undefined ? nothing : settingsOf(page, file, allowedHosts);
  });
  return { ...wacaBooking(read.options), ...read };
}

type Read = Omit<WacaSettings, keyof WacaBooking | keyof Skipped>;

/** Stands for a page that cannot be read, which is thrown. */
const nothing: Read = { options: {}, site: '', sites: {}, texts: [] };

function settingsOf(page: Page, file: ImportFile, allowedHosts: readonly string[]): Read {
  const { 商店: shop, 簡訊提醒: sms } = page;
  const site = shop.編號 ?? shop.名稱;
  const check = { preset: wacaBooking(), locale: 'zh-TW', allowedHosts };
  const rows = [
    ...rowsOf('email', page.訂單通知信 ?? [], '訂單通知信', file, check),
    ...rowsOf('sms', sms?.簡訊內容 ?? [], '簡訊提醒.簡訊內容', file, check),
  ];
  const notices: Partial<Record<NoticeName, Exclude<NoticeSwitch, boolean>>> = {};
  for (const { notice, channel, isOn } of rows) if (!isOn) notices[notice] = { ...notices[notice], [channel]: false };
  return {
    options: {
      ...timesOf(page, file),
      ...(sms?.啟用 === false && { smsEnabled: false }),
      ...(Object.keys(notices).length > 0 && { notices }),
    },
    site,
    sites: sms?.簡訊服務 === undefined ? {} : { [site]: { transports: { sms: providers[sms.簡訊服務] } } },
    texts: rows.flatMap(({ texts }) => texts),
  };
}

interface ReadRow {
  readonly notice: NoticeName;
  readonly channel: 'email' | 'sms';
  readonly isOn: boolean;
  readonly texts: readonly WacaText[];
}

/** The rows of one list. Two rows for one notice would each say something else: that is a mistake. */
function rowsOf(
  channel: 'email' | 'sms',
  list: readonly PageRow[],
  place: string,
  file: ImportFile,
  check: Omit<TextCheck, 'notes'>,
): readonly ReadRow[] {
  const seen = new Map<NoticeName, string>();
  return list.flatMap((row, index) => {
    const at = `${place}[${index}]`;
    const read = file.entry((notes) => {
      const notice = noticeOf(row, channel, `${at}.通知`, notes);
      if (notice === undefined) return undefined;
      const first = seen.get(notice);
      const twice = `'${row.通知}' has a row already, ${first}. Leave one of them.`;
      if (first !== undefined) notes.mistake('duplicate-name', `${at}.通知`, twice);
      seen.set(notice, first ?? at);
      return { notice, channel, isOn: row.發送 ?? true, texts: textsOf(row, notice, at, { ...check, notes }) };
    });
    return read === undefined ? [] : [read];
  });
}

function noticeOf(
  { 通知: name }: PageRow,
  channel: 'email' | 'sms',
  place: string,
  { mistake, untranslatable }: Pick<ImportFile, 'mistake' | 'untranslatable'>,
): NoticeName | undefined {
  const bare = bareName(name);
  const notice = pageNotices.get(bare);
  if (otherNotices.has(bare)) {
    untranslatable(place, `'${name}' is not among the notices of this preset. Send it by a rule of your own.`);
    return undefined;
  }
  if (notice === undefined) {
    mistake('unknown-rule', place, unknownName('notice', name, [...pageNotices.keys()]));
    return undefined;
  }
  const channels: readonly string[] = noticeChannels[notice];
  if (channels.includes(channel)) return notice;
  const [sent, asked] = channel === 'sms' ? ['e-mail', 'SMS'] : ['SMS', 'e-mail'];
  mistake('unknown-channel', place, `'${name}' goes by ${sent} alone, so as ${asked} it could never be sent. Leave the row out.`);
  return undefined;
}

function textsOf(row: PageRow, notice: NoticeName, place: string, check: TextCheck): readonly WacaText[] {
  if ('行前注意事項' in row && row.行前注意事項 !== undefined) {
    const at = `${place}.行前注意事項`;
    const alone = `only 預約行前通知信 has notes of the merchant; '${row.通知}' has none.`;
    if (notice !== 'pre-visit') check.notes.mistake('invalid-value', at, alone);
    return [{ lifecycle: 'booking', slot: 'preVisitNotes', locale: 'zh-TW', text: notesText(row.行前注意事項, at, check) }];
  }
  // Of an e-mail there is no 內容: its schema refuses it.
  if (typeof row.內容 !== 'string') return [];
  const text = smsText(row.內容, notice, `${place}.內容`, check);
  return [{ lifecycle: lifecycleOf(notice), template: notice, channel: 'sms', locale: 'zh-TW', text }];
}

/** The numbers of days and times of day. What does not fit together is told in the words of the page. */
function timesOf(page: Page, { mistake }: ImportFile): WacaBookingOptions {
  const { 時間: reminderAt, ...reminders } = page.繳款提醒 ?? {};
  const { 預約行前通知: visit, 優惠券: coupon } = page;
  const options: WacaBookingOptions = {
    ...(page.繳款提醒 && Object.keys(reminders).length > 0 && { reminderDay: daysOf(reminders) }),
    ...(page.繳費期限 && { deadlineDay: daysOf(page.繳費期限) }),
    ...(reminderAt !== undefined && { reminderAt }),
    ...(visit?.天數 !== undefined && { preVisitDays: visit.天數 }),
    ...(visit?.時間 !== undefined && { preVisitAt: visit.時間 }),
    ...(coupon?.時間 !== undefined && { couponAt: coupon.時間 }),
    ...(coupon?.到期前天數 !== undefined && { couponExpiryDays: coupon.到期前天數 }),
  };
  try {
    settle(options);
  } catch (error) {
    if (!(error instanceof OrderbellError)) throw error;
    for (const { code, place, message } of error.problems)
      mistake(code, pagePlace(place), message.replace('reminderDay', '繳款提醒'));
  }
  return options;
}

function daysOf(given: Readonly<Record<string, number | undefined>>): Partial<Record<DeferredMethod, number>> {
  const days: Partial<Record<DeferredMethod, number>> = {};
  for (const [name, method] of Object.entries(methods)) {
    const count = given[name];
    if (count !== undefined) days[method] = count;
  }
  return days;
}

/** Where an option stands on the page: `options.deadlineDay.ibon` is `繳費期限.IBON 代碼`. */
function pagePlace(place: string): string {
  const [, option, method] = place.split('.');
  const fields: Readonly<Record<string, string>> = {
    reminderDay: '繳款提醒',
    deadlineDay: '繳費期限',
    couponExpiryDays: '優惠券.到期前天數',
  };
  const name = Object.entries(methods).find(([, own]) => own === method)?.[0];
  return [fields[option ?? ''] ?? place, ...(name === undefined ? [] : [name])].join('.');
}
