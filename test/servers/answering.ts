import { connect } from 'node:net';

/** Resolves when a server takes connections on this port of the machine. Rejects, naming it, when it has not within ten seconds. */
export async function answering(port: number, name: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const socket = connect(port, '127.0.0.1');
    const isUp = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isUp) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${name} does not answer on port ${port}`);
}
