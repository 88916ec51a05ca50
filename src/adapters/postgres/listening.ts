/**
 * Listening on a connection of its own, which is made anew when it is lost.
 * @module
 */
import type { Listener, Listening } from './client.js';
import { quoted } from './tables.js';

/** A statement as `pg` takes it. */
export interface PgStatement {
  readonly text: string;
  readonly values: unknown[];
  readonly name?: string;
}

/** A connection of `pg`: a client of a pool, or a `Client`. */
export interface PgConnection {
  query(statement: PgStatement): Promise<{ readonly rows: readonly unknown[] }>;
  on(event: never, listener: never): unknown;
  removeListener(event: never, listener: never): unknown;
  readonly release?: (destroy?: boolean) => void;
}

/** Waits between attempts to connect, in milliseconds; the last one again and again. */
const waits = [100, 1_000, 5_000, 15_000];

/** Listens on a connection of a pool. */
export function listenWith(pool: { connect(): Promise<PgConnection> }): (channel: string, listener: Listener) => Listening {
  return (channel, listener) => {
    const listening = new Connected(() => pool.connect(), channel, listener);
    listening.begin();
    return listening;
  };
}

/** What a message on a channel looks like. */
interface Message {
  readonly channel: string;
  readonly payload?: string | undefined;
}

/** A connection with its events. */
interface HeardConnection extends Omit<PgConnection, 'on' | 'removeListener'> {
  on(event: 'notification', listener: (message: Message) => void): unknown;
  on(event: 'error' | 'end', listener: () => void): unknown;
  removeListener(event: 'notification', listener: (message: Message) => void): unknown;
}

function heardConnection(connection: PgConnection): HeardConnection {
  // pg documents these events; its own types for them are too strict to be matched by structure.
  return connection as unknown as HeardConnection;
}

class Connected implements Listening {
  isLive = false;
  readonly #connect: () => Promise<PgConnection>;
  readonly #channel: string;
  readonly #listener: Listener;
  #attempts = 0;
  #isEnded = false;
  #release: ((isLost: boolean) => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt: Promise<void> = Promise.resolve();

  constructor(connect: () => Promise<PgConnection>, channel: string, listener: Listener) {
    this.#connect = connect;
    this.#channel = channel;
    this.#listener = listener;
  }

  begin(): void {
    this.#attempt = this.#open().catch(() => this.#again());
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    await this.#attempt;
    this.#release?.(false);
  }

  async #open(): Promise<void> {
    const connection = heardConnection(await this.#connect());
    const heard = (message: Message) => {
      if (message.channel === this.#channel) this.#listener.heard(message.payload ?? '');
    };
    const lost = () => {
      if (this.#release === undefined) return;
      this.#release(true);
      this.#again();
    };
    this.#release = (isLost) => {
      this.#release = undefined;
      this.isLive = false;
      connection.removeListener('notification', heard);
      // The other listeners stay: a connection that breaks later must not end the process. It is closed, so that nobody else gets it while it listens.
      connection.release?.(true);
      if (!isLost && connection.release === undefined)
        connection.query({ text: `UNLISTEN ${quoted(this.#channel)}`, values: [] }).catch(() => {});
    };
    connection.on('notification', heard);
    connection.on('error', lost);
    connection.on('end', lost);
    try {
      await connection.query({ text: `LISTEN ${quoted(this.#channel)}`, values: [] });
    } catch (error) {
      this.#release?.(true);
      throw error;
    }
    if (this.#isEnded || this.#release === undefined) return;
    this.isLive = true;
    this.#attempts = 0;
    this.#listener.live();
  }

  #again(): void {
    if (this.#isEnded) return;
    clearTimeout(this.#timer);
    const wait = waits[Math.min(this.#attempts, waits.length - 1)] ?? 0;
    this.#attempts += 1;
    // What the process does otherwise is not kept alive by waiting for news.
    this.#timer = setTimeout(() => this.begin(), wait).unref();
  }
}
