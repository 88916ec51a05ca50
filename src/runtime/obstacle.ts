/**
 * Obstacles: what keeps a job from being attempted whatever its data say.
 * @module
 */
import type { ClaimedJob } from '../core/job.js';
import type { Desk } from './desk.js';
import type { Gates } from './gates.js';
import type { Held } from './leases.js';
import type { Postponed } from './outcome.js';
import type { Paused } from './paused.js';
import type { Parts } from './setup.js';
import { carriersOf } from './sites/sites.js';

/** What keeps a job from being attempted now, or undefined: nothing of it is read or rendered then. */
export function obstacleTo<Tx>(
  { parts, gates, lanes, isClosed }: Desk<Tx>,
  held: Held,
  paused: Paused,
  ownLanes: readonly string[],
  now: number,
): Postponed | undefined {
  const { job } = held;
  if (isClosed) return { kind: 'postponed' };
  // Where it cannot be found out whose job it is, another worker may be about to send it: it waits.
  if (held.isLost || isOver(held, now)) return { kind: 'postponed' };
  const parkedBy = paused.parking(job);
  if (parkedBy !== undefined) return { kind: 'postponed', parkedBy };
  const behind = lanes.waits(ownLanes, now);
  if (behind !== undefined)
    return { kind: 'postponed', runAt: behind, why: 'a message of the same subject that waits goes first' };
  return restOf(parts, gates, job);
}

/** Whether the lease of a job has, or may have, run out. */
export function isOver({ ends }: Held, now: number): boolean {
  for (const end of ends) if (now >= end) return true;
  return false;
}

/** Until when all transports that could carry a job rest; undefined where one of them does not. */
function restOf<Tx>(parts: Parts<Tx>, gates: Gates<Tx>, { key, channels, site }: ClaimedJob): Postponed | undefined {
  const known = parts.sites === undefined ? nothing : parts.sites.peek(site);
  // Which transports a site has chosen is found out in the attempt.
  if (known === undefined) return undefined;
  let first: { readonly until: number; readonly why: string; readonly error?: unknown } | undefined;
  for (const channel of channels) {
    for (const transport of carriersOf(parts.transports, channel, known.settings)) {
      const rest = gates.of(transport, channel).rests(key);
      if (rest === undefined) return undefined;
      if (first === undefined || rest.until < first.until) first = rest;
    }
  }
  return first && { kind: 'postponed', runAt: first.until, why: first.why, error: first.error };
}

const nothing = { settings: undefined };
