/**
 * The order of the ucoz preset: its statuses, and what its buyer is told of them (3.1).
 * @module
 */
import { z } from 'zod';
import { defineLifecycle } from '../../core/lifecycle.js';
import { defineMachine } from '../../core/machine.js';
import type { TrailDefinition } from '../../templates/trail/trail-definition.js';
import type { Settings } from './settings.js';
import { stages, type UcozStage, type UcozStatus } from './statuses.js';
import { type Order, orderSchema } from './subjects.js';

/** The manager of a shop gives an order any status, in any order; only new it is once. */
const moves = {
  awaitPayment: 'awaiting-payment',
  pay: 'paid',
  process: 'processing',
  prepare: 'ready',
  ship: 'shipping',
  deliver: 'delivered',
  complete: 'completed',
  cancel: 'cancelled',
} as const;

/** All moves but one: to have a status a second time is no change of it. */
function allBut<E extends keyof typeof moves>(event: E): Omit<typeof moves, E> {
  const { [event]: _, ...rest } = moves;
  return rest;
}

const order = defineMachine(
  {
    new: moves,
    'awaiting-payment': allBut('awaitPayment'),
    paid: allBut('pay'),
    processing: allBut('process'),
    ready: allBut('prepare'),
    shipping: allBut('ship'),
    delivered: allBut('deliver'),
    completed: allBut('complete'),
    cancelled: allBut('cancel'),
  },
  { once: ['new'] },
);

/** The lifecycle of an order. */
export function orderLifecycle(settings: Settings) {
  return defineLifecycle('order', {
    schema: orderSchema,
    key: (o) => o.no,
    site: ({ shop }) => shop.id ?? shop.name,
    timeZone: (o) => o.shop.timeZone,
    locale: (o) => o.locale,
    machines: { order },
    states: { order: 'status' },
    payloads: { 'order.cancel': z.object({ reason: z.string().optional() }).optional() },
    roles: { buyer: (o) => o.buyer },
    conditions: {
      'is paid beforehand': (o) => !o.payment.onDelivery,
      'is shipped': (o) => o.delivery?.pickup !== true,
      'status is told by SMS': (o) => settings.smsStatuses?.includes(o.status) ?? false,
    },
  });
}

/** The statuses that an order has after it is new, cancelled apart. */
const changed = [
  'order.awaiting-payment',
  'order.paid',
  'order.processing',
  'order.ready',
  'order.shipping',
  'order.delivered',
  'order.completed',
] as const;

/** Every status is told by e-mail. */
export function orderRules(lifecycle: ReturnType<typeof orderLifecycle>) {
  return lifecycle.rules({
    'order-placed': { on: 'order.new', to: 'buyer', by: ['email'] },
    // 3.1 Изменён статус заказа
    'status-changed': {
      on: changed,
      to: 'buyer',
      by: ['email'],
    },
    // 3.1 Ваш заказ был отменён
    'order-cancelled': { on: 'order.cancelled', to: 'buyer', by: ['email'] },
  });
}

/** The same, and those that the shop names by SMS as well. */
export function orderRulesWithSms(lifecycle: ReturnType<typeof orderLifecycle>) {
  const byEmail = orderRules(lifecycle).rows;
  return lifecycle.rules({
    ...byEmail,
    'status-sms': {
      on: ['order.new', ...changed, 'order.cancelled'],
      if: 'status is told by SMS',
      to: 'buyer',
      by: ['sms'],
      parts: 2,
      fit: 'shorten',
    },
  });
}

type StageConditions = 'is paid beforehand' | 'is shipped';

/** Stages that not every order has. */
const conditions: Readonly<Partial<Record<UcozStage, StageConditions>>> = {
  'awaiting-payment': 'is paid beforehand',
  paid: 'is paid beforehand',
  shipping: 'is shipped',
};

/**
 * The trail of an order (3.1). The statuses of a stage that is left out count to the stages before it, back to one that every order
 * has; of these, an order stands at the last that it has.
 */
export function orderTrail({ leaveOut }: Settings): TrailDefinition<Order, UcozStatus, StageConditions> {
  const shown: { readonly name: UcozStage; readonly states: UcozStage[]; readonly if: StageConditions | undefined }[] = [];
  for (const stage of stages) {
    if (!leaveOut.includes(stage)) shown.push({ name: stage, states: [stage], if: conditions[stage] });
    else {
      const last = shown.findLastIndex((before) => before.if === undefined);
      for (const before of shown.slice(last)) before.states.push(stage);
    }
  }
  return { stages: shown, hidden: ['cancelled'], visited: 'statuses' };
}
