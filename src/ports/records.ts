/**
 * The Records port: small records that belong to no job.
 * @module
 */

/** Which record. */
export interface RecordRef {
  /** What it is: `credits`, `suppressed email`. */
  readonly kind: string;
  /** Its name among those of its kind. */
  readonly key: string;
}

/** A record as it is stored. */
export interface StoredRecord extends RecordRef {
  /** What it says, in the words of whoever wrote it: mostly JSON. */
  readonly value: string;
  /** Changes with each write; no earlier record of this name had it. */
  readonly version: number;
  /** Epoch milliseconds from which nobody needs it any more; whoever reads it looks at that. Undefined: for ever. */
  readonly expiresAt: number | undefined;
}

/** What is to stand in a record's place. */
export interface RecordWrite extends RecordRef {
  /** Undefined removes it. */
  readonly value: string | undefined;
  readonly expiresAt?: number | undefined;
  /** The version that it replaces; 0 where there must be none. */
  readonly version: number;
}

/** Which records to list. */
export interface RecordQuery {
  readonly kind: string;
  readonly limit: number;
  /** The key of the last record of the page before; pages are in one fixed order. */
  readonly after?: string | undefined;
}

/**
 * Keeps records: balances, codes, suppressed addresses, texts of merchants. Whoever changes one reads it and writes what it should
 * become; where somebody else came first, nothing is written, and it starts again.
 */
export interface Records<Tx = never> {
  /** A record, expired or not; with `tx` as the host's transaction sees it. */
  read(ref: RecordRef, tx?: Tx): Promise<StoredRecord | undefined>;
  /**
   * Writes where the record is still of the version named, and answers whether it did. With `tx` it becomes visible when the host
   * commits; a record that another transaction is writing is waited for.
   */
  write(write: RecordWrite, tx?: Tx): Promise<boolean>;
  /** Records of a kind, expired ones included. */
  list(query: RecordQuery): Promise<readonly StoredRecord[]>;
}
