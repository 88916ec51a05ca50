/**
 * The rows that a trigger becomes.
 * @module
 */
import type { OrderCondition } from '../order-condition.js';
import type { StatusGroups } from '../statuses.js';
import type { Hours } from '../subjects.js';
import { columnsOf } from './change.js';
import type { ReadTrigger } from './read-trigger.js';
import { isSame, isWholeDay, waysToSay } from './working-hours.js';

/** A row by its name. */
export type NamedRow = readonly [name: string, row: Readonly<Record<string, unknown>>];

/** One row, or several that share no change where one cannot name all of them. */
export function rowsOf(
  { name, trigger, occasion, texts }: ReadTrigger,
  statuses: StatusGroups,
  hours: Hours | undefined,
  conditionNames: ReadonlyMap<OrderCondition, string>,
): readonly NamedRow[] {
  const way = hours && waysToSay(occasion.stretches).find((one) => isSame(one.hours, hours));
  return columnsOf(occasion.changes, statuses).map(({ on, from, was, is }, index) => [
    index === 0 ? name : `${name}-${index + 1}`,
    {
      on,
      ...(from !== undefined && { from }),
      ...(was !== undefined && { was }),
      ...(is !== undefined && { is }),
      ...(!isWholeDay(occasion.stretches) && way && { during: way.during }),
      ...(occasion.condition && { if: conditionNames.get(occasion.condition) }),
      to: 'customer',
      by: (['email', 'sms'] as const).filter((channel) => texts[channel] !== undefined),
      ...(index > 0 && { template: name }),
      ...(!trigger.active && { active: false }),
    },
  ]);
}
