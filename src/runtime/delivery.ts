/**
 * Delivery: claims due jobs, attempts them side by side, and settles each on its own.
 * @module
 */
import { Batch, failedBatch, Tally } from './batch.js';
import { Consent } from './consent/consent.js';
import { Course, type Crew } from './course.js';
import type { Meter } from './credits/meter.js';
import type { DeliveryHooks, Desk } from './desk.js';
import { Gates } from './gates.js';
import { Lanes, limitedLanes, ownLanesOf } from './lanes.js';
import { type Held, Leases } from './leases.js';
import { answered, patientStore } from './patience.js';
import { Paused } from './paused.js';
import { Places } from './places.js';
import { Reading, readingsOf, readTogether } from './readings.js';
import { guarded } from './retry-settings.js';
import { type DeliveryCounts, givenBack } from './settlement.js';
import { Settler } from './settler.js';
import type { Parts } from './setup.js';

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
    // Whatever a scheduler throws, what is under way goes on: a message that was sent has to be settled.
    wake: (at) => {
      try {
        hooks.wake(at);
      } catch (error) {
        onError(error);
      }
    },
    replan: (ref) => answered(clock, 'planning a subject anew', lease / 3, () => hooks.replan(ref)),
    settled: (settlements) => {
      const told = hooks.settled(settlements);
      return told && answered(clock, 'telling the scheduler', lease / 3, () => told).catch(onError);
    },
  };
  return new RunningDelivery({ ...parts, store, retry: guarded(retry, hooks.emit, clock) }, patientHooks, meter);
}

/**
 * Jobs that are begun in one go. Those whose transport answers at once are done with before the next are begun: what they leave is
 * collected while it is young, and costs next to nothing.
 */
const begunAtOnce = 32;
/** Turns of the microtask queue in which a message that is accepted at once has come to its settlement. */
const turnsToSettle = 6;

class RunningDelivery<Tx> implements Delivery, Crew<Tx> {
  readonly #parts: Parts<Tx>;
  readonly #hooks: DeliveryHooks;
  readonly #desk: Desk<Tx>;
  readonly #lanes = new Lanes();
  readonly #running = new Set<Course<Tx>>();
  readonly #claims = new Set<Promise<unknown>>();
  readonly #lifecycles: readonly string[];
  readonly #places: Places;
  /** A claim that was begun ahead: the next one. */
  #ahead: Promise<Batch> | undefined;
  /** Resolves when the jobs of the last claim have begun. */
  #begun: Promise<void> = Promise.resolve();
  /** Whether somebody who had work found no room for it. */
  #isStarved = false;
  #emptyRuns = 0;
  #changed: (() => void)[] = [];
  /** Those who wait for room alone: who has claimed and found nothing does not claim again because somebody else has, too. */
  #crowded: (() => void)[] = [];

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
    this.#emptyRuns = started.size === 0 && next <= now ? this.#emptyRuns + 1 : 0;
    return { nextDueAt: new Date(this.#emptyRuns === 0 ? next : now + Math.min(2 ** this.#emptyRuns, 1_000)) };
  }

  async drain(): Promise<DeliveryCounts> {
    const tally = new Tally();
    for (;;) {
      tally.count();
      // From before it is looked for room: what ends while the answer is on its way counts, too.
      const room = this.#room();
      const batch = tally.failure === undefined ? await this.#start().catch(failedBatch) : new Batch(0);
      if (batch !== undefined) tally.add(batch);
      if (batch !== undefined && batch.size > 0) continue;
      if (tally.isOver && tally.failure !== undefined) throw tally.failure.error;
      if (tally.isOver && batch !== undefined) return tally.counts;
      // Whoever ends first makes room for the next claim: a slow transport holds up nobody else.
      await (batch === undefined ? room : this.#change());
    }
  }

  async deliver(key: string): Promise<void> {
    if (this.#desk.isClosed) return;
    const batch = await this.#claim(1, [key]);
    await batch.over();
  }

  close(): void {
    this.#desk.isClosed = true;
    this.#desk.gates.stop();
    this.#places.stop();
    this.#tellChange();
  }

  async idle(): Promise<void> {
    for (;;) {
      if (this.#claims.size > 0) await Promise.allSettled(this.#claims);
      else if (this.#running.size > 0) await this.#change();
      else return;
    }
  }

  begun(course: Course<Tx>): void {
    this.#places.active += 1;
    course.hasPlace = true;
  }

  done(course: Course<Tx>): void {
    // Where nothing more is known to be due, it is looked for when this one is stored.
    if (course.hasPlace && this.#places.hasBacklog) this.#free(course);
  }

  left(course: Course<Tx>): void {
    this.#running.delete(course);
    this.#lanes.leave(course.lanes, course);
    if (course.hasPlace) this.#free(course);
    else this.#tellChange();
  }

  #free(course: Course<Tx>): void {
    course.hasPlace = false;
    this.#places.active -= 1;
    this.#tellChange();
  }

  /** Claims what is due and starts it. Undefined where there is no room. */
  async #start(): Promise<Batch | undefined> {
    this.#isStarved = false;
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const begun = await ahead;
    // One that was begun a while ago, and found nothing, says nothing of now.
    if (begun !== undefined && begun.size > 0) return begun;
    if (this.#desk.isClosed) return new Batch(0);
    const limit = this.#places.toClaim(this.#running.size);
    if (limit > 0) return this.#claim(limit, undefined);
    this.#isStarved = true;
    return undefined;
  }

  #claim(limit: number, keys: readonly string[] | undefined): Promise<Batch> {
    const claim = this.#claimed(limit, keys);
    this.#claims.add(claim);
    const end = () => this.#claims.delete(claim);
    claim.then(end, end);
    return claim;
  }

  async #claimed(limit: number, keys: readonly string[] | undefined): Promise<Batch> {
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
      if (jobs.length === 0) return new Batch(0);
      const held = jobs.flatMap((job) => this.#desk.leases.hold(job) ?? []);
      // Messages of one subject keep their order, and nobody's data are read before it can begin.
      if (keys === undefined) await before;
      return await this.#beginFresh(held, now);
    } finally {
      this.#places.claiming -= limit;
      begun();
      // It may have filled none of the places that it has kept from others, and then nothing that ends would tell them.
      this.#tellRoom();
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

  async #beginFresh(held: readonly Held[], claimedAt: number): Promise<Batch> {
    const { subjects, readings } = readingsOf(this.#parts, held);
    // Asked after the claim: what was paused before it is held back.
    const asked = this.#parts.store.pauses().catch(async (error: unknown) => {
      await Promise.allSettled(held.map((one) => this.#putBack(one, claimedAt)));
      throw error;
    });
    const [pauses] = await Promise.all([asked, readTogether(this.#parts, [...readings.values()])]);
    return this.#beginAll(held, subjects, readings, new Paused(pauses));
  }

  /** One that another worker had begun is left to its lease: it has to be known that it was. */
  async #putBack(held: Held, at: number): Promise<void> {
    const { leases, settler } = this.#desk;
    if (held.job.reclaimed) return leases.release(held);
    const ending = givenBack(held.job, at);
    await new Promise<void>((stored, unstored) => settler.settle(held, ending, { stored: () => stored(), unstored }));
  }

  /** Begins jobs in their order, a few at a time; what ends meanwhile is stored together. */
  async #beginAll(
    held: readonly Held[],
    subjects: readonly string[],
    readings: ReadonlyMap<string, Reading<Tx>>,
    paused: Paused,
  ): Promise<Batch> {
    const batch = new Batch(held.length);
    // A signal may change its subject: what is due beside it takes its turn, and reads the data anew.
    const signalling = new Set(held.flatMap(({ job }, place) => (job.signal === undefined ? [] : [subjects[place]])));
    this.#desk.settler.gather();
    try {
      for (const [place, one] of held.entries()) {
        if (place > 0 && place % begunAtOnce === 0) await turns(turnsToSettle);
        const subject = subjects[place] ?? '';
        const isBeside = signalling.size > 0 && signalling.has(subject);
        this.#begin(one, subject, isBeside, isBeside ? undefined : readings.get(subject), paused, batch);
      }
      // The last of them, too, so that all are stored with one call.
      if (held.length > begunAtOnce) await turns(turnsToSettle);
    } finally {
      this.#desk.settler.release();
    }
    return batch;
  }

  #begin(held: Held, subject: string, isBeside: boolean, shared: Reading<Tx> | undefined, paused: Paused, batch: Batch): void {
    const { job } = held;
    const ownLanes = ownLanesOf(job, subject);
    const limited = limitedLanes(this.#parts, job);
    const lanes = isBeside || limited.length > 0 ? [...(isBeside ? [subject] : []), ...ownLanes, ...limited] : ownLanes;
    const before = this.#lanes.before(lanes);
    // What it waits for may change its subject.
    const reading = before.length === 0 && shared !== undefined ? shared : new Reading(this.#parts, job);
    const course = new Course(this.#desk, this, { held, paused, reading, ownLanes, lanes, batch });
    this.#lanes.enter(lanes, course);
    this.#running.add(course);
    if (before.length === 0) course.begin();
    else void Promise.all(before.map(({ whenOver }) => whenOver)).then(() => course.begin());
  }

  /** Resolves when something has ended. */
  #change(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve));
  }

  /** Resolves when there may be room. */
  #room(): Promise<void> {
    return new Promise((resolve) => this.#crowded.push(resolve));
  }

  /** Something has ended, and there may be room now. */
  #tellChange(): void {
    const changed = this.#changed;
    this.#changed = [];
    for (const resolve of changed) resolve();
    this.#tellRoom();
  }

  #tellRoom(): void {
    const crowded = this.#crowded;
    this.#crowded = [];
    for (const resolve of crowded) resolve();
    if (this.#isStarved && !this.#desk.isClosed) {
      this.#isStarved = false;
      this.#hooks.wake(this.#parts.clock.now());
    }
  }
}

/** Lets others go on, so many steps. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await undefined;
}
