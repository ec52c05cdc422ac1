import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const gzipped = promisify(gzip);
const MIN_BYTES = 1_000;

/** A JSON answer, compressed where that pays and the client takes it. */
export async function jsonResponse(
  request: Request,
  json: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const plain = { 'content-type': 'application/json; charset=utf-8', vary: 'accept-encoding', ...headers };
  const takesGzip = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  if (json.length < MIN_BYTES || !takesGzip) return new Response(json, { headers: plain });
  const bytes = await gzipped(json);
  return new Response(bytes, { headers: { ...plain, 'content-encoding': 'gzip' } });
}
