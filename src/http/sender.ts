/**
 * Senders: how a request goes out and its answer comes in.
 * @module
 */
import type { Deadline } from './deadline.js';

/** What is sent. */
export interface Outgoing {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

/** The beginning of an answer. */
export interface Answer {
  readonly status: number;
  /** A header by its name in small letters. */
  readonly header: (name: string) => string | null;
  /** The body as text, or undefined where it is longer than {@link longestBody}: the rest is not read. Rejects where it breaks off. */
  readonly text: () => Promise<string | undefined>;
  /** The body is not wanted. */
  readonly drop: () => void;
}

/** Sends a request, follows no redirect, and resolves with the beginning of the answer. Rejects at the deadline, in the body as well. */
export type Sender = (request: Outgoing, deadline: Deadline) => Promise<Answer>;

/** Bytes that an answer may have; those of gateways have some hundreds. */
export const longestBody: number = 64 * 1024;
