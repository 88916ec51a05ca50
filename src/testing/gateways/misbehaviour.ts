/**
 * What gateways do on bad days.
 * @module
 */
import type { ServerResponse } from 'node:http';
import type { Misbehaviour } from './gateway.js';
import type { GatewayReply, GatewayRequest } from './protocol.js';

/** Answers in a wrong way: yields what to write, or nothing where it deals with the response itself. */
export type Disturbance = (
  request: GatewayRequest,
  response: ServerResponse,
  answer: () => GatewayReply,
) => GatewayReply | undefined;

const page = '<!DOCTYPE html><html><head><style>p { color: red }</style></head><body><h1>Under maintenance</h1></body></html>';

/** Each misbehaviour that has a name. */
export const disturbances: { readonly [Name in Extract<Misbehaviour, string>]: Disturbance } = {
  html: () => ({ status: 200, body: page }),
  echo: ({ body, headers, path }) => ({ status: 200, body: `<pre>${path} ${JSON.stringify(headers)} ${body}</pre>` }),
  empty: () => ({ status: 200, body: '' }),
  broken: () => ({ status: 200, body: '{"code":"000' }),
  redirect: () => ({ status: 307, headers: { location: 'http://other.example/' }, body: '' }),
  'drop-before': (_, response) => {
    response.destroy();
    return undefined;
  },
  'drop-after': (_, response, answer) => {
    answer();
    response.destroy();
    return undefined;
  },
  hang: (_, __, answer) => {
    answer();
    return undefined;
  },
  drip: (_, response, answer) => {
    answer();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
    const timer = setInterval(() => response.write(' '), 5);
    response.on('close', () => clearInterval(timer));
    return undefined;
  },
  endless: (_, response, answer) => {
    answer();
    response.writeHead(200, { 'content-type': 'application/json' });
    const pour = () => {
      while (response.write(' '.repeat(16_384)));
    };
    response.on('drain', pour);
    pour();
    return undefined;
  },
};
