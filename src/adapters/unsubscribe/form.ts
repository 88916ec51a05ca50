/**
 * The form that a link to unsubscribe is posted with.
 * @module
 */

/** What a form asks for. */
export type Action = 'unsubscribe' | 'resubscribe';

/** What mail programs post is 26 bytes, or some more in parts. */
const mostBytes = 16_384;

/**
 * Reads what was asked for: by `List-Unsubscribe=One-Click` (RFC 8058), or by a button of our page. Undefined for anything else, and for a
 * body that is too long.
 */
export async function actionOf(request: Request): Promise<Action | undefined> {
  const form = await formOf(request);
  if (form === undefined) return undefined;
  const action = form.get('action');
  if (action === 'unsubscribe' || action === 'resubscribe') return action;
  return form.get('List-Unsubscribe') === 'One-Click' ? 'unsubscribe' : undefined;
}

async function formOf(request: Request): Promise<Pick<FormData, 'get'> | undefined> {
  const type = request.headers.get('content-type') ?? '';
  const isForm = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type);
  const body = isForm ? await bytesOf(request) : undefined;
  if (body === undefined) return undefined;
  try {
    return await new Response(body, { headers: { 'content-type': type } }).formData();
  } catch {
    // Not what its type says.
    return undefined;
  }
}

/** The body, unless it is longer than any of ours: then nothing more of it is read. */
async function bytesOf(request: Request): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = request.body?.getReader();
  if (reader === undefined) return undefined;
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > mostBytes) {
      await reader.cancel();
      return undefined;
    }
    parts.push(value);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}
