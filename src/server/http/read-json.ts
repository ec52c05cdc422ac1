import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as v from 'valibot';
import { pushLimits } from '#protocol/wire.ts';
import { ApiProblem } from './api-problem.ts';

const gunzipped = promisify(gunzip);

/** Room for the envelope around a full push. Of the text: a small body may be a large one compressed. */
export const maxBodyBytes = pushLimits.bytes + 100_000;

export const tooLarge = () =>
  new ApiProblem(413, 'too-large', `The request is larger than ${maxBodyBytes} bytes. Send less at once.`, {
    connection: 'close',
  });

/**
 * A JSON body, which may come compressed (`content-encoding: gzip`).
 * @throws ApiProblem malformed or invalid as 400, too-large as 413, encoding-unknown as 415
 */
export async function readJson<Schema extends v.GenericSchema>(
  request: Request,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  let json: unknown;
  try {
    json = JSON.parse(await textOf(request));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ApiProblem(400, 'malformed', 'The request is not JSON.');
  }
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue) ?? 'top';
  throw new ApiProblem(400, 'invalid', `The request cannot be used at "${where}": ${issue.message}.`);
}

async function textOf(request: Request): Promise<string> {
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding === 'identity') return request.text();
  if (encoding !== 'gzip') {
    throw new ApiProblem(415, 'encoding-unknown', 'A request may be compressed by gzip only.');
  }
  const bytes = new Uint8Array(await request.arrayBuffer());
  try {
    return (await gunzipped(bytes, { maxOutputLength: maxBodyBytes })).toString('utf8');
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw new ApiProblem(400, 'malformed', 'The request is damaged: it cannot be decompressed.');
  }
}
