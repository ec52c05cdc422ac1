import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import * as v from 'valibot';
import { type Snapshot, type SnapshotRow, type SnapshotTable, snapshotTables } from '../storage/snapshot.ts';
import { BackupProblem } from './backup-problem.ts';

/**
 * A backup is lines of JSON, compressed: a header; for each table a line with its name, and its rows; and at the end how
 * many rows there were and the SHA-256 of all lines before, so that one that was cut off or altered is not taken for whole.
 */
const headerSchema = v.object({
  format: v.literal('safelane-backup'),
  version: v.number(),
  schema: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** By the server's clock. */
  createdAt: v.string(),
});
export type BackupHeader = v.InferOutput<typeof headerSchema>;
const tableSchema = v.object({ table: v.picklist(Object.keys(snapshotTables) as SnapshotTable[]) });
const endSchema = v.object({ rows: v.number(), sha256: v.string() });
const rowSchema = v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()]));

const VERSION = 1;

export interface Written {
  readonly rows: number;
  /** The head of each programme as it is in the file. */
  readonly heads: ReadonlyMap<string, number>;
}

/**
 * Writes the snapshot to a file that appears when it is whole and on the disk.
 * @param progress told how many rows are written
 */
export async function writeBackup(
  snapshot: Snapshot,
  path: string,
  createdAt: string,
  progress: (rows: number) => void,
): Promise<Written> {
  const part = `${path}.part`;
  const heads = new Map<string, number>();
  let rows = 0;
  async function* lines(): AsyncGenerator<string> {
    const hash = createHash('sha256');
    const line = (value: object) => {
      const text = `${JSON.stringify(value)}\n`;
      hash.update(text);
      return text;
    };
    const header: BackupHeader = {
      format: 'safelane-backup',
      version: VERSION,
      schema: snapshot.schema,
      createdAt,
    };
    yield line(header);
    for (const table of Object.keys(snapshotTables) as SnapshotTable[]) {
      yield line({ table });
      for await (const some of snapshot.rows(table)) {
        if (table === 'programme') for (const { id, head } of some) heads.set(String(id), Number(head));
        rows += some.length;
        progress(rows);
        yield some.map(line).join('');
      }
    }
    yield `${JSON.stringify({ rows, sha256: hash.digest('hex') })}\n`;
  }
  try {
    // Passwords' hashes are in it.
    await pipeline(lines, createGzip({ level: 6 }), createWriteStream(part, { mode: 0o600 }));
    await sync(part);
    await rename(part, path);
    // The new name is to be on the disk as well. Not every system lets a folder be opened.
    await sync(dirname(path)).catch(() => undefined);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return { rows, heads };
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

export type BackupRow = readonly [SnapshotTable, SnapshotRow];

/**
 * Reads a backup. What comes before its end may be of a file that is not whole: use nothing of it before all is read.
 * @throws BackupProblem unreadable, damaged, newer
 */
export async function* readBackup(path: string): AsyncGenerator<BackupHeader | BackupRow> {
  const hash = createHash('sha256');
  let header: BackupHeader | undefined;
  let table: SnapshotTable | undefined;
  let rows = 0;
  let isWhole = false;
  let broken: unknown;
  const lines = linesOf(path, (error) => {
    broken = error;
  });
  for await (const text of lines) {
    const json = jsonOf(text);
    if (header === undefined) {
      header = headerOf(json, path);
      yield header;
    } else if (v.is(tableSchema, json)) {
      ({ table } = json);
    } else if (v.is(endSchema, json)) {
      isWhole = json.rows === rows && json.sha256 === hash.digest('hex');
      break;
    } else if (table !== undefined && v.is(rowSchema, json)) {
      rows += 1;
      yield [table, json];
    } else break;
    hash.update(`${text}\n`);
  }
  if (header === undefined) throw unreadable(path, broken);
  if (!isWhole) {
    throw new BackupProblem('damaged', `The backup ${path} is damaged or was cut off. Nothing was restored.`);
  }
}

/** Lines up to where it can be read, and why no further. */
async function* linesOf(path: string, failed: (error: unknown) => void): AsyncGenerator<string> {
  const unpacked = new PassThrough();
  const reading = pipeline(createReadStream(path), createGunzip(), unpacked).catch(failed);
  try {
    for await (const line of createInterface({ input: unpacked, crlfDelay: Infinity })) yield line;
  } catch (error) {
    failed(error);
  } finally {
    unpacked.destroy();
    await reading;
  }
}

function headerOf(json: unknown, path: string): BackupHeader {
  const header = v.safeParse(headerSchema, json);
  if (!header.success) throw unreadable(path);
  if (header.output.version > VERSION) {
    throw new BackupProblem(
      'newer',
      `The backup ${path} was written by a newer version of Safelane. Update this one.`,
    );
  }
  return header.output;
}

const unreadable = (path: string, cause?: unknown) =>
  new BackupProblem('unreadable', `${path} is not a backup of Safelane, or cannot be read.`, { cause });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
