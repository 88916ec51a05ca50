/**
 * Requests by Node's own client, which takes a quarter of the processor time of the global `fetch`.
 * @module
 */
import {
  type AgentOptions,
  Agent as HttpAgent,
  globalAgent as httpDefaults,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, globalAgent as httpsDefaults, request as httpsRequest } from 'node:https';
import { NoConnection } from './connection-failure.js';
import { type Answer, longestBody, type Sender } from './sender.js';

/** Milliseconds until a connection has to stand. */
const connectWithin = 10_000;
/** Milliseconds that a connection nobody uses stays open, where the gateway does not close it sooner: servers give theirs five seconds. */
const idleFor = 4_000;

/** Sends by connections that stay open for the next request, and keep no process alive. A proxy that the process is told to use is used. */
export function nodeSender(): Sender {
  const open = { keepAlive: true, timeout: idleFor };
  let http: HttpAgent | undefined;
  let https: HttpsAgent | undefined;
  return ({ url, method, headers, body }, deadline) =>
    new Promise((resolve, reject) => {
      const given = { method, headers: { 'accept-encoding': 'identity', ...headers, ...lengthOf(body) } };
      const isSecure = url.startsWith('https:');
      if (isSecure) https ??= new HttpsAgent({ ...httpsDefaults.options, ...open });
      else http ??= new HttpAgent({ ...optionsOf(httpDefaults), ...open });
      const request = isSecure ? httpsRequest(url, { ...given, agent: https }) : httpRequest(url, { ...given, agent: http });
      let isConnected = false;
      request.once('socket', (socket) => {
        isConnected = request.reusedSocket;
        if (isConnected) return;
        const late = setTimeout(() => request.destroy(new NoConnection('CONNECT_TIMEOUT')), connectWithin);
        request.once('close', () => clearTimeout(late));
        socket.once(isSecure ? 'secureConnect' : 'connect', () => {
          clearTimeout(late);
          isConnected = true;
        });
      });
      // Once the answer has begun, its body tells.
      request.once('response', (response) => resolve(answerOf(response)));
      request.on('error', (error) => reject(isConnected ? error : NoConnection.by(error)));
      deadline.onOver((reason) => {
        reject(reason);
        request.destroy(reason);
      });
      request.end(body);
    });
}

/** Agents have them, although the types do not say so. */
function optionsOf(agent: HttpAgent & { readonly options?: AgentOptions }): AgentOptions | undefined {
  return agent.options;
}

function lengthOf(body: string | undefined): Readonly<Record<string, string>> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

function answerOf(response: IncomingMessage): Answer {
  const { statusCode: status = 0, headers } = response;
  const text = textOf(response);
  // It may break off before anybody asks for it.
  text.catch(() => undefined);
  return {
    status,
    header: (name) => headers[name]?.toString() ?? null,
    text: () => text,
    // Where all of it has come the connection serves the next request.
    drop: () => {
      if (!response.complete) response.destroy();
    },
  };
}

function textOf(response: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    response.on('data', (piece: Buffer) => {
      bytes += piece.length;
      pieces.push(piece);
      if (bytes <= longestBody) return;
      resolve(undefined);
      response.destroy();
    });
    response.on('end', () => resolve(decoder.decode(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces))));
    response.on('error', reject);
    response.on('close', () => {
      if (!response.readableEnded) reject(new Error('the connection was closed'));
    });
  });
}

const decoder = new TextDecoder();
