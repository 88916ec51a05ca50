/**
 * The contract of the Scheduler port.
 * @module
 */
import { type ContractCase, casesOf, type Skip } from './contract.js';
import { mishapCases } from './scheduler-cases/mishaps.js';
import { createStage, type SchedulerCase, type SchedulerParts, type SchedulerWish, type Stage } from './scheduler-cases/stage.js';
import { transactionCases } from './scheduler-cases/transactions.js';
import { wakingCases } from './scheduler-cases/waking.js';

/** What {@link schedulerContract} is tried on. */
export interface SchedulerContractOptions<Tx> {
  /** Makes a scheduler with an empty queue, for each case anew, and starts what runs the queue. */
  readonly create: (wish: SchedulerWish) => Promise<SchedulerParts<Tx>>;
  /**
   * A length of time in milliseconds that is long for this scheduler, beside which it hardly matters how late it wakes: cases plan
   * and wait in multiples of it. A second unless told otherwise; a few hundred milliseconds where time is real.
   */
  readonly unit?: number;
  /** Cases that the scheduler cannot hold to. */
  readonly skip?: readonly Skip[];
}

const hour = 3_600_000;

/**
 * Everything that the words of the `Scheduler` port promise, as cases for any test runner.
 *
 * Time passes as `create` says: under a fake clock in no time, with a real queue in a few seconds for each case.
 *
 * @example
 * for (const { name, run } of schedulerContract({ create, unit: 300 })) test(name, run);
 */
export function schedulerContract<Tx = never>(options: SchedulerContractOptions<Tx>): readonly ContractCase[] {
  const { create, unit = 1_000, skip = [] } = options;
  const all: Readonly<Record<string, SchedulerCase>> = { ...wakingCases, ...mishapCases, ...transactionCases };
  const bound = Object.entries(all).map(([name, { sweeps, run }]) => {
    const tried = async (house: House<Tx>) => {
      house.stage = await createStage(create, sweeps ? 2 * unit : hour, unit);
      await run(house.stage);
    };
    return [name, tried] as const;
  });
  return casesOf('schedulerContract', Object.fromEntries(bound), async () => emptyHouse<Tx>(), skip);
}

/** Holds the stage of a case, so that it is closed whatever becomes of the case. */
interface House<Tx> {
  stage: Stage<Tx> | undefined;
  close(): Promise<void>;
}

function emptyHouse<Tx>(): House<Tx> {
  const house: House<Tx> = {
    stage: undefined,
    async close() {
      await house.stage?.close();
    },
  };
  return house;
}
