/**
 * A verifier of DKIM signatures by RFC 6376, for `rsa-sha256` and `relaxed/relaxed`, which shares no code with what signs. It reads the
 * mail as it came over the wire, one character for each byte.
 */
import { createHash, createVerify } from 'node:crypto';

/** What a signature says, and whether it is true. */
export interface Verdict {
  readonly isValid: boolean;
  readonly domain: string;
  readonly selector: string;
  /** The headers that it covers, in lower case. */
  readonly covered: readonly string[];
}

export function verifyDkim(raw: string, publicKey: string): Verdict {
  const end = raw.indexOf('\r\n\r\n');
  const fields = raw.slice(0, end).split(/\r\n(?![ \t])/);
  const nameOf = (field: string) => field.slice(0, field.indexOf(':')).trim().toLowerCase();
  const signature = fields.find((field) => nameOf(field) === 'dkim-signature');
  if (signature === undefined) throw new Error('the mail is not signed');
  const tags = new Map(
    signature
      .slice(signature.indexOf(':') + 1)
      .split(';')
      .map((tag) => {
        const [name = '', ...value] = tag.split('=');
        return [name.trim(), value.join('=').replace(/\s+/g, '')];
      }),
  );
  const tag = (name: string) => tags.get(name) ?? '';
  if (tag('v') !== '1' || tag('a') !== 'rsa-sha256' || tag('c') !== 'relaxed/relaxed')
    throw new Error('this verifier knows no other');

  const covered = tag('h').toLowerCase().split(':');
  // Of several headers of one name, signatures take the last first.
  const left = [...fields].reverse();
  const signed = covered.flatMap((name) => {
    const at = left.findIndex((field) => nameOf(field) === name);
    return at < 0 ? [] : left.splice(at, 1).map(relaxedHeader);
  });
  const unsigned = relaxedHeader(signature.replace(/([;\s]b=)[^;]*/, '$1'));
  const header = [...signed, unsigned].join('\r\n');

  const isBody =
    createHash('sha256')
      .update(relaxedBody(raw.slice(end + 4)), 'latin1')
      .digest('base64') === tag('bh');
  const isHeader = createVerify('RSA-SHA256').update(header, 'latin1').verify(publicKey, tag('b'), 'base64');
  return { isValid: isBody && isHeader, domain: tag('d'), selector: tag('s'), covered };
}

function relaxedHeader(field: string): string {
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${field.slice(0, colon).trim().toLowerCase()}:${value}`;
}

function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines.map((line) => `${line}\r\n`).join('');
}
