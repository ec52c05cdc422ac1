import type { ProblemDetails } from '#protocol/wire.ts';
import { passingProblem } from '../storage/storage-problem.ts';

type Status = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 416 | 421 | 422 | 429 | 500 | 503;

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

/** When it may be tried again, in seconds. */
const RETRY_AFTER_S = { busy: '5', unreachable: '5', 'disk-full': '300' } as const;

/** What an error means to whoever asked. Undefined for a fault of ours. */
export function problemOf(error: unknown): ApiProblem | undefined {
  if (error instanceof ApiProblem) return error;
  const problem = passingProblem(error);
  if (!problem) return undefined;
  const { code, message } = problem;
  return new ApiProblem(503, code, message, { 'retry-after': RETRY_AFTER_S[code] });
}
