import { defineMachine, OrderbellError } from 'orderbell';
import * as consoleAdapter from 'orderbell/console';
import * as file from 'orderbell/file';
import * as memory from 'orderbell/memory';
import * as nodemailer from 'orderbell/nodemailer';
import * as wacaBooking from 'orderbell/presets/waca-booking';
import * as testing from 'orderbell/testing';

const payment = defineMachine({ unpaid: { pay: 'paid' }, paid: { refund: 'refunded' }, refunded: {} });
const first: 'unpaid' | 'paid' | 'refunded' = payment.initial;
if (first !== 'unpaid') throw new Error(`a payment starts as ${first}`);

// @ts-expect-error: a state that does not exist is a red line in the editor of a user, too.
const unknown = (): unknown => defineMachine({ unpaid: { pay: 'payed' }, paid: {} });
try {
  unknown();
  throw new Error('an unknown state was accepted');
} catch (error) {
  if (!(error instanceof OrderbellError) || error.code !== 'invalid-machine') throw error;
}

for (const subpath of [consoleAdapter, file, memory, nodemailer, wacaBooking, testing]) {
  if (Object.keys(subpath).length === 0) throw new Error('a subpath exports nothing');
}
