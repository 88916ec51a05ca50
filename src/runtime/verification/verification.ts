/**
 * The verification of phone numbers as the host sees it.
 * @module
 */
import type { Lifecycle } from '../../core/lifecycle.js';
import type { Shape } from '../../core/shape.js';

/** So many within so many milliseconds. */
export interface CodeLimit {
  readonly max: number;
  readonly within: number;
}

/** How phone numbers are verified. */
export interface VerificationOptions<S extends Shape = Shape> {
  /** Whose numbers are verified. */
  readonly lifecycle: Lifecycle<S>;
  /** The fact that carries the code to the rule which sends it. It takes `{ code: string }`, where any text may stand. */
  readonly fact: S['facts'];
  /** The number that the code goes to; without one, nothing is sent. */
  readonly phone: (member: S['subject']) => string | null | undefined;
  /**
   * Secrets that codes and numbers are hashed with, and codes encrypted: 32 characters or bytes each, at least. The first is used; the
   * others are for what was begun before it. Whoever has the database but none of them learns neither codes nor numbers.
   */
  readonly keys: readonly (string | Uint8Array)[];
  /** Milliseconds for which a code can be used; 10 minutes unless told otherwise. */
  readonly expires?: number;
  /** Wrong codes after which the right one is refused, too; 5 unless told otherwise. */
  readonly attempts?: number;
  /** Milliseconds until a member may ask for another code; 60 s unless told otherwise. */
  readonly resendAfter?: number;
  /** Codes for one number; 5 within an hour unless told otherwise. */
  readonly perPhone?: CodeLimit;
  /** Codes asked for from one IP address (of IPv6, one /64 network), whatever the number; 20 within an hour unless told otherwise. */
  readonly perIp?: CodeLimit;
  /** A whole number from 0 to below the one given, from a secure source: `randomInt` of `node:crypto` unless told otherwise. For tests. */
  readonly randomInt?: (below: number) => number;
}

/** What came of asking for a code. */
export type StartResult =
  | {
      readonly ok: true;
      /** Names this verification; the browser may know it. */
      readonly id: string;
      readonly expiresAt: Date;
      /** From when another code may be asked for. */
      readonly resendAt: Date;
    }
  /** `too-soon`: the last code is too young. `too-many`: the limit of the number, or of the IP address, is reached. Try again at `retryAt`. */
  | { readonly ok: false; readonly code: 'too-soon' | 'too-many'; readonly retryAt: Date }
  | { readonly ok: false; readonly code: 'no-phone'; readonly retryAt: undefined };

/**
 * What came of checking a code. `expired`: right or wrong, it is too late. `used`: it was right before. `too-many`: no attempts are
 * left. `unknown`: there is no such verification, or a newer code has taken its place.
 */
export type CheckResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: 'wrong' | 'expired' | 'used' | 'too-many' | 'unknown';
      readonly attemptsLeft: number;
    };

/** Who asks, and in which transaction. */
export interface StartOptions<Tx> {
  /** Where the request came from; without it, only the number's own limits hold. */
  readonly ip?: string | undefined;
  /** The host's own transaction: nothing is sent, and nothing counts, unless it is committed. */
  readonly tx?: Tx | undefined;
}

/** One-time codes that prove that a phone is at hand. */
export interface Verification<Tx = never, Member = unknown> {
  /**
   * Makes up a code and hands it to the rule that sends it. Any earlier code for the same number is invalid from then on. The code itself
   * is in the message and nowhere else.
   *
   * @example
   * const started = await notifier.verification.start(member, { ip: request.ip });
   * if (!started.ok) return tooEarly(started.retryAt);
   */
  start(member: Member | string, options?: StartOptions<Tx>): Promise<StartResult>;
  /**
   * Checks a code that a person has typed. Of several at the same time with the right code, one is told `ok`. It takes no transaction: an
   * attempt counts, whatever becomes of yours.
   */
  check(id: string, code: string): Promise<CheckResult>;
}
