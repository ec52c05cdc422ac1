import * as v from 'valibot';
import { basemapsAnswerSchema, type MapArchive } from '#protocol/basemaps.ts';
import { type DownloadEnd, type DownloadPorts, downloadParts, reserveBytes } from './archive-download.ts';
import type { ArchiveFiles, StoredArchive } from './archive-files.ts';
import type { Watched } from './phone.ts';
import { watchable } from './watched.ts';

/** An archive as a person sees it, on the phone or on the server. */
export interface ArchiveEntry {
  readonly archive: MapArchive;
  readonly state: 'absent' | 'loading' | 'waiting' | 'elsewhere' | 'paused' | 'whole';
  /** Bytes that are on this phone. */
  readonly have: number;
  /** What a person should know of it. */
  readonly note?: string;
  /** The server has another one of this name. */
  readonly newer?: MapArchive;
}

export interface MapArchives {
  /** By name. */
  readonly list: Watched<readonly ArchiveEntry[]>;
  /** Why the server's list is not there; null where it is. */
  readonly problem: Watched<string | null>;
  /** Whether this browser can keep archives at all. */
  readonly canKeep: boolean;
  /** Reads what is here and asks the server what it has. */
  refresh(): Promise<void>;
  /** Goes on with what was under way when the app ended. */
  resume(): Promise<void>;
  download(archive: MapArchive): Promise<void>;
  pause(archive: MapArchive): Promise<void>;
  remove(archive: MapArchive): Promise<void>;
  /** The whole archive of that name on this phone. */
  kept(id: string): Promise<MapArchive | undefined>;
  read(archive: MapArchive, offset: number, length: number): Promise<ArrayBuffer>;
}

export interface ArchivePorts extends Omit<DownloadPorts, 'files'> {
  /** null: this browser keeps no files. */
  readonly files: ArchiveFiles | null;
  /** Does the work unless another window of the app is at it. @returns whether it was done */
  readonly alone: (name: string, work: () => Promise<void>) => Promise<boolean>;
  /** Told whether anything is to go on after a restart. */
  readonly unfinished: (isUnfinished: boolean) => void;
}

const startedAnewNote = 'The map was replaced on the server while it came: it is downloaded anew.';
const sentences: Readonly<Record<Exclude<DownloadEnd, 'whole' | 'stopped' | 'changed'>, string>> = {
  gone: 'The server has no such map any more.',
  'signed-out': 'Sign in again: the rest comes then.',
  full: 'There is no room on this phone for the rest of it. Delete another map, or make room.',
};

export function createMapArchives(ports: ArchivePorts): MapArchives {
  const { files } = ports;
  const list = watchable<readonly ArchiveEntry[]>([]);
  const problem = watchable<string | null>(null);
  const running = new Map<string, AbortController>();
  const notes = new Map<string, string>();
  const waiting = new Set<string>();
  const elsewhere = new Set<string>();
  let stored: readonly StoredArchive[] = [];
  let offered: readonly MapArchive[] = [];

  function show(): void {
    const ids = new Set([...stored.map(({ archive }) => archive.id), ...offered.map(({ id }) => id)]);
    list.set([...ids].sort((a, b) => a.localeCompare(b)).flatMap((id) => entriesOf(id)));
    ports.unfinished(stored.some(({ whole, paused }) => !whole && !paused));
  }

  function entriesOf(id: string): ArchiveEntry[] {
    const offer = offered.find((archive) => archive.id === id);
    const here = stored.filter(({ archive }) => archive.id === id);
    // An older one is shown until the newer is whole; then it is gone.
    const shown = here.find(({ whole }) => !whole) ?? here[0];
    if (!shown) return offer ? [{ archive: offer, state: 'absent', have: 0, ...noteOf(offer) }] : [];
    const { archive, have, whole } = shown;
    const newer = whole && offer && offer.etag !== archive.etag ? { newer: offer } : {};
    return [{ archive, have, state: stateOf(shown), ...newer, ...noteOf(archive, shown) }];
  }

  function stateOf({ archive, whole }: StoredArchive): ArchiveEntry['state'] {
    if (whole) return 'whole';
    if (elsewhere.has(archive.etag)) return 'elsewhere';
    if (!running.has(archive.etag)) return 'paused';
    return waiting.has(archive.etag) ? 'waiting' : 'loading';
  }

  function noteOf({ etag }: MapArchive, about?: StoredArchive) {
    const note = notes.get(etag) ?? (about?.startedAnew && !about.whole ? startedAnewNote : undefined);
    return note === undefined ? {} : { note };
  }

  async function look(): Promise<void> {
    stored = files ? await files.all() : [];
    show();
  }

  const aboutOf = (archive: MapArchive) => stored.find((each) => each.archive.etag === archive.etag);

  async function describe(archive: MapArchive, change: Partial<StoredArchive>): Promise<void> {
    if (!files) return;
    const { paused, whole, startedAnew } = { ...fresh, ...aboutOf(archive), ...change };
    await files.describe({ archive, paused, whole, startedAnew });
    await look();
  }

  async function run(archive: MapArchive): Promise<void> {
    if (!files || running.has(archive.etag)) return;
    const stop = new AbortController();
    running.set(archive.etag, stop);
    elsewhere.delete(archive.etag);
    notes.delete(archive.etag);
    show();
    let end: DownloadEnd = 'stopped';
    try {
      const had = await ports.alone(archive.etag, async () => {
        end = await downloadParts({ ...ports, files }, archive, stop.signal, {
          came: (bytes) => {
            stored = stored.map((each) =>
              each.archive.etag === archive.etag ? { ...each, have: each.have + bytes } : each,
            );
            show();
          },
          reached: (isReached) => {
            if (isReached) waiting.delete(archive.etag);
            else waiting.add(archive.etag);
            show();
          },
        });
      });
      if (!had) elsewhere.add(archive.etag);
    } finally {
      running.delete(archive.etag);
      waiting.delete(archive.etag);
    }
    await ended(archive, end);
  }

  /** In the background: what goes wrong is said of the archive. */
  function start(archive: MapArchive): void {
    run(archive).catch((error: unknown) => {
      notes.set(
        archive.etag,
        `It could not be stored: ${error instanceof Error ? error.message : String(error)}`,
      );
      show();
    });
  }

  async function ended(archive: MapArchive, end: DownloadEnd): Promise<void> {
    if (end === 'whole') {
      await files?.describe({ archive, paused: false, whole: true, startedAnew: false });
      for (const { archive: other } of stored) {
        if (other.id === archive.id && other.etag !== archive.etag) await files?.remove(other);
      }
      return look();
    }
    if (end === 'changed') return startAnew(archive);
    if (end === 'stopped') return look();
    notes.set(archive.etag, sentences[end]);
    // Signing in again is no reason to ask for it a second time.
    if (end === 'signed-out') return look();
    // Where there is no room for that either, it is tried again at the next start.
    return describe(archive, { paused: true }).catch(look);
  }

  function startUnfinished(): void {
    for (const { archive, whole, paused } of stored) if (!whole && !paused) start(archive);
  }

  async function startAnew(archive: MapArchive): Promise<void> {
    await ask();
    const next = offered.find(({ id }) => id === archive.id);
    if (!next) {
      // Not to be reached, or not listed: what is here may still be what the server will have again.
      notes.set(archive.etag, problem.value ?? sentences.gone);
      return describe(archive, { paused: true });
    }
    if (next.etag === archive.etag) return run(archive);
    await files?.remove(archive);
    await describe(next, { startedAnew: true });
    return run(next);
  }

  async function ask(): Promise<void> {
    try {
      const response = await ports.fetch('/api/v1/basemaps', {
        credentials: 'same-origin',
        cache: 'no-store',
      });
      const read = v.safeParse(basemapsAnswerSchema, response.ok ? await response.json() : null);
      if (read.success) {
        offered = read.output.basemaps;
        problem.set(null);
      } else {
        problem.set(
          response.status === 401
            ? 'Sign in again to see what the server has.'
            : 'The server did not say which maps it has.',
        );
      }
    } catch {
      problem.set('No network: only what is on this phone is listed.');
    }
    show();
  }

  async function download(archive: MapArchive): Promise<void> {
    if (!files) return;
    const free = await ports.freeBytes();
    const left = archive.bytes - (aboutOf(archive)?.have ?? 0);
    if (free !== null && free < left + reserveBytes) {
      notes.set(archive.etag, sentences.full);
      return show();
    }
    await describe(archive, { paused: false });
    start(archive);
  }

  return {
    list,
    problem,
    canKeep: files !== null,
    async refresh() {
      await look();
      await ask();
      if (problem.value === null) startUnfinished();
    },
    async resume() {
      await look();
      startUnfinished();
    },
    download,
    async pause(archive) {
      await describe(archive, { paused: true });
      running.get(archive.etag)?.abort();
    },
    async remove(archive) {
      running.get(archive.etag)?.abort();
      await files?.remove(archive);
      notes.delete(archive.etag);
      await look();
    },
    async kept(id) {
      if (stored.length === 0) await look();
      return stored.find(({ archive, whole }) => whole && archive.id === id)?.archive;
    },
    read: async (archive, offset, length) => {
      if (!files) throw new Error('This browser keeps no maps.');
      return files.read(archive, offset, length);
    },
  };
}

const fresh = { paused: false, whole: false, startedAnew: false };
