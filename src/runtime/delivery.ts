/**
 * Delivery: claims due jobs, attempts them side by side, and settles each on its own.
 * @module
 */
import { Consent } from './consent/consent.js';
import type { Meter } from './credits/meter.js';
import { type Claimed, deliverOne } from './deliver-one.js';
import type { DeliveryHooks, Desk } from './desk.js';
import { Gates } from './gates.js';
import { Lanes, limitedLanes, ownLanes, subjectOf } from './lanes.js';
import { type Held, Leases } from './leases.js';
import { answered, patientStore } from './patience.js';
import { Paused } from './paused.js';
import { Places } from './places.js';
import { guarded } from './retry-settings.js';
import type { DeliveryCounts, End } from './settlement.js';
import { Settler } from './settler.js';
import type { Parts } from './setup.js';
import { Situations } from './situations.js';

export { phoneReadings } from './phone-readings.js';

/** Delivers due jobs; one for each notifier. */
export interface Delivery {
  /** Starts what is due, as far as there is room, and does not wait for it. Says when to come again; undefined where it calls `wake` itself. */
  run(): Promise<{ readonly nextDueAt: Date | undefined }>;
  /** Delivers what is due until nothing is, and waits until it is settled. */
  drain(): Promise<DeliveryCounts>;
  /** Delivers this job, if it is due and nobody holds it. */
  deliver(key: string): Promise<void>;
  /** From now on nothing is begun: what was claimed and not begun goes back. */
  close(): void;
  /** Resolves when nothing is being delivered any more. */
  idle(): Promise<void>;
}

/** Makes the delivery of a notifier. */
export function createDelivery<Tx>(parts: Parts<Tx>, hooks: DeliveryHooks, meter?: Meter<Tx>): Delivery {
  const { clock, lease, retry } = parts;
  const onError = (error: unknown) => hooks.emit('error', { at: clock.now(), error });
  const store = patientStore(parts, onError);
  const patientHooks: DeliveryHooks = {
    ...hooks,
    replan: (ref) => answered(clock, 'planning a subject anew', lease / 3, () => hooks.replan(ref)),
    settled: (settlements) => {
      const told = hooks.settled(settlements);
      return told && answered(clock, 'telling the scheduler', lease / 3, () => told).catch(onError);
    },
  };
  return new RunningDelivery({ ...parts, store, retry: guarded(retry, hooks.emit, clock) }, patientHooks, meter);
}

class RunningDelivery<Tx> implements Delivery {
  readonly #parts: Parts<Tx>;
  readonly #hooks: DeliveryHooks;
  readonly #desk: Desk<Tx>;
  readonly #lanes = new Lanes();
  readonly #running = new Set<Promise<End>>();
  readonly #claims = new Set<Promise<unknown>>();
  readonly #lifecycles: readonly string[];
  readonly #places: Places;
  /** A claim that was begun ahead: the next one. */
  #ahead: Promise<readonly Promise<End>[]> | undefined;
  /** Resolves when the jobs of the last claim have begun. */
  #begun: Promise<void> = Promise.resolve();
  /** Whether somebody who had work found no room for it. */
  #isStarved = false;
  #emptyRuns = 0;
  #changed: (() => void)[] = [];

  constructor(parts: Parts<Tx>, hooks: DeliveryHooks, meter: Meter<Tx> | undefined) {
    this.#parts = parts;
    this.#hooks = hooks;
    this.#lifecycles = [...parts.tables.keys()];
    this.#places = new Places(parts, () => this.#tellChange());
    const onError = (error: unknown) => hooks.emit('error', { at: parts.clock.now(), error });
    const leases = new Leases(parts, onError);
    this.#desk = {
      parts,
      leases,
      hooks,
      lanes: this.#lanes,
      consent: new Consent(parts, hooks.emit),
      gates: new Gates(parts, hooks.emit),
      meter,
      settler: new Settler(parts, leases, { settled: hooks.settled, onError }),
      isClosed: false,
      aside: async (turn) => {
        this.#places.active -= 1;
        this.#tellChange();
        await turn;
        this.#places.active += 1;
      },
    };
  }

  async run(): Promise<{ readonly nextDueAt: Date | undefined }> {
    const started = await this.#start();
    if (started === undefined) return { nextDueAt: undefined };
    const now = this.#parts.clock.now().getTime();
    const next = this.#places.hasBacklog ? now : await this.#parts.store.nextRunAt(this.#lifecycles);
    if (next === undefined) return { nextDueAt: undefined };
    // Due, and yet not to be had: another worker is about to take it. No reason to ask without a pause.
    this.#emptyRuns = started.length === 0 && next <= now ? this.#emptyRuns + 1 : 0;
    return { nextDueAt: new Date(this.#emptyRuns === 0 ? next : now + Math.min(2 ** this.#emptyRuns, 1_000)) };
  }

  async drain(): Promise<DeliveryCounts> {
    const counts = { sent: 0, signalled: 0, skipped: 0, withdrawn: 0, postponed: 0, failed: 0, unknown: 0 };
    let open = 0;
    let failure: { readonly error: unknown } | undefined;
    for (;;) {
      const ends = failure === undefined ? await this.#start().catch(noteFailure) : [];
      for (const end of ends ?? []) {
        open += 1;
        end.then(
          (name) => {
            open -= 1;
            counts[name] += 1;
          },
          (error: unknown) => {
            open -= 1;
            noteFailure(error);
          },
        );
      }
      if (ends !== undefined && ends.length > 0) continue;
      if (open === 0 && failure !== undefined) throw failure.error;
      if (open === 0 && ends !== undefined) return counts;
      // Whoever ends first makes room for the next claim: a slow transport holds up nobody else.
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
    function noteFailure(error: unknown): readonly Promise<End>[] {
      failure ??= { error };
      return [];
    }
  }

  async deliver(key: string): Promise<void> {
    if (!this.#desk.isClosed) await Promise.all(await this.#claim(1, [key]));
  }

  close(): void {
    this.#desk.isClosed = true;
    this.#desk.gates.stop();
    this.#places.stop();
    this.#tellChange();
  }

  async idle(): Promise<void> {
    while (this.#claims.size + this.#running.size > 0) await Promise.allSettled([...this.#claims, ...this.#running]);
  }

  /** Claims what is due and starts it: a promise for each job, of what it comes to. Undefined where there is no room. */
  async #start(): Promise<readonly Promise<End>[] | undefined> {
    this.#isStarved = false;
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const begun = await ahead;
    // One that was begun a while ago, and found nothing, says nothing of now.
    if (begun !== undefined && begun.length > 0) return begun;
    if (this.#desk.isClosed) return [];
    const limit = this.#places.toClaim(this.#running.size);
    if (limit > 0) return this.#claim(limit, undefined);
    this.#isStarved = true;
    return undefined;
  }

  #claim(limit: number, keys: readonly string[] | undefined): Promise<readonly Promise<End>[]> {
    const claim = this.#claimed(limit, keys);
    this.#claims.add(claim);
    const end = () => this.#claims.delete(claim);
    claim.then(end, end);
    return claim;
  }

  async #claimed(limit: number, keys: readonly string[] | undefined): Promise<readonly Promise<End>[]> {
    const { store, clock, lease: leaseMs } = this.#parts;
    const now = clock.now().getTime();
    const before = this.#begun;
    let begun = () => {};
    if (keys === undefined)
      this.#begun = new Promise((resolve) => {
        begun = resolve;
      });
    this.#places.claiming += limit;
    try {
      const jobs = await store.claim({ now, limit, leaseMs, lifecycles: this.#lifecycles, keys });
      if (keys === undefined) {
        this.#places.hasBacklog = jobs.length >= limit;
        this.#places.claimTook = clock.now().getTime() - now;
        this.#claimAhead(jobs.length);
      }
      if (jobs.length === 0) return [];
      const held = jobs.flatMap((job) => this.#desk.leases.hold(job) ?? []);
      // Messages of one subject keep their order, and nobody's data are read before it can begin.
      if (keys === undefined) await before;
      return await this.#beginFresh(held, now);
    } finally {
      this.#places.claiming -= limit;
      begun();
    }
  }

  /** There is more, and there may be room for it: while these jobs are delivered, the store looks for the next. */
  #claimAhead(claimed: number): void {
    const limit = this.#desk.isClosed ? 0 : this.#places.toClaimAhead(this.#running.size + claimed);
    if (limit === 0) return;
    this.#ahead = this.#claim(limit, undefined);
    // Whoever takes it is told.
    this.#ahead.catch(() => undefined);
  }

  async #beginFresh(held: readonly Held[], claimedAt: number): Promise<readonly Promise<End>[]> {
    const subjects = held.map(({ job }) => subjectOf(job));
    const situations = new Situations(this.#parts, new Map(held.map(({ job }, place) => [subjects[place] ?? '', job])));
    // Asked after the claim: what was paused before it is held back.
    const asked = this.#parts.store.pauses().catch(async (error: unknown) => {
      await Promise.allSettled(held.map((one) => this.#putBack(one, claimedAt)));
      throw error;
    });
    const [pauses] = await Promise.all([asked, situations.prepare()]);
    const paused = new Paused(pauses);
    return this.#begin(
      held.map((one, place) => ({ held: one, subject: subjects[place] ?? '', paused })),
      situations,
    );
  }

  /** One that another worker had begun is left to its lease: it has to be known that it was. */
  async #putBack(held: Held, at: number): Promise<void> {
    const { leases, settler } = this.#desk;
    const { reclaimed, attempts, code, why } = held.job;
    if (reclaimed) leases.release(held);
    else await settler.settle(held, { status: 'scheduled', at, attempts: attempts - 1, code, why }, () => {});
  }

  #begin(trials: readonly Omit<Claimed, 'free'>[], situations: Situations<Tx>): readonly Promise<End>[] {
    // A signal may change its subject: what is due beside it takes its turn, and reads the data anew.
    const signalling = new Set(trials.flatMap(({ held, subject }) => (held.job.signal === undefined ? [] : [subject])));
    return trials.map((trial) => {
      const { subject } = trial;
      const { job } = trial.held;
      const own = ownLanes(job, subject);
      const isBeside = signalling.size > 0 && signalling.has(subject);
      const limited = limitedLanes(this.#parts, job);
      const lanes = isBeside || limited.length > 0 ? [...(isBeside ? [subject] : []), ...own, ...limited] : own;
      const before = this.#lanes.before(lanes);
      return this.#inTurn(lanes, before, (free) => {
        const data = isBeside || before.length > 0 ? new Situations(this.#parts) : situations;
        return deliverOne(this.#desk, { ...trial, free }, own, data);
      });
    });
  }

  #inTurn(lanes: readonly string[], before: readonly Promise<unknown>[], work: (free: () => void) => Promise<End>): Promise<End> {
    let hasPlace = false;
    const begin = () => {
      this.#places.active += 1;
      hasPlace = true;
      return work(() => {
        // Where nothing more is known to be due, it is looked for when this one is stored.
        if (this.#places.hasBacklog) free();
      });
    };
    const free = () => {
      if (!hasPlace) return;
      hasPlace = false;
      this.#places.active -= 1;
      this.#tellChange();
    };
    // Settled, not fulfilled: that the end of one could not be stored is no reason to leave out the next.
    const turn = before.length === 0 ? begin() : Promise.allSettled(before).then(begin);
    this.#lanes.enter(lanes, turn);
    this.#running.add(turn);
    const leave = () => {
      this.#running.delete(turn);
      this.#lanes.leave(lanes, turn);
      if (hasPlace) free();
      else this.#tellChange();
    };
    turn.then(leave, leave);
    return turn;
  }

  /** There may be room now. */
  #tellChange(): void {
    const changed = this.#changed;
    this.#changed = [];
    for (const resolve of changed) resolve();
    if (this.#isStarved && !this.#desk.isClosed) {
      this.#isStarved = false;
      this.#hooks.wake(this.#parts.clock.now());
    }
  }
}
