import type { MapArchive } from '#protocol/basemaps.ts';
import { backOffMs } from '#sync/back-off.ts';
import { type ArchiveFiles, partBytes, sizeOfPart } from './archive-files.ts';
import { abortWhenQuiet, bodyOf } from './http-transport.ts';

/** How a download ended. */
export type DownloadEnd =
  | 'whole'
  /** A person, or the end of the app. */
  | 'stopped'
  /** The file on the server is another one by now. */
  | 'changed'
  | 'gone'
  | 'signed-out'
  | 'full';

export interface DownloadPorts {
  readonly files: ArchiveFiles;
  readonly fetch: typeof globalThis.fetch;
  /** Bytes that the browser still gives; null where it does not say. */
  readonly freeBytes: () => Promise<number | null>;
  /** Ends sooner when the device has a network again, and at once when it is aborted. */
  readonly wait: (delayMs: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

interface Told {
  /** So many bytes more are here. */
  readonly came: (bytes: number) => void;
  /** The server cannot be reached, or can be again. */
  readonly reached: (isReached: boolean) => void;
}

/** Records need room too: a map leaves so much of it. */
export const reserveBytes = 20_000_000;
const quietMs = 30_000;
const longestWaitMs = 30_000;

/** Fetches the parts that are missing, one after another, and tries again for as long as it takes. */
export async function downloadParts(
  ports: DownloadPorts,
  archive: MapArchive,
  signal: AbortSignal,
  told: Told,
): Promise<DownloadEnd> {
  const { files, freeBytes, wait, random } = ports;
  let failures = 0;
  for (const part of await files.missing(archive)) {
    for (;;) {
      if (signal.aborted) return 'stopped';
      const free = await freeBytes();
      if (free !== null && free < reserveBytes) return 'full';
      const answer = await fetchPart(ports.fetch, archive, part, signal);
      if (answer instanceof Uint8Array) {
        if (failures > 0) told.reached(true);
        failures = 0;
        if (!(await putPart(files, archive, part, answer))) return 'full';
        told.came(answer.length);
        break;
      }
      if (answer !== 'failed') return answer;
      failures += 1;
      told.reached(false);
      await wait(Math.min(longestWaitMs, backOffMs(failures, random())), signal);
    }
  }
  return (await files.missing(archive)).length === 0 ? 'whole' : 'stopped';
}

async function putPart(
  files: ArchiveFiles,
  archive: MapArchive,
  part: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  try {
    await files.put(archive, part, bytes);
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'QuotaExceededError') return false;
    throw error;
  }
}

/** One range, of the file that was meant or of none. */
async function fetchPart(
  fetch: typeof globalThis.fetch,
  archive: MapArchive,
  part: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | 'failed' | Exclude<DownloadEnd, 'whole' | 'full'>> {
  const start = part * partBytes;
  const size = sizeOfPart(archive, part);
  const quiet = abortWhenQuiet(quietMs);
  try {
    const response = await fetch(archivePath(archive.id), {
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { range: `bytes=${start}-${start + size - 1}`, 'if-range': archive.etag },
      signal: AbortSignal.any([signal, quiet.signal]),
    });
    quiet.heard();
    const said = await verdictOf(response, archive);
    if (said !== 'part') {
      await response.body?.cancel();
      return said;
    }
    const bytes = await bodyOf(response, quiet.heard);
    const isMeant =
      response.headers.get('content-range') === `bytes ${start}-${start + size - 1}/${archive.bytes}`;
    return isMeant && bytes.length === size ? bytes : 'failed';
  } catch {
    // No network, a cut in the middle, or nothing for too long.
    return signal.aborted ? 'stopped' : 'failed';
  } finally {
    quiet.end();
  }
}

/** What is not from the server itself (a sign-in page of a network, a gateway) says nothing of the map. */
async function verdictOf(
  response: Response,
  { etag }: MapArchive,
): Promise<'part' | 'failed' | 'changed' | 'gone' | 'signed-out'> {
  const { status, headers } = response;
  const type = headers.get('content-type') ?? '';
  if (type === 'application/vnd.pmtiles') {
    if (headers.get('etag') !== etag) return 'changed';
    return status === 206 ? 'part' : 'failed';
  }
  if (!type.startsWith('application/problem+json')) return 'failed';
  if (status === 416) return 'changed';
  if (status === 404) return 'gone';
  return status === 401 ? 'signed-out' : 'failed';
}

export const archivePath = (id: string) => `/api/v1/basemaps/${encodeURIComponent(id)}`;
