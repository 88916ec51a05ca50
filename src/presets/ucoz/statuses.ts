/**
 * The statuses of an order in uCoz, in the order in which an order passes them (3.1).
 * @module
 */

/** Новый, Оплачивается, Оплачен, В обработке, Готов, Доставляется, Доставлен, Завершён. */
export const stages = ['new', 'awaiting-payment', 'paid', 'processing', 'ready', 'shipping', 'delivered', 'completed'] as const;

/** The stages, and Отменён. */
export const statuses = [...stages, 'cancelled'] as const;

/** A stage that an order passes. */
export type UcozStage = (typeof stages)[number];

/** A status of an order. */
export type UcozStatus = (typeof statuses)[number];
