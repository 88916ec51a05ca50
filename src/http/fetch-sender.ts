/**
 * Requests by a `fetch` of the host.
 * @module
 */
import type { Deadline } from './deadline.js';
import type { Fetch, FetchResponse } from './fetch.js';
import { longestBody, type Sender } from './sender.js';

/** Sends by a `fetch`. One that heeds no signal is not waited for. */
export function fetchSender(fetch: Fetch): Sender {
  return async ({ url, method, headers, body }, deadline) => {
    const controller = new AbortController();
    const bound = boundBy(deadline, controller);
    const request = { method, headers, ...(body === undefined ? {} : { body }), redirect: 'manual' as const };
    const response = await bound(fetch(url, { ...request, signal: controller.signal }));
    return {
      status: response.status,
      header: (name) => response.headers.get(name),
      text: () => bound(textOf(response)),
      drop: () => {
        response.body
          ?.getReader()
          .cancel()
          .catch(() => undefined);
      },
    };
  };
}

/** Settles as the work does, or rejects when nobody waits any more. */
function boundBy(deadline: Deadline, controller: AbortController): <Value>(work: Promise<Value>) => Promise<Value> {
  const over = new Promise<never>((_, reject) => {
    deadline.onOver((reason) => {
      controller.abort(reason);
      reject(reason);
    });
  });
  over.catch(() => undefined);
  return (work) => Promise.race([work, over]);
}

async function textOf({ body }: FetchResponse): Promise<string | undefined> {
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value?.byteLength ?? 0;
    if (bytes > longestBody) {
      reader.cancel().catch(() => undefined);
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
