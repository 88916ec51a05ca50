/**
 * Groups of statuses in the file of the importer, which may be made of other groups.
 * @module
 */
import { unknownName } from '../../../core/errors.js';
import type { ImportNotes } from '../../shared/importing.js';

/** The statuses of each group. Groups that are made of each other in a circle, and names of neither kind, are noted. */
export function resolvedGroups(
  groups: Readonly<Record<string, readonly string[]>>,
  statuses: readonly string[],
  { mistake }: ImportNotes,
): Readonly<Record<string, readonly string[]>> {
  const known = [...statuses, ...Object.keys(groups)];
  const inCircles = new Set<string>();
  const resolve = (name: string, path: readonly string[]): readonly string[] => {
    const start = path.indexOf(name);
    if (start >= 0) {
      const circle = path.slice(start);
      if (circle.some((one) => inCircles.has(one))) return [];
      for (const one of circle) inCircles.add(one);
      mistake('link-cycle', `groups.${name}`, `it is made of itself: ${[...circle, name].join(' > ')}. Name statuses instead.`);
      return [];
    }
    if (!Object.hasOwn(groups, name)) return [name];
    return (groups[name] ?? []).flatMap((member) => resolve(member, [...path, name]));
  };
  for (const [group, members] of Object.entries(groups)) {
    const place = `groups.${group}`;
    if (statuses.includes(group)) mistake('duplicate-name', place, 'a status has this name already; choose another one.');
    if (members.length === 0) mistake('missing-value', place, 'a group needs at least one status.');
    members.forEach((member, index) => {
      if (!known.includes(member)) mistake('unknown-state', `${place}[${index}]`, unknownName('status or group', member, known));
    });
  }
  return Object.fromEntries(Object.keys(groups).map((group) => [group, [...new Set(resolve(group, []))]]));
}
