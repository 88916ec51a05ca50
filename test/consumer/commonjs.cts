import orderbell = require('orderbell');
import consoleAdapter = require('orderbell/console');
import file = require('orderbell/file');
import memory = require('orderbell/memory');
import nodemailer = require('orderbell/nodemailer');
import b2cpl = require('orderbell/presets/b2cpl');
import bitrix = require('orderbell/presets/bitrix');
import retailcrm = require('orderbell/presets/retailcrm');
import tiu = require('orderbell/presets/tiu');
import ucoz = require('orderbell/presets/ucoz');
import wacaBooking = require('orderbell/presets/waca-booking');
import testing = require('orderbell/testing');
import twsms = require('orderbell/twsms');
import webhook = require('orderbell/webhook');

const payment = orderbell.defineMachine({ unpaid: { pay: 'paid' }, paid: { refund: 'refunded' }, refunded: {} });
const first: 'unpaid' | 'paid' | 'refunded' = payment.initial;
if (first !== 'unpaid') throw new Error(`a payment starts as ${first}`);

try {
  // @ts-expect-error: a state that does not exist is a red line in the editor of a user, too.
  orderbell.defineMachine({ unpaid: { pay: 'payed' }, paid: {} });
  throw new Error('an unknown state was accepted');
} catch (error) {
  if (!(error instanceof orderbell.OrderbellError) || error.code !== 'invalid-machine') throw error;
}

const presets = [b2cpl, bitrix, retailcrm, tiu, ucoz, wacaBooking];
for (const subpath of [...presets, consoleAdapter, file, memory, nodemailer, testing, twsms, webhook]) {
  if (Object.keys(subpath).length === 0) throw new Error('a subpath exports nothing');
}
