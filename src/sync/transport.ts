/** One request to the server, by a path of its own origin. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  /** The user that the request is made for. */
  readonly user: string;
  /** How long nothing may come, before the answer or within it. */
  readonly timeoutMs: number;
  /** The answer may come as the bytes of a gzip file, which are to be kept as they are. */
  readonly packed?: true;
  /** Told when the head of the answer is here and its body is not yet; by a transport that can tell. */
  readonly headCame?: (head: WireHead) => void;
}

interface WireHead {
  /** The value of a header. */
  get(name: string): string | null;
}

/** Whatever answered, which need not be the server. */
export interface WireAnswer {
  readonly status: number;
  /** The body; a gzip file where that was asked for and came. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same as text, unpacked. */
  readonly text: string;
}

/** Carries a request. Rejects when nothing answered in time; an answer of any status is an answer. */
export interface Transport {
  send(request: WireRequest): Promise<WireAnswer>;
}
