import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can hang, as a network does: nothing is refused, and nothing arrives. */
export interface TcpProxy {
  readonly port: number;
  /** From now on nothing is forwarded; connections are still accepted. */
  hang(): void;
  /** What was held up goes on. */
  resume(): void;
  /** What was held up is lost: all connections are reset, and new ones work. */
  reset(): void;
  close(): Promise<void>;
}

/** Forwards to a port of this machine. */
export async function openTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isHanging = false;
  const take = (socket: Socket, other: Socket) => {
    sockets.add(socket);
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
    socket.on('data', (data) => other.write(data));
    socket.on('end', () => other.end());
    if (isHanging) socket.pause();
  };
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
    take(near, far);
    take(far, near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server on a port has no port');
  return {
    port: address.port,
    hang() {
      isHanging = true;
      for (const socket of sockets) socket.pause();
    },
    resume() {
      isHanging = false;
      for (const socket of sockets) socket.resume();
    },
    reset() {
      isHanging = false;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
