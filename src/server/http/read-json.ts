import * as v from 'valibot';
import { ApiProblem } from './api-problem.ts';

/** @throws ApiProblem malformed or invalid, as 400 */
export async function readJson<Schema extends v.GenericSchema>(
  request: Request,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  let json: unknown;
  try {
    json = JSON.parse(await request.text());
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
