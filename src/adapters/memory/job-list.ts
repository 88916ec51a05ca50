/**
 * Lists of jobs of all subjects, page by page.
 * @module
 */
import type { JobPage, JobQuery } from '../../ports/store.js';
import type { Entry } from './entry.js';
import { type Place, runsBefore } from './line.js';
import type { SubjectRecord } from './subject-record.js';

/** Lists jobs of these subjects. It looks at every job for each page: a store in memory is not for lists of millions. */
export function listJobs(records: Iterable<SubjectRecord>, query: JobQuery): JobPage {
  const isBefore = query.list === 'open' ? runsBefore : insertedBefore;
  const after = query.after === undefined ? undefined : placeOf(query.after);
  const wanted = wantedBy(query);
  const found = [...records]
    .flatMap((record) => record.entries.filter((job) => wanted(job) && (after === undefined || isBefore(after, job))))
    .sort((one, other) => (isBefore(one, other) ? -1 : 1));
  const jobs = found.slice(0, query.limit);
  const last = jobs.at(-1);
  return {
    jobs: jobs.map((job) => job.snapshot()),
    next: last === undefined || jobs.length === found.length ? undefined : `${last.runAt} ${last.sequence}`,
  };
}

function insertedBefore(one: Place, other: Place): boolean {
  return one.sequence < other.sequence;
}

function placeOf(next: string): Place {
  const [runAt, sequence] = next.split(' ').map(Number);
  return { runAt: runAt ?? 0, sequence: sequence ?? 0 };
}

function wantedBy({ list, keys, rule, site, from, until }: JobQuery): (job: Entry) => boolean {
  const named = keys && new Set(keys);
  const isListed = (job: Entry) =>
    list === 'open'
      ? job.isOpen && (from === undefined || job.runAt >= from) && (until === undefined || job.runAt < until)
      : job.status === list;
  return (job) =>
    isListed(job) &&
    (named === undefined || named.has(job.key)) &&
    (rule === undefined || job.rule === rule) &&
    (site === undefined || job.site === site);
}
