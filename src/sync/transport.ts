/** One request to the server, by a path of its own origin. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  /** The user that the request is made for. */
  readonly user: string;
  readonly timeoutMs: number;
}

/** Whatever answered, which need not be the server. */
export interface WireAnswer {
  readonly status: number;
  /** The body as it came, uncompressed. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same as text. */
  readonly text: string;
}

/** Carries a request. Rejects when nothing answered in time; an answer of any status is an answer. */
export interface Transport {
  send(request: WireRequest): Promise<WireAnswer>;
}
