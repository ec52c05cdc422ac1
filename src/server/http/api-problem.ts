import type { ProblemDetails } from '#protocol/wire.ts';

type Status = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 421 | 422 | 429 | 500 | 503;

/** An answer that says no: a stable code for the program, and a sentence for the person (RFC 9457). */
export class ApiProblem extends Error {
  readonly status: Status;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: Status,
    code: string,
    sentence: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(sentence);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  response(): Response {
    const details: ProblemDetails = {
      type: `urn:safelane:problem:${this.code}`,
      title: this.message,
      status: this.status,
      code: this.code,
    };
    return new Response(JSON.stringify(details), {
      status: this.status,
      headers: {
        'content-type': 'application/problem+json; charset=utf-8',
        'cache-control': 'no-store',
        ...this.headers,
      },
    });
  }
}

/** SQLite's result codes for "another process is writing" and "the disk is full". */
const [SQLITE_BUSY, SQLITE_FULL] = [5, 13];

/** What an error means to whoever asked. Undefined for a fault of ours. */
export function problemOf(error: unknown): ApiProblem | undefined {
  if (error instanceof ApiProblem) return error;
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  if (code === SQLITE_FULL) {
    return new ApiProblem(
      503,
      'disk-full',
      'The server’s disk is full. Nothing was stored; try again later.',
      {
        'retry-after': '300',
      },
    );
  }
  if (code === SQLITE_BUSY) {
    return new ApiProblem(503, 'busy', 'The server is busy. Nothing was stored; try again in a moment.', {
      'retry-after': '5',
    });
  }
  return undefined;
}
