import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect } from 'vitest';

/** Kinds of resources, besides timers, that keep a process alive and that a test could leave open. */
const watched = new Set(['TCPServerWrap', 'TCPSocketWrap', 'TLSWrap', 'UDPWrap', 'FSEventWrap', 'ChildProcess', 'Worker']);

/** Node marks a timer that has fired or was cleared. That is not in its types; the test beside this file fails if it ever stops. */
type Timer = NodeJS.Timeout & { readonly _destroyed: boolean };

const timers = new Set<Timer>();

// The runner keeps the functions that were here before, so its own timers are not among ours.
for (const name of ['setTimeout', 'setInterval'] as const) {
  const original = globalThis[name];
  const watching = (callback: () => void, delay?: number, ...rest: []): NodeJS.Timeout => {
    const timer = original(callback, delay, ...rest);
    timers.add(timer as Timer); // true of every timer that Node makes
    return timer;
  };
  Object.defineProperties(watching, Object.getOwnPropertyDescriptors(original));
  Object.assign(globalThis, { [name]: watching });
}

/** What holds the process open now. A timer that has fired, was cleared or was unreferenced does not. */
export function openResources(): readonly string[] {
  for (const timer of timers) if (timer._destroyed) timers.delete(timer);
  const waiting = [...timers].filter((timer) => timer.hasRef()).map(() => 'Timeout');
  return [...waiting, ...process.getActiveResourcesInfo().filter((kind) => watched.has(kind))];
}

/** What is open now and was not before, each kind as often as it is left, once `patience` turns of the event loop are over. */
export async function leaked(before: readonly string[], patience: number): Promise<readonly string[]> {
  for (let turn = 0; turn < patience && leftOpen(before, openResources()).length > 0; turn += 1) {
    await new Promise((done) => setImmediate(done));
  }
  return leftOpen(before, openResources());
}

/** What is in the second list and not in the first, counting each kind. */
export function leftOpen(before: readonly string[], after: readonly string[]): readonly string[] {
  const known = [...before];
  return after.filter((kind) => {
    const at = known.indexOf(kind);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}

const before = openResources();

afterAll(async () => {
  // Connections to a server close when the server has answered, which takes a moment on a busy machine.
  for (let moment = 0; moment < 50 && (await leaked(before, 10_000)).length > 0; moment += 1) await pause(100);
  expect(await leaked(before, 1), 'left open by the tests of this file').toEqual([]);
});
