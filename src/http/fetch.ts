/**
 * The part of `fetch` that is needed, by structure: neither DOM nor Node types have to be installed for these types.
 * @module
 */

/** What is asked for. */
export interface FetchRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

/** What reads a body piece by piece. */
export interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/** What comes back. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): BodyReader } | null;
}

/** The global `fetch`, that of undici, or one of the host's own: with a proxy, with a log, with a client certificate. */
export type Fetch = (url: string, request: FetchRequest) => Promise<FetchResponse>;
