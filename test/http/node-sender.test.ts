import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createClient } from '../../src/http/client.js';

const servers: { readonly server: Server; readonly sockets: Set<Socket> }[] = [];

afterEach(async () => {
  for (const { server, sockets } of servers.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  }
});

/** A server on this machine, and how many connections were made to it. */
async function listening(server: Server) {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  servers.push({ server, sockets });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // Of a server that listens on a port.
  const { port } = server.address() as AddressInfo;
  return { port, connections: () => connections };
}

async function gateway(answer: RequestListener) {
  const { port, connections } = await listening(createHttpServer(answer));
  const client = clientFor(`http://127.0.0.1:${port}`);
  return { client, connections };
}

function clientFor(baseUrl: string, timeout = 20_000) {
  return createClient({ name: 'gateway', baseUrl, secrets: [], timeout });
}

const call = { method: 'POST', path: '/send', body: '{"text":"晚安"}', hidden: [], isRepeatable: false } as const;

describe("Node's own client", () => {
  test('sends the whole request, and asks for an answer that is not compressed', async () => {
    const seen: unknown[] = [];
    const { client } = await gateway((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece) => {
        body += piece;
      });
      request.on('end', () => {
        const { accept, 'accept-encoding': encoding, 'user-agent': agent, 'content-length': length } = request.headers;
        seen.push([request.method, request.url, accept, encoding, agent, length, body]);
        response.end('{"id":7}');
      });
    });
    expect((await client(call)).text('id')).toBe('7');
    expect(seen).toEqual([['POST', '/send', 'application/json', 'identity', 'orderbell', '17', call.body]]);
  });

  test('keeps a connection for the next request, also where only the status was wanted', async () => {
    const { client, connections } = await gateway((request, response) => {
      request.resume().on('end', () => response.end('{"id":7}'));
    });
    for (const isAnsweredByStatus of [false, true, false]) await client({ ...call, isAnsweredByStatus });
    expect(connections()).toBe(1);
  });

  test('takes as many connections as there are requests under way', async () => {
    const waiting: (() => void)[] = [];
    const { client, connections } = await gateway((request, response) => {
      request.resume();
      waiting.push(() => response.end('{}'));
      if (waiting.length === 20) for (const answer of waiting) answer();
    });
    await Promise.all(Array.from({ length: 20 }, () => client(call)));
    expect(connections()).toBe(20);
  });

  test('reads an answer that comes in pieces, cut through a character, with a mark at its beginning', async () => {
    const bytes = Buffer.from('\uFEFF{"said":"好"}');
    const { client } = await gateway((request, response) => {
      request.resume().on('end', () => {
        response.write(bytes.subarray(0, 13));
        setImmediate(() => response.end(bytes.subarray(13)));
      });
    });
    expect((await client(call)).text('said')).toBe('好');
  });

  test('has handed over nothing where nobody listens', async () => {
    const { port } = await listening(createServer());
    for (const { server } of servers.splice(0)) await new Promise((done) => server.close(done));
    await expect(clientFor(`http://127.0.0.1:${port}`)(call)).rejects.toMatchObject({
      code: 'delivery-retryable',
      message: 'gateway: no connection (ECONNREFUSED).',
    });
  });

  test('has handed over nothing where the connection ends before it is secure', async () => {
    const { port } = await listening(createServer((socket) => socket.once('data', () => socket.destroy())));
    await expect(clientFor(`https://127.0.0.1:${port}`)(call)).rejects.toMatchObject({
      code: 'delivery-retryable',
      message: 'gateway: no connection (ECONNRESET).',
    });
  });

  test('may have handed over what was cut off after it: on a new connection, and on one that had served before', async () => {
    let answered = 0;
    const { client, connections } = await gateway((request, response) => {
      request.resume().on('end', () => {
        answered += 1;
        if (answered === 2) response.end('{}');
        else request.socket.destroy();
      });
    });
    const lost = { code: 'delivery-unknown', message: expect.stringContaining('the connection was lost (ECONNRESET)') };
    await expect(client(call)).rejects.toMatchObject(lost);
    await client(call);
    await expect(client(call)).rejects.toMatchObject(lost);
    expect(connections()).toBe(2);
  });

  test('gives up at the time limit, before the answer begins and within it', async () => {
    const { port } = await listening(
      createHttpServer((request, response) => {
        request.resume();
        if (request.url === '/send') response.flushHeaders();
      }),
    );
    const client = clientFor(`http://127.0.0.1:${port}`, 50);
    const late = { code: 'delivery-unknown', message: expect.stringContaining('no answer within 50 ms') };
    await expect(client(call)).rejects.toMatchObject(late);
    await expect(client({ ...call, path: '/silent' })).rejects.toMatchObject(late);
  });

  test('ends when nobody waits any more', async () => {
    const { client } = await gateway((request) => request.resume());
    const controller = new AbortController();
    const sending = client({ ...call, abort: controller.signal });
    setImmediate(() => controller.abort());
    await expect(sending).rejects.toMatchObject({ code: 'delivery-unknown' });
  });
});
