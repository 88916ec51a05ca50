/**
 * Forgetting: what is left of a job when nobody is to know whom it was for.
 * @module
 */

/** Columns of `jobs` that tell of the person and not of the message; they become NULL. */
export const personalJobColumns = ['recipient', 'recipient_name', 'direct'] as const;

/** Columns of `outcomes` that tell of the person; they become NULL. `counted_recipient` too, when the person is forgotten for good. */
export const personalOutcomeColumns = ['why', 'provider_id', 'payload', 'content'] as const;

/** Begins the key that takes the place of one that named a recipient; the row's `id` makes it unique. No other key begins like this: theirs have seven parts. */
export const forgottenKeyPrefix = 'forgotten/';
