/**
 * The server of a local gateway.
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { GatewayBook } from './book.js';
import type { Gateway, GatewayName, Misbehaviour } from './gateway.js';
import { type Disturbance, disturbances } from './misbehaviour.js';
import type { GatewayReply, GatewayRequest } from './protocol.js';
import { protocols } from './protocols.js';

/** Serves a provider on a free port of the loopback interface. */
export async function serve<Name extends GatewayName>(name: Name, balance: number): Promise<Gateway<Name>> {
  const protocol = protocols[name];
  const book = new GatewayBook(balance);
  const requests: GatewayRequest[] = [];
  const planned: Misbehaviour[] = [];
  const server = createServer((incoming, response) => {
    read(incoming).then(
      (request) => {
        requests.push(request);
        const next = planned.shift();
        const answer = () => protocol.answer(request, book);
        if (next === undefined) write(response, answer());
        else if (typeof next === 'string') disturbed(disturbances[next], request, response, answer);
        else write(response, 'code' in next ? protocol.refusal(next.code) : { body: '', ...next });
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    options: protocol.options(`http://127.0.0.1:${port}`),
    messages: book.messages,
    requests,
    get balance() {
      return book.balance;
    },
    misbehave: (how, times = 1) => {
      for (let time = 0; time < times; time += 1) planned.push(how);
    },
    setState: (id, word) => {
      book.states.set(id, word);
    },
    setBalance: (left) => {
      book.balance = left;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function disturbed(disturb: Disturbance, request: GatewayRequest, response: ServerResponse, answer: () => GatewayReply): void {
  const reply = disturb(request, response, answer);
  if (reply !== undefined) write(response, reply);
}

async function read(incoming: IncomingMessage): Promise<GatewayRequest> {
  const { method = '', url = '', headers } = incoming;
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const single = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]);
  return { method, path: url, headers: Object.fromEntries(single), body: Buffer.concat(chunks).toString('utf8') };
}

function write(response: ServerResponse, { status, headers, body }: GatewayReply): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json',
    ...headers,
  });
  response.end(text);
}
