/**
 * How fast is '15:00 local, 7 days before the deadline'? orderbell beside bare date-fns-tz, in one run.
 * @module
 */
import { addDays as addDaysLocally } from 'date-fns/addDays';
import { setHours } from 'date-fns/setHours';
import { startOfDay } from 'date-fns/startOfDay';
import { formatInTimeZone } from 'date-fns-tz/formatInTimeZone';
import { fromZonedTime } from 'date-fns-tz/fromZonedTime';
import { toZonedTime } from 'date-fns-tz/toZonedTime';
import { addDays, dayOf, instantOf } from '../src/core/calendar.js';
import { atLeast, median, type Row } from './row.js';

type Reminder = (deadline: Date, zone: string) => number;

const ours: Reminder = (deadline, zone) => instantOf(addDays(dayOf(deadline.getTime(), zone), -7), '15:00', zone);

/** The two ways in which a developer would write it with date-fns-tz. */
const rivals: Readonly<Record<string, Reminder>> = {
  'by text': (deadline, zone) => {
    const day = formatInTimeZone(addDaysLocally(deadline, -7), zone, 'yyyy-MM-dd');
    return fromZonedTime(`${day}T15:00:00`, zone).getTime();
  },
  'by Date': (deadline, zone) => {
    const day = startOfDay(addDaysLocally(toZonedTime(deadline, zone), -7));
    return fromZonedTime(setHours(day, 15), zone).getTime();
  },
};

/** Measures every zone against every rival; the passes of the two sides alternate, so that both meet the same machine. */
export async function run(): Promise<Row[]> {
  return ['Asia/Taipei', 'America/New_York'].flatMap((zone) =>
    Object.entries(rivals).map(([way, theirs]) =>
      compare(`15:00, 7 days before a deadline, ${zone}, date-fns-tz ${way}`, zone, theirs),
    ),
  );
}

function compare(name: string, zone: string, theirs: Reminder): Row {
  const subjects = deadlines();
  for (const deadline of subjects) {
    if (ours(deadline, zone) !== theirs(deadline, zone))
      throw new Error(`${name}: the two sides disagree on ${deadline.toISOString()}`);
  }
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let pass = 0; pass < 40; pass++) {
    times.ours.push(nanoseconds(ours, subjects, zone, 10));
    times.theirs.push(nanoseconds(theirs, subjects, zone, 1));
  }
  return atLeast(8, { name, unit: 'ns', ours: median(times.ours), theirs: median(times.theirs) });
}

/**
 * Deadlines of 500 subjects over five months, at uneven times of the day. Months without a change of the clocks in most zones:
 * near a change in the zone of the process, the rivals miss the day.
 */
function deadlines(): readonly Date[] {
  const first = Date.UTC(2026, 3, 20, 7, 13);
  return Array.from({ length: 500 }, (_, i) => new Date(first + i * (7 * 3600 + 1234) * 1000));
}

function nanoseconds(reminder: Reminder, subjects: readonly Date[], zone: string, repeats: number): number {
  let sum = 0;
  const start = performance.now();
  for (let i = 0; i < repeats; i++) for (const deadline of subjects) sum += reminder(deadline, zone);
  const elapsed = performance.now() - start;
  // Uses the sum, so that no call can be left out as idle.
  if (Number.isNaN(sum)) throw new Error('no instant');
  return (elapsed * 1e6) / (subjects.length * repeats);
}
