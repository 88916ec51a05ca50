/**
 * Statuses and their groups, as retailCRM has them from the start and as a shop has added its own.
 * @module
 */
import { defineMachine, type Machine } from '../../core/machine.js';

/** Status groups and the codes of their statuses. `courier`, `pickup-point` and `post-office` are those that shops add themselves. */
export const standardStatuses = {
  new: ['new'],
  approval: ['availability-confirmed', 'offer-analog', 'client-confirmed', 'prepayed'],
  assembling: ['send-to-assembling', 'assembling', 'assembling-complete'],
  delivery: ['send-to-delivery', 'delivering', 'redirect', 'courier', 'pickup-point', 'post-office'],
  complete: ['complete'],
  cancel: ['no-call', 'no-product', 'already-buyed', 'delyvery-did-not-suit', 'prices-did-not-suit', 'cancel-other'],
} as const;

/** The code of a status group. */
export type StatusGroup = keyof typeof standardStatuses;

/** The code of a status that the preset knows. */
export type StatusCode = (typeof standardStatuses)[StatusGroup][number];

/** Groups with the codes of all their statuses, a shop's own included. */
export type StatusGroups = Readonly<Record<StatusGroup, readonly string[]>>;

/** A shop's own statuses, by the code of their group. */
export type OwnStatuses<Own extends string = string> = Readonly<Partial<Record<StatusGroup, readonly Own[] | undefined>>>;

/** `set-prepayed`: what a manager does to give an order a status. */
type StatusEvent = `set-${StatusCode}`;

/** The codes of the groups. */
// The literal above has these keys and no others.
export const groupCodes = Object.keys(standardStatuses) as readonly StatusGroup[];

/** What a rule calls a group: `group-new`. In retailCRM a group often shares its code with a status of it. */
export function groupName<G extends StatusGroup>(group: G): `group-${G}` {
  return `group-${group}`;
}

/** The standard statuses with a shop's own beside them. */
export function statusesWith(own: OwnStatuses): StatusGroups {
  const all = groupCodes.map((group) => [group, [...standardStatuses[group], ...(own[group] ?? [])]]);
  // One entry for each group.
  return Object.fromEntries(all) as StatusGroups;
}

/**
 * The machine of the status. As in retailCRM, an order goes from any status to any other: `set-courier` leads to `courier` from
 * everywhere.
 */
export function statusMachine(groups: StatusGroups): Machine<StatusCode, `group-${StatusGroup}`, StatusEvent> {
  const codes = groupCodes.flatMap((group) => groups[group]);
  const transitions = Object.fromEntries(
    codes.map((from) => [from, Object.fromEntries(codes.filter((to) => to !== from).map((to) => [`set-${to}`, to]))]),
  );
  const names = Object.fromEntries(groupCodes.map((group) => [groupName(group), groups[group]]));
  // It has these states, groups and events, and those of the shop's own statuses beside them, which only rules from JSON name.
  return defineMachine(transitions, { groups: names }) as Machine<StatusCode, `group-${StatusGroup}`, StatusEvent>;
}
