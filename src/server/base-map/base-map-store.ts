import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { baseMapSchema } from '#domain/base-map.ts';
import type { Bounds } from '#domain/geo/shape.ts';
import { CUT_VERSION, sourceVersions } from './sources.ts';

export interface StoredBaseMap {
  /** A `BaseMap` as JSON text. */
  readonly json: string;
  /** A strong entity tag, quoted, of that text. */
  readonly etag: string;
}

const MAX_JSON_BYTES = 8_000_000;
const CUT_TIMEOUT_MS = 60_000;
const runFile = promisify(execFile);
const CUT_PROCESS = fileURLToPath(new URL('./cut-process.ts', import.meta.url));

/** Cuts under way in this process, so that many phones that ask at once start one cut. */
const underWay = new Map<string, Promise<string>>();

/**
 * The base map of an operating area: from the cache folder, or cut now (about a second, in a process of its own) and
 * kept there. The file's name holds the area and the versions of data and cut, so nothing stale is ever served.
 * @param cacheFolder made when it is missing
 * @throws when the area is not one, or the cut cannot be made or written
 */
export async function baseMapFor(area: Bounds, cacheFolder: string): Promise<StoredBaseMap> {
  const key = hash(`${area.join(',')} cut ${CUT_VERSION} ${sourceVersions()}`);
  const path = join(cacheFolder, `base-map-${key}.json`);
  const json = (await readCut(path)) ?? (await cutOnce(area, cacheFolder, path));
  return { json, etag: `"${hash(json)}"` };
}

/** The cut on disk, or undefined when there is none that can be read. */
async function readCut(path: string): Promise<string | undefined> {
  const json = await readFile(path, 'utf8').catch(() => undefined);
  if (json === undefined) return undefined;
  try {
    return v.is(baseMapSchema, JSON.parse(json)) ? json : undefined;
  } catch {
    return undefined;
  }
}

function cutOnce(area: Bounds, cacheFolder: string, path: string): Promise<string> {
  const running = underWay.get(path);
  if (running !== undefined) return running;
  const cut = cutToFile(area, cacheFolder, path).finally(() => underWay.delete(path));
  underWay.set(path, cut);
  return cut;
}

async function cutToFile(area: Bounds, cacheFolder: string, path: string): Promise<string> {
  const { stdout } = await runFile(process.execPath, [CUT_PROCESS, ...area.map(String)], {
    maxBuffer: MAX_JSON_BYTES,
    timeout: CUT_TIMEOUT_MS,
  });
  await mkdir(cacheFolder, { recursive: true });
  const unfinished = `${path}.${process.pid}.new`;
  await writeFile(unfinished, stdout);
  await rename(unfinished, path);
  return stdout;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
