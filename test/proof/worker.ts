/** Processes of the shop, seen from the test that starts them. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Provider } from './provider.js';

/** What a process tells: that it has taken an order, that a message is written as sent or will be tried again, that a breaker has changed. */
export type News =
  | { readonly tell: 'started' }
  | { readonly tell: 'sent'; readonly key: string }
  | { readonly tell: 'again'; readonly key: string; readonly why: string }
  | { readonly tell: 'breaker'; readonly channel: string; readonly state: string };

/** A process of the shop, and all that is known of it. */
export interface Worker {
  readonly name: string;
  /** Resolves when it has taken an order; rejects where it ends before. */
  readonly started: Promise<void>;
  /** How it ended: exit status and signal. */
  readonly ended: Promise<readonly [number | null, NodeJS.Signals | null]>;
  /** Epoch milliseconds; undefined unless it was killed. */
  readonly killedAt: number | undefined;
  readonly breakers: readonly string[];
  kill(): void;
  /** Has it take no more orders, and end when everything is delivered. */
  finish(): void;
}

/** What the processes of one proof are started with. */
export interface Staff {
  readonly script: string;
  readonly provider: Provider;
  /** When each key was first told to be written as sent, in epoch milliseconds. */
  readonly toldSent: Map<string, number>;
  /** Why what process will send which key again, by `process key`. */
  readonly toldAgain: Map<string, string>;
  readonly workers: Worker[];
}

/** Nobody is at work yet. */
export function staffOf(script: string, provider: Provider): Staff {
  return { script, provider, toldSent: new Map(), toldAgain: new Map(), workers: [] };
}

/** `take`: works until it is killed, and nothing may fail. `work`: takes what fails, until told to finish. `drain`: only delivers. */
export type Task = 'take' | 'work' | 'drain';

/** Starts a process; `providerUrl` where it reaches the provider by another way. */
export function hire(staff: Staff, database: string, name: string, task: Task, providerUrl = staff.provider.url): Worker {
  const child = fork(staff.script, [database, providerUrl, name, task], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const breakers: string[] = [];
  // What `once` yields are the values of the event.
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const started = new Promise<void>((resolve, reject) => {
    child.on('message', (news: News) => {
      if (news.tell === 'started') resolve();
      else if (news.tell === 'sent') staff.toldSent.set(news.key, staff.toldSent.get(news.key) ?? Date.now());
      else if (news.tell === 'again') staff.toldAgain.set(news.key, news.why);
      else breakers.push(`${news.channel} ${news.state}`);
    });
    ended.then(([status]) => reject(new Error(`process ${name} ended with ${status} before it took an order`)), reject);
  });
  // A process that only delivers takes none, and nobody waits for it to.
  started.catch(() => {});
  let killedAt: number | undefined;
  const worker: Worker = {
    name,
    started,
    ended,
    get killedAt() {
      return killedAt;
    },
    breakers,
    kill() {
      killedAt = Date.now();
      child.kill('SIGKILL');
    },
    finish: () => child.send('finish'),
  };
  staff.workers.push(worker);
  return worker;
}
