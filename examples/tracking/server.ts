/**
 * The server of the tracking page: `node:http` and nothing else.
 * @module
 */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Notifier } from 'orderbell';
import type { B2cpl, Order, Return } from 'orderbell/presets/b2cpl';
import { type Tracked, trackedBy } from './link.js';
import { notFoundPage, styleSource, trackingPage } from './page.js';

/** What the server needs. */
export interface TrackingServerOptions<Tx> {
  readonly notifier: Notifier<Tx>;
  readonly lifecycles: B2cpl['lifecycles'];
  /** Your orders and returns by number, as your database has them now. */
  readonly find: {
    readonly order: (no: string) => Promise<Order | undefined>;
    readonly return: (no: string) => Promise<Return | undefined>;
  };
  /** What links are signed with. Whoever knows it can see every order. */
  readonly secret: string;
  /** Told of what went wrong; the visitor is not. */
  readonly onError: (error: unknown) => void;
}

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src ${styleSource}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  // The address is what lets somebody in: it goes to no other site, and no cache and no search engine keeps it.
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
};

/** A server that shows each receiver their own page, and nothing to anybody else. */
export function createTrackingServer<Tx>(options: TrackingServerOptions<Tx>): Server {
  return createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const [path = ''] = (request.url ?? '').split('?');
    const tracked = trackedBy(path, options.secret);
    (tracked === undefined ? Promise.resolve(undefined) : pageOf(tracked, options))
      .then((page) => answer(response, page === undefined ? 404 : 200, page ?? notFoundPage()))
      .catch((error: unknown) => {
        options.onError(error);
        answer(response, 500, '');
      });
  });
}

async function pageOf<Tx>(
  { kind, no }: Tracked,
  { notifier, lifecycles, find }: TrackingServerOptions<Tx>,
): Promise<string | undefined> {
  if (kind === 'order') {
    const parcel = await find.order(no);
    if (parcel === undefined) return undefined;
    const { locale } = parcel;
    return trackingPage({
      kind,
      parcel,
      messages: await notifier.customerHistory(lifecycles.order, no, { locale, planned: true }),
    });
  }
  const parcel = await find.return(no);
  if (parcel === undefined) return undefined;
  const { locale } = parcel;
  return trackingPage({
    kind,
    parcel,
    messages: await notifier.customerHistory(lifecycles.return, no, { locale, planned: true }),
  });
}

/** A server answers a HEAD request without the body by itself. */
function answer(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, headers).end(page);
}
