import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Registry } from '#domain/kinds/registry.ts';
import { rowsFor } from '#protocol/danger.ts';
import { encodeRows, type Page } from '#protocol/page.ts';
import { gzipType, pageRows, throughHeader } from '#protocol/wire.ts';
import type { History, Storage } from '../storage/port.ts';
import { jsonResponse } from './compressed.ts';

const packed = promisify(gzip);
const unpacked = promisify(gunzip);
const HEADERS = {
  'cache-control': 'no-store',
  'content-type': 'application/json; charset=utf-8',
  vary: 'accept, accept-encoding',
};

export type AnswerPull = (request: Request, asked: PullQuery) => Promise<Response>;
interface PullQuery {
  readonly programme: string;
  readonly history: History;
  readonly bucket: string;
  readonly after: number;
}

interface Built {
  readonly page: Page;
  readonly json: string;
  /** Compressed, of a page that is full. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

/**
 * Pages of buckets. One that is full is kept as it went out, and answers the next phone that asks from the same cursor:
 * whoever reads a bucket from its start gets stored bytes. That is right however old the page is. A row of it that
 * changed since has a later sequence, and comes with a later page; one that did not is as it was. Only when a quarter of
 * its rows has moved on is a page built anew, because it would carry too much that is superseded.
 */
export function createPullAnswers(
  storage: Storage,
  registry: Registry,
  protocol: number,
  failed: (error: unknown) => void,
): AnswerPull {
  const building = new Map<string, Promise<Built>>();

  const build = async ({ programme, history, bucket, after }: PullQuery): Promise<Built> => {
    const { rows, through, more: isCut } = await storage.rowsAfter(programme, bucket, after, pageRows);
    // After a full page there may be more at any time: what is kept must not say that there is none.
    const more = isCut || rows.length >= pageRows;
    const given = rowsFor(bucket, rows, registry);
    const columns = encodeRows(given);
    const page: Page = { protocol, ...history, bucket, after, through, more, columns };
    const json = JSON.stringify(page);
    // What is shown of a record for a warning is for this version of the server to say: that is not kept.
    if (!more || given !== rows) return { page, json };
    const bytes = new Uint8Array(await packed(json));
    const key = { programme, bucket, after, epoch: history.epoch, protocol };
    // The answer does not wait for it, and is right without it.
    void storage.keepPage(key, { through, rows: rows.length, bytes }).catch(failed);
    return { page, json, bytes };
  };

  /** Many phones begin at the same cursor at once: the page is built once. */
  const buildShared = async (query: PullQuery): Promise<Built> => {
    const name = JSON.stringify([query.programme, query.history.epoch, query.bucket, query.after]);
    // A page that is not full has to hold what was written before it was asked for: it is not shared.
    const others = await building.get(name);
    if (others?.page.more === true) return others;
    const own = build(query);
    building.set(name, own);
    try {
      return await own;
    } finally {
      if (building.get(name) === own) building.delete(name);
    }
  };

  return async (request, query) => {
    const { programme, history, bucket, after } = query;
    const key = { programme, bucket, after, epoch: history.epoch, protocol };
    const kept = await storage.keptPage(key);
    if (kept && kept.standing * 4 >= kept.rows * 3) return sent(request, kept.through, kept.bytes);
    const { page, json, bytes } = await buildShared(query);
    return bytes ? sent(request, page.through, bytes) : jsonResponse(request, json, HEADERS);
  };
}

async function sent(request: Request, through: number, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  const headers = { ...HEADERS, [throughHeader]: `${through}` };
  if (request.headers.get('accept')?.includes(gzipType) === true) {
    return new Response(bytes, { headers: { ...headers, 'content-type': gzipType } });
  }
  const takesGzip = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  if (takesGzip) return new Response(bytes, { headers: { ...headers, 'content-encoding': 'gzip' } });
  return new Response(new Uint8Array(await unpacked(bytes)), { headers });
}
