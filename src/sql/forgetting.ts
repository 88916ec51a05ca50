/**
 * Forgetting: what is left of a subject and its jobs when nobody is to know whom they were about.
 *
 * Of the subject, `snapshot` becomes NULL, `fields` `{}`, `pinned` 0 and `forgotten` 1; its answers are removed. Revision, visited
 * states and flags stay, so that what happens next does not repeat the past. Of each job, the columns below become NULL and
 * `direct` loses its `contact`; that is all that `prune` does with history `keep`. Where the person is forgotten for good,
 * `recipient`, `recipient_name` and `counted_recipient` become NULL too, and the key of a job that had a recipient is replaced.
 * @module
 */

/** Columns of `jobs` that become NULL. */
export const forgottenJobColumns = ['note'] as const;

/** Columns of `outcomes` that become NULL. */
export const forgottenOutcomeColumns = [
  'why',
  'provider_id',
  'payload',
  'content',
  'receipt_id',
  'receipt',
  'ask_at',
  'receipt_address',
] as const;

/** Begins the key that takes the place of one that named a recipient; the row's `id` makes it unique. No other key begins like this: theirs have seven parts. */
export const forgottenKeyPrefix = 'forgotten/';
