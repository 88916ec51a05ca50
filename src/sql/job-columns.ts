/**
 * The columns of jobs, in the three tables they are kept in.
 * @module
 */

/** The columns of `jobs` besides `id`, in the order of {@link encodeJob}. No name is a keyword of any of the three databases. */
export const jobColumns = [
  'job_key',
  'lifecycle',
  'subject',
  'rule',
  'item',
  'recipient',
  'recipient_name',
  'role',
  'channels',
  'signal_name',
  'occurrence',
  'due_at',
  'zone',
  'wall_time',
  'direct',
  'site',
  'version',
  'pinned',
  'planned_at',
  'note',
] as const;

/** The columns of `queue` besides `job_id`, in the order of {@link encodeQueued}. */
export const queueColumns = [
  'claim_at',
  'run_at',
  'lease_until',
  'attempts',
  'parked_by',
  'lifecycle',
  'payload',
  'code',
  'why',
  'settled_at',
  'channel',
  'transport',
  'provider_id',
] as const;

/** The columns of `outcomes` besides `job_id`, in the order of {@link encodeEnded}. */
export const outcomeColumns = [
  'status',
  'run_at',
  'attempts',
  'settled_at',
  'code',
  'why',
  'channel',
  'transport',
  'provider_id',
  'payload',
  'content',
  'counted_recipient',
] as const;

/**
 * What to select for {@link decodeJob}, where `j` is a row of `jobs`, `q` the one of `queue` and `o` the one of `outcomes`, of
 * which one is joined from the left and all NULL.
 */
export const jobSelection: string = [
  ...['j.id', ...jobColumns.map((column) => `j.${column}`)],
  ...['q.job_id AS open_id', 'q.lease_until', 'q.parked_by', 'o.status', 'o.content', 'o.receipt'],
  ...['run_at', 'attempts', 'settled_at', 'code', 'why', 'channel', 'transport', 'provider_id', 'payload'].map(
    (column) => `coalesce(q.${column}, o.${column}) AS ${column}`,
  ),
].join(', ');
