/**
 * `npm run tracking`: a tracking page for a parcel and a return, on this machine.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { trackingPath } from './link.js';
import { createTrackingServer } from './server.js';
import { playStory } from './story.js';

const { notifier, lifecycles, orders, returns } = await playStory();
// A shop has one secret, and keeps it: links that were sent must still lead somewhere tomorrow.
const secret = process.env['TRACKING_SECRET'] ?? randomBytes(32).toString('base64url');
const server = createTrackingServer({
  notifier,
  lifecycles,
  find: { order: async (no) => orders.get(no), return: async (no) => returns.get(no) },
  secret,
  onError: (error) => process.stderr.write(`${String(error)}\n`),
});
server.listen(Number(process.env['PORT'] ?? 8042), '127.0.0.1', () => {
  const address = server.address();
  const base = `http://localhost:${typeof address === 'object' ? address?.port : ''}`;
  for (const no of orders.keys()) process.stdout.write(`order  ${base}${trackingPath({ kind: 'order', no }, secret)}\n`);
  for (const no of returns.keys()) process.stdout.write(`return ${base}${trackingPath({ kind: 'return', no }, secret)}\n`);
  process.stdout.write('Ctrl+C ends it.\n');
});
