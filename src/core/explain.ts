/**
 * Explanations: for each rule, what was sent, what will be, and why something will not.
 * @module
 */
import type { CompiledRule } from './compile-rule.js';
import type { JobRecord } from './job.js';
import type { Situation } from './judge.js';
import { type Decision, decideRule } from './plan.js';
import type { DeliveryState } from './receipt.js';
import type { DeliverySettings } from './settings.js';
import type { CompiledTable } from './table.js';
import { nextOpening } from './window.js';

/** What became, or will become, of one rule for one recipient and channel. */
export interface Explanation {
  readonly rule: string;
  /**
   * `sent`, `signalled`, `skipped`, `withdrawn`, `failed`, `unknown`: what became of a job. `scheduled`, `in-flight`: it is on
   * its way. `waiting`: the rule waits for a change. `not-planned`: the rule does not apply as things stand.
   */
  readonly outcome:
    | 'sent'
    | 'signalled'
    | 'scheduled'
    | 'in-flight'
    | 'skipped'
    | 'withdrawn'
    | 'failed'
    | 'discarded'
    | 'unknown'
    | 'waiting'
    | 'not-planned';
  /** When it was settled or is due; undefined for rules without a job. */
  readonly at: Date | undefined;
  readonly item: string | undefined;
  readonly role: string | undefined;
  /** The recipient's name, or identity where it has none. */
  readonly recipient: string | undefined;
  readonly channel: string | undefined;
  readonly code: string | undefined;
  /** A sentence, wherever the message is not sent or not yet. */
  readonly why: string | undefined;
  /** How far it came after it was sent, where its provider has told. */
  readonly receipt: DeliveryState | undefined;
}

/**
 * Explains every rule of a table for one subject: its jobs first, in the order they were planned, and for a rule that has none
 * that could still be delivered, why not. `now` is in epoch milliseconds; by `settings` it is told of windows that a job will meet.
 */
export function explain(
  table: CompiledTable,
  situation: Situation,
  stored: readonly JobRecord[],
  now: number,
  settings: DeliverySettings = noSettings,
): readonly Explanation[] {
  const explainJob = (job: JobRecord) => explainStored(job, table.byName.get(job.rule), situation, settings);
  const ruled = table.rules.flatMap((rule) => explainRule(rule, situation, stored, now, explainJob));
  const others = stored.filter(({ rule }) => !table.byName.has(rule)).map(explainJob);
  return [...ruled, ...others];
}

function explainRule(
  rule: CompiledRule,
  situation: Situation,
  stored: readonly JobRecord[],
  now: number,
  explainJob: (job: JobRecord) => Explanation,
): readonly Explanation[] {
  const jobs = stored.filter((job) => job.rule === rule.name).map(explainJob);
  const live = jobs.some(({ outcome }) => outcome === 'scheduled' || outcome === 'in-flight');
  if (live) return jobs;
  const without = unplanned(rule, situation, now);
  // A deadline whose message was sent or given up, or is withdrawn or skipped for this very reason, needs no second line.
  const told =
    jobs.length > 0 &&
    (rule.due === undefined ||
      without.outcome === 'waiting' ||
      jobs.some(({ outcome, why }) => isFinal.has(outcome) || why === without.why));
  return told ? jobs : [...jobs, without];
}

/** Outcomes that hold the key of their job: it is not planned again. */
const isFinal: ReadonlySet<Explanation['outcome']> = new Set(['sent', 'signalled', 'failed', 'discarded', 'unknown']);

/** Why a rule has nothing on its way. */
function unplanned(rule: CompiledRule, situation: Situation, now: number): Explanation {
  const line = (why: string, code?: string, outcome: 'waiting' | 'not-planned' = 'not-planned'): Explanation => ({
    rule: rule.name,
    outcome,
    at: undefined,
    item: undefined,
    role: rule.to[0]?.role,
    recipient: undefined,
    channel: undefined,
    code,
    why,
    receipt: undefined,
  });
  if (!rule.active) return line('the rule is switched off');
  if (rule.due === undefined && !situation.silent) return line(`waits for ${rule.triggers.join(' or ')}`, undefined, 'waiting');
  const decisions: Decision[] = [];
  const nothing = { id: '', transitions: [], facts: [], payload: undefined, wasSilent: situation.silent };
  decideRule(rule, situation, nothing, now, decisions);
  const [decided] = decisions;
  if (decided === undefined) return line(`there are no ${rule.each}`);
  if (decided.kind === 'skip') return line(decided.why, decided.code);
  return line('it will be planned with the next change or refresh()');
}

const noSettings: DeliverySettings = { enabled: {}, windows: {}, limits: {} };

function explainStored(
  job: JobRecord,
  rule: CompiledRule | undefined,
  situation: Situation,
  settings: DeliverySettings,
): Explanation {
  const told = toldOf(job);
  if (told.outcome !== 'scheduled' || job.why !== undefined || rule?.urgent === true) return told;
  const opening = nextOpening(settings, job, situation, job.runAt);
  return opening === undefined ? told : { ...told, at: new Date(opening.until), code: 'window', why: opening.why };
}

function toldOf(job: JobRecord): Explanation {
  const outcome = job.status === 'sent' && job.signal !== undefined ? 'signalled' : job.status;
  const waiting = job.status === 'scheduled' || job.status === 'in-flight';
  return {
    rule: job.rule,
    outcome,
    at: new Date(waiting ? job.runAt : (job.settledAt ?? job.runAt)),
    item: job.item,
    role: job.role,
    recipient: job.recipientName ?? job.recipient,
    channel: job.channel ?? job.channels[0],
    // Left over from before it was planned anew, a code has no sentence.
    code: waiting && job.why === undefined ? undefined : job.code,
    why: job.why,
    receipt: job.receipt?.state,
  };
}
