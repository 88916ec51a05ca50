/**
 * What an error of `fetch` says about how far the request came.
 * @module
 */

/** Codes of what happens before a request is written: no address, no connection, no trust in the certificate. */
const beginnings =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|EPROTO|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|SELF_SIGNED_\w+|DEPTH_ZERO_\w+|UNABLE_TO_\w+)$/;

/** There was no connection to write a request to. */
export class NoConnection extends Error {
  readonly code: string;

  constructor(code: string, cause?: unknown) {
    super('no connection', { cause });
    this.code = code;
  }

  static by(error: unknown): NoConnection {
    return error instanceof NoConnection ? error : new NoConnection(codeOf(error) ?? 'NO_CONNECTION', error);
  }
}

/** The code of an error or of what caused it: `ECONNREFUSED`. */
export function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; depth < 5 && typeof at === 'object' && at !== null; depth += 1) {
    if ('code' in at && typeof at.code === 'string' && /^\w+$/.test(at.code)) return at.code;
    at = 'cause' in at ? at.cause : undefined;
  }
  return undefined;
}

/** Whether the provider certainly got nothing. Where the error does not tell, it may have got the request as a whole. */
export function isBeforeRequest(error: unknown): boolean {
  const code = codeOf(error);
  return error instanceof NoConnection || (code !== undefined && beginnings.test(code));
}
