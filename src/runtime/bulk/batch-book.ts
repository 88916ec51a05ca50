/**
 * The book of a batch: which addresses were told, and which chunks are done. It is kept in records, so that it outlives the process.
 * @module
 */
import { createHash } from 'node:crypto';
import type { Records, StoredRecord } from '../../ports/records.js';
import { changeRecord } from '../records.js';

/** How long a batch is remembered. */
const remembered = 90 * 24 * 60 * 60_000;

/** What became of a chunk that is done: how many messages were planned, and how many were duplicates. */
export interface ChunkMark {
  readonly messages: number;
  readonly duplicates: number;
}

/** Who may tell an address, and when the message that does is due. */
export interface Claim {
  /** `new`: this message, as of now. `own`: this message, since an earlier run. `taken`: another one. */
  readonly holder: 'new' | 'own' | 'taken';
  readonly dueAt: number;
}

/** The book of one batch. Keys are hashes: no address stands in it. */
export class BatchBook<Tx> {
  readonly #records: Records<Tx>;
  readonly #kind: string;
  readonly #now: () => number;

  constructor(records: Records<Tx>, batch: string, now: () => number) {
    this.#records = records;
    this.#kind = `batch ${batch}`;
    this.#now = now;
  }

  /**
   * Claims a name (an address) for a message. It is written before the message is planned: whoever dies in between finds its own
   * claim again, and nobody else gets it. `dueAt` is asked for a new claim only, and an own one keeps its instant.
   */
  async claim(name: string, message: string, dueAt: () => number): Promise<Claim> {
    const ref = { kind: this.#kind, key: `to ${hash(name)}` };
    const holder = hash(message);
    let due: number | undefined;
    return changeRecord<Claim, Tx>(this.#records, ref, (found) => {
      const [other, at] = this.#current(found)?.split(' ') ?? [];
      if (other !== undefined) return { next: 'keep', result: { holder: other === holder ? 'own' : 'taken', dueAt: Number(at) } };
      due ??= dueAt();
      return { next: { value: `${holder} ${due}`, expiresAt: this.#expiry() }, result: { holder: 'new', dueAt: due } };
    });
  }

  /** What became of a chunk of exactly these entries; undefined where it is not done. */
  async mark(chunk: string): Promise<ChunkMark | undefined> {
    const value = this.#current(await this.#records.read(this.#chunk(chunk)));
    const [messages = 0, duplicates = 0] = value?.split(' ').map(Number) ?? [];
    return value === undefined ? undefined : { messages, duplicates };
  }

  /** Notes that every entry of a chunk is done. */
  async note(chunk: string, { messages, duplicates }: ChunkMark): Promise<void> {
    const next = { value: `${messages} ${duplicates}`, expiresAt: this.#expiry() };
    await changeRecord(this.#records, this.#chunk(chunk), () => ({ next, result: undefined }));
  }

  /** The instant behind the last message that was given one, where messages are spaced. */
  async pace(): Promise<number> {
    return Number(this.#current(await this.#records.read({ kind: this.#kind, key: 'pace' })) ?? 0);
  }

  /** Notes that instant. */
  async notePace(at: number): Promise<void> {
    await changeRecord(this.#records, { kind: this.#kind, key: 'pace' }, (found) => {
      const value = String(Math.max(at, Number(this.#current(found) ?? 0)));
      return { next: { value, expiresAt: this.#expiry() }, result: undefined };
    });
  }

  #chunk(chunk: string): { readonly kind: string; readonly key: string } {
    return { kind: this.#kind, key: `chunk ${hash(chunk)}` };
  }

  #current(found: StoredRecord | undefined): string | undefined {
    return found?.expiresAt !== undefined && found.expiresAt <= this.#now() ? undefined : found?.value;
  }

  #expiry(): number {
    return this.#now() + remembered;
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
