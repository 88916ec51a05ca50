import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { ConnectionOptions } from 'bullmq';
import { type Reply, takeReply } from './redis-replies.js';

type Part = string | number | Buffer | undefined | null;

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

interface Script {
  readonly sha: string;
  readonly keys: number;
}

/** Lets BullMQ use a client of ours: it takes any that has what it calls. */
export function connectionOf(client: RedisClient): ConnectionOptions {
  // It has what a Queue and a Worker call, which is not all that BullMQ's type asks for.
  return client as unknown as ConnectionOptions;
}

/** As much of a Redis client as a Queue and a Worker of BullMQ need. Connects when it is first used. */
export class RedisClient extends EventEmitter {
  status = 'wait';
  readonly isCluster = false;
  readonly options = {};
  readonly #scripts = new Map<string, Script>();
  readonly #port: number;
  readonly #host: string;
  readonly #waiting: Waiting[] = [];
  #socket: Socket | undefined;
  #received: Buffer = Buffer.alloc(0);

  constructor(port: number, host: string) {
    super();
    this.#port = port;
    this.#host = host;
  }

  async connect(): Promise<void> {
    if (this.#socket !== undefined) return;
    const socket = connect(this.#port, this.#host).setNoDelay();
    this.#socket = socket;
    this.status = 'ready';
    socket.on('data', (data) => this.#read(data));
    socket.on('error', () => {});
    socket.on('close', () => this.#ended(socket));
    this.emit('ready');
  }

  disconnect(): void {
    this.#socket?.destroy();
    if (this.#socket === undefined) setImmediate(() => this.emit('end'));
    this.status = 'end';
  }

  async quit(): Promise<string> {
    this.disconnect();
    return 'OK';
  }

  duplicate(): RedisClient {
    const copy = new RedisClient(this.#port, this.#host);
    for (const [name, script] of this.#scripts) copy.#scripts.set(name, script);
    return copy;
  }

  defineCommand(name: string, { lua, numberOfKeys }: { readonly lua: string; readonly numberOfKeys: number }): void {
    this.#scripts.set(name, { sha: createHash('sha1').update(lua).digest('hex'), keys: numberOfKeys });
    Object.assign(this, { [name]: true });
    // Commands of one connection are worked on in order: the script is there before it is called.
    this.send('SCRIPT', 'LOAD', lua).catch(() => {});
  }

  runCommand(name: string, args: readonly (Part | readonly Part[])[]): Promise<Reply> {
    return this.send(...this.scriptCall(name, args));
  }

  scriptCall(name: string, args: readonly (Part | readonly Part[])[]): readonly Part[] {
    const script = this.#scripts.get(name);
    if (script === undefined) throw new Error(`no script '${name}'`);
    return ['EVALSHA', script.sha, script.keys, ...args.flat()];
  }

  multi(): Transaction {
    return new Transaction(this);
  }

  pipeline(): Transaction {
    return new Transaction(this);
  }

  hset(key: string, data: Readonly<Record<string, string | number>>): Promise<Reply> {
    return this.send('HSET', key, ...Object.entries(data).flat());
  }

  hget(key: string, field: string): Promise<Reply> {
    return this.send('HGET', key, field);
  }

  hmget(key: string, ...fields: string[]): Promise<Reply> {
    return this.send('HMGET', key, ...fields);
  }

  hexists(key: string, field: string): Promise<Reply> {
    return this.send('HEXISTS', key, field);
  }

  async hgetall(key: string): Promise<Readonly<Record<string, Reply>>> {
    const flat = await this.send('HGETALL', key);
    if (!Array.isArray(flat)) return {};
    return Object.fromEntries(flat.flatMap((name, at) => (at % 2 === 0 ? [[String(name), flat[at + 1] ?? null]] : [])));
  }

  zcard(key: string): Promise<Reply> {
    return this.send('ZCARD', key);
  }

  bzpopmin(key: string, seconds: number): Promise<Reply> {
    return this.send('BZPOPMIN', key, seconds);
  }

  info(): Promise<Reply> {
    return this.send('INFO');
  }

  clientSetName(name: string): Promise<Reply> {
    return this.send('CLIENT', 'SETNAME', name);
  }

  /** By this, too, BullMQ tells whether a client needs no adapter. Queue and Worker never call it. */
  scanStream(): never {
    throw new Error('this client does not scan');
  }

  async send(...parts: readonly Part[]): Promise<Reply> {
    if (this.status === 'end') throw new Error('Connection is closed.');
    await this.connect();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#socket?.write(encoded(parts));
    });
  }

  #read(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    for (let taken = takeReply(this.#received); taken !== undefined; taken = takeReply(this.#received)) {
      this.#received = this.#received.subarray(taken.length);
      const waiting = this.#waiting.shift();
      if (taken.reply instanceof Error) waiting?.reject(taken.reply);
      else waiting?.resolve(taken.reply);
    }
  }

  #ended(socket: Socket): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    this.status = 'end';
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('Connection is closed.'));
    this.emit('close');
    this.emit('end');
  }
}

/** Commands that are worked on together. */
class Transaction {
  readonly #client: RedisClient;
  readonly #commands: (readonly Part[])[] = [];

  constructor(client: RedisClient) {
    this.#client = client;
  }

  runCommand(name: string, args: readonly (Part | readonly Part[])[]): this {
    this.#commands.push(this.#client.scriptCall(name, args));
    return this;
  }

  async exec(): Promise<[Error | null, Reply][]> {
    const all = [['MULTI'], ...this.#commands, ['EXEC']];
    const replies = await Promise.all(all.map((command) => this.#client.send(...command)));
    const results = replies.at(-1);
    return Array.isArray(results) ? results.map((reply) => (reply instanceof Error ? [reply, null] : [null, reply])) : [];
  }
}

function encoded(parts: readonly Part[]): Buffer {
  const texts = parts.map((part) => (Buffer.isBuffer(part) ? part : Buffer.from(String(part ?? ''))));
  const pieces = texts.flatMap((text) => [Buffer.from(`$${text.length}\r\n`), text, Buffer.from('\r\n')]);
  return Buffer.concat([Buffer.from(`*${texts.length}\r\n`), ...pieces]);
}
