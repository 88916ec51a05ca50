/** What a Redis server answers (RESP 2). */
export type Reply = string | number | null | Error | readonly Reply[];

interface Taken {
  readonly reply: Reply;
  /** In bytes. */
  readonly length: number;
}

/** The first whole reply of what has been received, if there is one. */
export function takeReply(received: Buffer, from: number = 0): Taken | undefined {
  const end = received.indexOf('\r\n', from);
  if (end < 0) return undefined;
  const kind = String.fromCharCode(received[from] ?? 0);
  const text = received.toString('utf8', from + 1, end);
  const length = end + 2 - from;
  if (kind === '+') return { reply: text, length };
  if (kind === '-') return { reply: new Error(text), length };
  if (kind === ':') return { reply: Number(text), length };
  if (kind === '$') return bulk(received, from, length, Number(text));
  if (kind === '*') return list(received, from, length, Number(text));
  throw new Error(`no reply of Redis begins with '${kind}'`);
}

function bulk(received: Buffer, from: number, head: number, size: number): Taken | undefined {
  if (size < 0) return { reply: null, length: head };
  const start = from + head;
  if (received.length < start + size + 2) return undefined;
  return { reply: received.toString('utf8', start, start + size), length: head + size + 2 };
}

function list(received: Buffer, from: number, head: number, count: number): Taken | undefined {
  if (count < 0) return { reply: null, length: head };
  const replies: Reply[] = [];
  let length = head;
  for (let at = 0; at < count; at += 1) {
    const taken = takeReply(received, from + length);
    if (taken === undefined) return undefined;
    replies.push(taken.reply);
    length += taken.length;
  }
  return { reply: replies, length };
}
