/**
 * Carriers: where a parcel of a delivery type can be followed.
 * @module
 */
import type { Helper } from '../../templates/template-set.js';

/** Who delivers, and the page where a parcel is followed; `{number}` stands for its number. */
export interface Carrier {
  readonly name: string;
  readonly url?: string | undefined;
}

/** By the code of the delivery type, as in the shop's own letters (4.2). */
export const standardCarriers: Readonly<Record<string, Carrier>> = {
  'russian-post': { name: 'Почта России', url: 'https://www.pochta.ru/tracking?barcode={number}' },
  ems: { name: 'EMS Почта России', url: 'https://www.pochta.ru/tracking?barcode={number}' },
  'sdek-to-door': { name: 'СДЭК', url: 'https://www.cdek.ru/ru/tracking/?order_id={number}' },
  'sdek-to-point': { name: 'СДЭК', url: 'https://www.cdek.ru/ru/tracking/?order_id={number}' },
  international: { name: 'International', url: 'https://t.17track.net/ru#nums={number}' },
};

/** `carrier deliveryType`: the name of who delivers: that of the table, else that of the delivery type. */
export function carrierHelper(carriers: Readonly<Record<string, Carrier>>): Helper {
  return (_context, deliveryType) => {
    const { code, name } = named(deliveryType);
    // An international parcel changes hands on the way; the type's own name says more.
    return (code === 'international' ? name : undefined) ?? carrierOf(carriers, code)?.name ?? name;
  };
}

/** `trackingLink deliveryType trackNumber`: the page where the parcel is followed; nothing without a number, or where none is known. */
export function trackingLinkHelper(carriers: Readonly<Record<string, Carrier>>): Helper {
  return (_context, deliveryType, trackNumber) => {
    const url = carrierOf(carriers, named(deliveryType).code)?.url;
    if (url === undefined || typeof trackNumber !== 'string' || trackNumber === '') return undefined;
    return url.replaceAll('{number}', encodeURIComponent(trackNumber));
  };
}

function carrierOf(carriers: Readonly<Record<string, Carrier>>, code: string | undefined): Carrier | undefined {
  return code !== undefined && Object.hasOwn(carriers, code) ? carriers[code] : undefined;
}

function named(value: unknown): { readonly code?: string | undefined; readonly name?: string | undefined } {
  // Templates hand over what the schema yields for `deliveryType`: nothing, or an object of these two texts.
  return typeof value === 'object' && value !== null ? (value as { code?: string; name?: string }) : {};
}
