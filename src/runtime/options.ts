/**
 * The parts a notifier is made of.
 * @module
 */
import type { JobRecord } from '../core/job.js';
import type { ChannelsOf } from '../core/rule.js';
import type { Limit, Window } from '../core/settings.js';
import type { RuleTable } from '../core/table.js';
import type { Clock } from '../ports/clock.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { Store } from '../ports/store.js';
import type { MessageOf, Transport } from '../ports/transport.js';
import type { Templates } from '../templates/engine.js';
import type { MayContact, SuppressionOptions, UnsubscribeOptions } from './consent/consent-options.js';

/** Several of a thing: in a list, or by any names (as presets give them). */
export type Several<T> = readonly T[] | Readonly<Record<string, T>>;

/** A rule table, whatever its lifecycle and channels. */
// biome-ignore lint/suspicious/noExplicitAny: constraint position; a table's parameters are both written and read by it.
export type AnyTable = RuleTable<any, any>;

type TableOf<R> = R[keyof R & (R extends readonly unknown[] ? number : string)];

/** The channels that the rules of several tables use. */
export type ChannelsUsed<R> =
  TableOf<R> extends infer T ? (T extends RuleTable<infer _S, infer B> ? ChannelsOf<B> : never) : never;

type ShapesOf<R> = TableOf<R> extends infer T ? (T extends RuleTable<infer S, infer _B> ? S : never) : never;

/** A transport for each channel, or several to try in order. */
export type TransportsFor<Channel extends string> = {
  readonly [C in Channel]: Transport<MessageOf<C>> | readonly Transport<MessageOf<C>>[];
};

/** What a signal handler is told besides the subject. */
export interface SignalContext {
  readonly rule: string;
  /** Key of the subject, and of the item for rules with `each`. */
  readonly subject: string;
  readonly item: string | undefined;
  /** When it was due. */
  readonly due: Date;
  /** The job's key: the same for each repetition after a failure. Give it to `handleTransition` as `key`. */
  readonly key: string;
}

// Each of the next four asks `R extends unknown`, so that the compiler resolves the names before it looks at the functions given;
// without it, their parameters have no types where they are written in place.

/** Readers of fresh data, by lifecycle. */
type LoadersFor<R, Tx> = R extends unknown
  ? {
      readonly [S in ShapesOf<R> as S['name']]?: (
        key: string,
        context: { readonly tx: Tx | undefined },
      ) => Promise<S['input'] | S['subject'] | null | undefined>;
    }
  : never;

/** Signal handlers, by lifecycle and signal. */
type SignalsFor<R> = R extends unknown
  ? {
      readonly [S in ShapesOf<R> as S['name']]?: Readonly<
        Record<string, (subject: S['subject'], context: SignalContext) => Promise<unknown> | unknown>
      >;
    }
  : never;

/** Switches, by channel. */
type SwitchesFor<R> = R extends unknown
  ? { readonly [C in ChannelsUsed<R>]?: (subject: ShapesOf<R>['subject']) => boolean }
  : never;

/** Windows, by channel. */
type WindowsFor<R> = R extends unknown
  ? { readonly [C in ChannelsUsed<R>]?: Window | ((subject: ShapesOf<R>['subject']) => Window | null | undefined) }
  : never;

/** What a retry policy is told besides the error. */
export interface RetryContext {
  readonly job: JobRecord;
  /** Number of the attempt that failed: 1 for the first. */
  readonly attempt: number;
  /** Undefined where it failed before a channel, or a transport, was reached. */
  readonly channel: string | undefined;
  readonly transport: string | undefined;
}

/** How failed attempts are repeated. */
export interface RetryOptions {
  /** Attempts in all before a job is given up; 8 unless told otherwise. */
  readonly attempts?: number;
  /**
   * Milliseconds to wait after the attempt of this number failed (1 for the first). By default 30 s, doubled each time, an hour at
   * most, and up to a quarter more or less, so that jobs which failed together do not come again together. A longer `retryAfter` of the
   * provider is honoured in any case, up to `maxAge`.
   */
  readonly delay?: (attempt: number) => number;
  /** Milliseconds after its due instant from which a job is given up with its next failure; 3 days unless told otherwise. */
  readonly maxAge?: number;
  /**
   * Decides on single errors: `'give-up'` fails the job at once, `'retry'` tries again what would be given up as permanent. Undefined
   * leaves it as it is. `attempts` and `maxAge` hold in any case, and an at-most-once message that may have been accepted is never
   * repeated. What it throws is an `error` event, and decides nothing.
   */
  readonly policy?: (error: unknown, context: RetryContext) => 'retry' | 'give-up' | undefined;
}

/** When a transport is left alone, so that an outage of its provider costs no message its attempts. */
export interface BreakerOptions {
  /** Failures in a row that open it, whatever the messages; 5 unless told otherwise. A refusal for good is an answer, and no failure. */
  readonly failures?: number;
  /** Milliseconds until a message may probe; 30 s unless told otherwise. Doubled each time that it fails. */
  readonly pause?: number;
  /** The longest pause in milliseconds; 5 minutes unless told otherwise. */
  readonly longestPause?: number;
}

/** What {@link createNotifier} is given. */
export interface NotifierOptions<R extends Several<AnyTable>, Tx> {
  /** The rule tables: at most one lifecycle each, rule names unique within a lifecycle. */
  readonly rules: R;
  /** The texts, a set for each lifecycle whose rules tell people something. */
  readonly templates: Several<Templates>;
  /** A transport for every channel that the rules use; a list is tried in order. */
  readonly transports: TransportsFor<ChannelsUsed<R>>;
  readonly store: Store<Tx>;
  /**
   * Reads fresh data of a subject when a job is due; null when it is gone. Without it the store keeps the data of the last
   * change, personal data included.
   */
  readonly load?: LoadersFor<R, Tx>;
  /** What the host does when a rule signals: by lifecycle and name of the signal. */
  readonly signals?: SignalsFor<R>;
  /** Switches by channel: a function that answers false for a subject sends nothing for it (`channel-off`). */
  readonly enabled?: SwitchesFor<R>;
  /**
   * Times of day by channel, in the subject's zone, or a function of the subject: what is due outside waits for the next opening, or is
   * skipped. They do not hold up rules with `urgent`.
   */
  readonly windows?: WindowsFor<R>;
  /** Caps by channel for one recipient, counted across all rules (`limit`); all of a list hold. */
  readonly limits?: { readonly [C in ChannelsUsed<R>]?: Limit | readonly Limit[] };
  /**
   * Asked before each message whether the person may be told it: true, false, or a text that says why not (`opted-out`). Where it throws,
   * the message is tried again later.
   */
  readonly mayContact?: MayContact;
  /**
   * The list of suppressed addresses (`opted-out`): `{}` has every message ask it. Promotional ones do in any case, where the store keeps
   * records; false asks nobody.
   */
  readonly suppressions?: SuppressionOptions<Tx> | false;
  /** Links to unsubscribe in promotional messages; false says that something else sees to it, and ends the warning. */
  readonly unsubscribe?: UnsubscribeOptions | false;
  /** The real clock unless told otherwise. */
  readonly clock?: Clock;
  /** A loop that sleeps until the next due instant, unless told otherwise. */
  readonly scheduler?: Scheduler<Tx>;
  readonly retry?: RetryOptions;
  /** A circuit breaker for each transport; false for none. */
  readonly breaker?: BreakerOptions | false;
  /** Whether the content of what was sent is kept with its job; false unless told otherwise, since it is personal data. */
  readonly keepContent?: boolean;
  /** Deliveries at a time; 16 unless told otherwise. What waits for a transport with `limits` takes no place. */
  readonly concurrency?: number;
  /**
   * Milliseconds that a transport or signal handler may take before its outcome counts as unknown, and `load` before it is tried
   * again; 30 s unless told otherwise.
   */
  readonly sendTimeout?: number;
  /**
   * Milliseconds for which a worker holds a job, 60 s unless told otherwise. It is extended for as long as the worker lives, and is thus
   * how long the jobs of one that died stay untouched.
   */
  readonly lease?: number;
  /** Longest sleep of the loop in milliseconds; 60 s unless told otherwise. Stores that do not hear of other processes make it shorter. */
  readonly longestSleep?: number;
  /** Whether a started notifier keeps the process running while it waits; true unless told otherwise. */
  readonly keepAlive?: boolean;
  /**
   * Whether spans and metrics go to OpenTelemetry where `@opentelemetry/api` is installed; true unless told otherwise. They name
   * lifecycles, rules, channels, transports and codes, never a person, an address or a text.
   */
  readonly telemetry?: boolean;
}
