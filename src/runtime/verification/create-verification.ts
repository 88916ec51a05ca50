/**
 * The verification of phone numbers: codes made, counted and checked.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { type ParsedSubject, readSubject } from '../../core/handle.js';
import type { Records, StoredRecord } from '../../ports/records.js';
import type { OperationsContext } from '../operations/context.js';
import { changeRecord, recordsOf } from '../records.js';
import { freshSubject, tableFor, unknownSubject } from '../subjects.js';
import { type CodeRecord, freeAgain, judged, recentOf } from './code-record.js';
import { networkOf } from './network.js';
import { ownerOf, secretsOf } from './sealing.js';
import type { Secrets } from './secrets.js';
import type { VerificationSettings } from './settings.js';
import type { CheckResult, StartOptions, StartResult, Verification } from './verification.js';

const kind = 'verification';
const ipKind = 'verification ip';

/** Makes the verification of a notifier. Throws `missing-value` where its options are not given. */
export function createVerification<Tx>(context: OperationsContext<Tx>): Verification<Tx> {
  const { parts } = context;
  const settings = parts.verification;
  if (settings === undefined) {
    const fix = 'Give createNotifier the option verification: { lifecycle, fact, phone, keys }.';
    throw new OrderbellError('missing-value', `verification: this notifier verifies no phone numbers. ${fix}`);
  }
  const records = recordsOf(parts.store, 'verification');
  const desk: CodeDesk<Tx> = { context, settings, records, secrets: secretsOf(settings) };
  return {
    start: (member, options) => start(desk, member, options),
    check: (id, code) => check(desk, id, code),
  };
}

interface CodeDesk<Tx> {
  readonly context: OperationsContext<Tx>;
  readonly settings: VerificationSettings;
  readonly records: Records<Tx>;
  readonly secrets: Secrets;
}

async function start<Tx>(desk: CodeDesk<Tx>, member: unknown, { ip, tx }: StartOptions<Tx> = {}): Promise<StartResult> {
  const { context, settings, records, secrets } = desk;
  const subject = await memberOf(desk, member, tx);
  const number = normalised(settings.phone(subject.subject));
  if (number === undefined) return { ok: false, code: 'no-phone', retryAt: undefined };
  const now = context.parts.clock.now().getTime();
  const names = secrets.namesFor(`phone ${number}`);
  const [name, ...earlier] = names;
  // Asked once before anything is written, so that who is refused here uses up nothing of the address they share with others.
  for (const each of names) {
    const refusal = refusalBy(settings, decoded(await records.read({ kind, key: each }, tx)), now);
    if (refusal !== undefined) return refusal;
  }
  const capped = ip === undefined ? undefined : await countAddress(desk, ip, now, tx);
  if (capped !== undefined) return { ok: false, code: 'too-many', retryAt: new Date(capped) };
  const before = (await Promise.all(earlier.map((each) => takenOver(records, each, tx)))).flat();
  const code = secrets.code();
  const nonce = secrets.nonce();
  const until = now + settings.expires;
  const written = await changeRecord<StartResult | { readonly replaced: StoredRecord | undefined }, Tx>(
    records,
    { kind, key: name },
    (found) => {
      const last = decoded(found);
      const refusal = refusalBy(settings, last, now);
      if (refusal !== undefined) return { next: 'keep', result: refusal };
      const sent = [...before, ...recentOf(last?.sent ?? [], settings.perPhone.within, now), now];
      const record = { nonce, ...secrets.hashOf(`${name}.${nonce}`, code), until, left: settings.attempts, used: false, sent };
      return { next: kept(settings, record), result: { replaced: found } };
    },
    tx,
  );
  if ('ok' in written) return written;
  try {
    await send(desk, subject, code, tx);
  } catch (error) {
    await undo(desk, name, nonce, written.replaced, tx);
    throw error;
  }
  return { ok: true, id: `${name}.${nonce}`, expiresAt: new Date(until), resendAt: new Date(now + settings.resendAfter) };
}

async function memberOf<Tx>({ context, settings }: CodeDesk<Tx>, member: unknown, tx: Tx | undefined): Promise<ParsedSubject> {
  const { parts } = context;
  const { lifecycle } = settings;
  if (typeof member !== 'string') return readSubject(tableFor(parts, lifecycle).model, member);
  const ref = { lifecycle, subject: member };
  const found = await freshSubject(parts, ref, await parts.store.subject(ref), tx);
  if (found === undefined) throw unknownSubject(parts, ref);
  return found;
}

/** One way to write each number, so that spaces and dashes make no other number of it; undefined where it has no digits. */
function normalised(phone: unknown): string | undefined {
  if (typeof phone !== 'string') return undefined;
  const digits = phone
    .normalize('NFKC')
    .replace(/[^\d+]/g, '')
    .replace(/^00/, '+');
  return /\d/.test(digits) ? digits : undefined;
}

function refusalBy(settings: VerificationSettings, last: CodeRecord | undefined, now: number): StartResult | undefined {
  const { resendAfter, perPhone } = settings;
  const latest = last?.sent.at(-1);
  if (last === undefined || latest === undefined) return undefined;
  const limited = freeAgain(last.sent, perPhone, now);
  if (limited !== undefined) return { ok: false, code: 'too-many', retryAt: new Date(limited) };
  if (now < latest + resendAfter) return { ok: false, code: 'too-soon', retryAt: new Date(latest + resendAfter) };
  return undefined;
}

/** Counts a request from an address; yields from when it may ask again where it asked too often. */
function countAddress<Tx>(desk: CodeDesk<Tx>, ip: string, now: number, tx: Tx | undefined): Promise<number | undefined> {
  const { perIp } = desk.settings;
  const [key] = desk.secrets.namesFor(`ip ${networkOf(ip)}`);
  return changeRecord<number | undefined, Tx>(
    desk.records,
    { kind: ipKind, key },
    (found) => {
      const times = recentOf(timesIn(found), perIp.within, now);
      const capped = freeAgain(times, perIp, now);
      if (capped !== undefined) return { next: 'keep', result: capped };
      const next = { value: JSON.stringify([...times, now]), expiresAt: now + perIp.within };
      return { next, result: undefined };
    },
    tx,
  );
}

function timesIn(found: StoredRecord | undefined): readonly number[] {
  // Only this file writes records of this kind.
  return found === undefined ? [] : (JSON.parse(found.value) as readonly number[]);
}

/** Ends what was begun under an earlier key of the host's, and yields when codes were sent under it. */
function takenOver<Tx>(records: Records<Tx>, key: string, tx: Tx | undefined): Promise<readonly number[]> {
  return changeRecord<readonly number[], Tx>(
    records,
    { kind, key },
    (found) => ({ next: undefined, result: decoded(found)?.sent ?? [] }),
    tx,
  );
}

async function send<Tx>({ context, settings, secrets }: CodeDesk<Tx>, subject: ParsedSubject, code: string, tx: Tx | undefined) {
  const { lifecycle, fact } = settings;
  const sealed = secrets.seal(code, ownerOf({ lifecycle, subject: subject.key }));
  const request = { kind: 'fact', fact, subject: subject.subject, before: undefined, payload: { code: sealed } } as const;
  const { answer } = await context.changes.change({ lifecycle, request, tx });
  if (!answer.ok) throw new OrderbellError('invalid-data', `verification.start(): '${fact}' was refused: ${answer.message}`);
}

/** A code that is not sent costs nothing: the record becomes what it was. That the message failed is what the host has to hear. */
async function undo<Tx>(
  { settings, records }: CodeDesk<Tx>,
  key: string,
  nonce: string,
  replaced: StoredRecord | undefined,
  tx: Tx | undefined,
): Promise<void> {
  const before = decoded(replaced);
  await changeRecord(
    records,
    { kind, key },
    (found) => {
      if (decoded(found)?.nonce !== nonce) return { next: 'keep', result: undefined };
      return { next: before && kept(settings, before), result: undefined };
    },
    tx,
  ).catch(() => undefined);
}

/**
 * Whatever the answer, it takes one read, one hash and one write, so that time tells nothing of whether there is such a verification:
 * where there is nothing to change, the write is one that finds nothing.
 */
async function check<Tx>(
  { context, settings, records, secrets }: CodeDesk<Tx>,
  id: unknown,
  typed: unknown,
): Promise<CheckResult> {
  const [, name = nowhere, nonce = ''] = /^([\w-]{22})\.([\w-]{22})$/.exec(String(id)) ?? [];
  const { result, isWritten } = await changeRecord(records, { kind, key: name }, (found) => {
    const record = decoded(found);
    const matches = secrets.matches(`${name}.${nonce}`, typed, record?.nonce === nonce ? record : undefined);
    const { next, result } = judged(record, nonce, matches, context.parts.clock.now().getTime());
    return { next: next === undefined ? 'keep' : kept(settings, next), result: { result, isWritten: next !== undefined } };
  });
  if (!isWritten) await records.write({ kind, key: nowhere, value: undefined, version: 1 });
  return result;
}

/** The key of no record. */
const nowhere = 'none';

function kept({ resendAfter, perPhone }: VerificationSettings, record: CodeRecord) {
  const latest = record.sent.at(-1) ?? 0;
  return { value: JSON.stringify(record), expiresAt: Math.max(record.until, latest + resendAfter, latest + perPhone.within) };
}

function decoded(found: StoredRecord | undefined): CodeRecord | undefined {
  // Only this file writes records of this kind.
  return found === undefined ? undefined : (JSON.parse(found.value) as CodeRecord);
}
