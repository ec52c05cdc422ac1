import { readFile } from 'node:fs/promises';
import { GeoProblem } from './geo-problem.ts';

/** @throws GeoProblem when there is no such file, or it is not JSON */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const isAbsent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new GeoProblem(isAbsent ? `There is no file ${path}.` : `The file ${path} cannot be read.`, {
      cause,
    });
  });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new GeoProblem(`The file ${path} is not JSON.`, { cause });
  }
}
