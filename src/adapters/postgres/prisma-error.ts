/**
 * What Prisma wraps the errors of the database in.
 * @module
 */

/**
 * The error of the database in an error of Prisma, under its SQLSTATE; where the database was not reached, under the code of Prisma
 * or, from Prisma 7, what its driver adapter calls it. Prisma puts the place of the call before the message: it is left out. Anything
 * else is handed back as it is.
 */
export function ofPrisma(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || typeof Reflect.get(thrown, 'clientVersion') !== 'string') return thrown;
  const meta = partOf(thrown, 'meta');
  const told = partOf(partOf(meta, 'driverAdapterError'), 'cause');
  const raw = Reflect.get(thrown, 'code') === 'P2010' ? textOf(meta, 'code') : undefined;
  const code =
    textOf(told, 'originalCode') ?? textOf(told, 'kind') ?? raw ?? textOf(thrown, 'code') ?? textOf(thrown, 'errorCode');
  const error = new Error(textOf(told, 'originalMessage') ?? (raw && textOf(meta, 'message')) ?? lastPartOf(thrown.message));
  if (thrown.stack !== undefined) error.stack = thrown.stack;
  return Object.assign(error, code === undefined ? {} : { code });
}

function partOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textOf(value: unknown, name: string): string | undefined {
  const part = partOf(value, name);
  return typeof part === 'string' && part !== '' ? part : undefined;
}

/** 'Invalid `prisma.$queryRawUnsafe()` invocation:', perhaps lines of the host's source, an empty line, and what has happened. */
function lastPartOf(message: string): string {
  const last =
    message
      .trim()
      .split(/\n\s*\n/)
      .at(-1) ?? message;
  return /Message: `(.*)`$/s.exec(last)?.[1] ?? last;
}
