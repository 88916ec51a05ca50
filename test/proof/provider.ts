/** A provider over HTTP that takes a moment to answer, and remembers every request that reached it. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request. */
export interface Arrival {
  readonly key: string;
  readonly path: string;
  /** Name of the process that sent it. */
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface Provider {
  readonly url: string;
  readonly port: number;
  /** Every request, repeats included, in the order they came. */
  readonly arrivals: readonly Arrival[];
  /** What customers got of those sent to `/honouring`, which delivers each key once. */
  readonly delivered: ReadonlyMap<string, number>;
  /** Refuses connections until it is to accept them again; those that are open break. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  close(): Promise<void>;
}

/** `POST /honouring` delivers each key once, however often it comes; `POST /plain` knows no keys. */
export async function openProvider(latency: () => number): Promise<Provider> {
  const arrivals: Arrival[] = [];
  const delivered = new Map<string, number>();
  const server = createServer((request, response) => {
    const key = String(request.headers['idempotency-key']);
    const path = request.url ?? '';
    arrivals.push({ key, path, by: String(request.headers['x-process']), at: Date.now() });
    if (path !== '/honouring' || !delivered.has(key)) delivered.set(key, (delivered.get(key) ?? 0) + 1);
    setTimeout(() => response.end(JSON.stringify({ id: `${arrivals.length}` })), latency());
    drain(request);
  });
  await listening(server, 0);
  // A server that listens on TCP has an address of this kind.
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    arrivals,
    delivered,
    refuse: close,
    accept: () => listening(server, port),
    close,
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
}

function drain(request: IncomingMessage): void {
  request.resume();
}
