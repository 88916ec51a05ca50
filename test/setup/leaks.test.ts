import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { leaked, leftOpen, openResources } from './leaks.js';

test('a timer that is not cleared is left open, until it is cleared', async () => {
  const before = openResources();
  const timer = setTimeout(() => undefined, 60_000);
  expect(await leaked(before, 100)).toEqual(['Timeout']);

  clearTimeout(timer);
  expect(await leaked(before, 100)).toEqual([]);
});

test('a server that is not closed is left open, until it is closed', async () => {
  const before = openResources();
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  expect(await leaked(before, 100)).toEqual(['TCPServerWrap']);

  await new Promise((done) => server.close(done));
  expect(await leaked(before, 100)).toEqual([]);
});

test('a timer that holds no process open is not a leak', async () => {
  const before = openResources();
  const timer = setTimeout(() => undefined, 60_000);
  timer.unref();
  expect(await leaked(before, 100)).toEqual([]);
  clearTimeout(timer);
});

test('what was open before is not counted, however often it is open', () => {
  expect(leftOpen(['Timeout'], ['Timeout', 'Timeout', 'TCPServerWrap'])).toEqual(['Timeout', 'TCPServerWrap']);
});
