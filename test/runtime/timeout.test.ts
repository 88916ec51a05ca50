import { describe, expect, test } from 'vitest';
import { UnknownOutcomeError } from '../../src/core/errors.js';
import { LazyAbort, timeoutsOf, withTimeout } from '../../src/runtime/timeout.js';
import { fakeClock } from '../../src/testing/fake-clock.js';

const start = '2026-03-01T11:00';

function patience(sendTimeout = 30_000) {
  const clock = fakeClock(start);
  const after = Object.assign(clock, { since: () => clock.now().getTime() - Date.parse(`${start}Z`) });
  return { clock: after, sendTimeout };
}

/** Work that ends when it is told to. */
function slow() {
  let end: (value: string) => void = () => {};
  const answer = new Promise<string>((resolve) => {
    end = resolve;
  });
  return { work: () => answer, end: (value: string) => end(value) };
}

/** What becomes of waits, in order. */
function told(lines: string[], name: string, waiting: Promise<unknown>): void {
  waiting.then(
    (value) => lines.push(`${name}: ${String(value)}`),
    (error: unknown) => lines.push(`${name}: ${error instanceof UnknownOutcomeError ? 'unknown' : String(error)}`),
  );
}

describe('waiting with a limit', () => {
  test('takes one timer for all that begin together, and none once all have ended', async () => {
    const here = patience();
    const works = Array.from({ length: 200 }, slow);
    const waits = works.map(({ work }, index) => withTimeout(here, `work ${index}`, work));
    expect(here.clock.pending()).toHaveLength(1);
    works.forEach(({ end }, index) => {
      end(String(index));
    });
    await expect(Promise.all(waits)).resolves.toHaveLength(200);
    expect(here.clock.pending()).toEqual([]);
  });

  test('gives up what has not ended by then, and no more than that', async () => {
    const here = patience();
    const lines: string[] = [];
    const [done, stuck, later] = [slow(), slow(), slow()];
    told(lines, 'done', withTimeout(here, 'done', done.work));
    told(lines, 'stuck', withTimeout(here, 'stuck', stuck.work));
    done.end('answered');
    await here.clock.advanceTo('2026-03-01T11:00:20');
    told(lines, 'later', withTimeout(here, 'later', later.work));
    await here.clock.advanceTo('2026-03-01T11:00:40');
    expect(lines).toEqual(['done: answered', 'stuck: unknown']);
    later.end('answered');
    await here.clock.advanceTo('2026-03-01T11:02');
    expect(lines.at(-1)).toBe('later: answered');
    expect(here.clock.pending()).toEqual([]);
  });

  test('begun while others are being given up, in the same millisecond, waits its own time', async () => {
    const here = patience();
    const lines: string[] = [];
    const timeouts = timeoutsOf(here.clock, here.sendTimeout);
    const wait = (name: string, then: () => void = () => {}) => ({
      group: undefined,
      giveUp: () => {
        lines.push(name);
        then();
      },
    });
    timeouts.begin(wait('first', () => timeouts.begin(wait('again'))));
    await here.clock.advanceTo('2026-03-01T11:00:30');
    expect(lines).toEqual(['first']);
    await here.clock.advanceTo('2026-03-01T11:01');
    expect(lines).toEqual(['first', 'again']);
  });

  test('keeps lengths apart, and clocks', async () => {
    const here = patience(30_000);
    const lines: string[] = [];
    const elsewhere = patience(30_000);
    told(lines, 'long', withTimeout(here, 'long', slow().work));
    told(lines, 'short', withTimeout({ ...here, sendTimeout: 1_000 }, 'short', slow().work));
    told(lines, 'elsewhere', withTimeout(elsewhere, 'elsewhere', slow().work));
    await here.clock.advanceTo('2026-03-01T11:00:01');
    expect(lines).toEqual(['short: unknown']);
    await here.clock.advanceTo('2026-03-01T11:05');
    expect(lines).toEqual(['short: unknown', 'long: unknown']);
  });

  test('leaves no timer behind work that throws at once, or rejects', async () => {
    const here = patience();
    const thrown = withTimeout(here, 'work', () => {
      throw new Error('at once');
    });
    await expect(thrown).rejects.toThrow('at once');
    await expect(withTimeout(here, 'work', () => Promise.reject(new Error('later')))).rejects.toThrow('later');
    expect(here.clock.pending()).toEqual([]);
  });
});

describe('a signal that is made when somebody looks at it', () => {
  test('is aborted, whether it was looked at before or after', () => {
    const before = new LazyAbort();
    const { signal } = before;
    expect(signal.aborted).toBe(false);
    before.abort();
    const after = new LazyAbort();
    after.abort();
    expect([signal.aborted, before.signal === signal, after.signal.aborted]).toEqual([true, true, true]);
  });
});
