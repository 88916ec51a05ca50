/**
 * The default alphabet of GSM 03.38, with its extension table.
 * @module
 */

/** The 127 characters of the basic table; the 128th place is the escape, which no text holds. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** Characters of the extension table: each is an escape and a second septet. */
const extension = '\f^{}\\[~]|€';

/**
 * Septets by UTF-16 code unit: 1 in the basic table, 2 in the extension table, 0 or nothing outside both. A table of bytes, because
 * texts are counted while somebody types. National language tables are not in it: a sender cannot count on them.
 */
export const septetsByUnit: Uint8Array = table();

/** Septets of a text; undefined where a character is outside the alphabet, so that the whole text is sent as UCS-2. */
export function septetsOf(text: string): number | undefined {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const size = septetsByUnit[text.charCodeAt(i)];
    if (!size) return undefined;
    sum += size;
  }
  return sum;
}

function table(): Uint8Array {
  // The euro sign is the last of them.
  const sizes = new Uint8Array('€'.charCodeAt(0) + 1);
  for (const char of basic) sizes[char.charCodeAt(0)] = 1;
  for (const char of extension) sizes[char.charCodeAt(0)] = 2;
  return sizes;
}
