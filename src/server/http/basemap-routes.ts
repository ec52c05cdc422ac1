import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { type ArchiveFolder, createArchiveFolder, type OpenArchive } from '../map-archives/archive-folder.ts';
import { ApiProblem } from './api-problem.ts';
import type { ApiEnv } from './api-routes.ts';
import { byteRangeOf } from './byte-range.ts';
import { jsonResponse } from './compressed.ts';

/** The map archives in the folder, for whoever is signed in, in any programme. */
export function basemapRoutes(folder: string): Hono<ApiEnv> {
  const archives: ArchiveFolder = createArchiveFolder(folder);
  const routes = new Hono<ApiEnv>();

  routes.get('/', async (c) =>
    jsonResponse(c.req.raw, JSON.stringify(await archives.list()), { 'cache-control': 'no-store' }),
  );

  routes.get('/:id', async (c) => {
    const archive = await archives.open(c.req.param('id'));
    if (!archive) throw new ApiProblem(404, 'basemap-unknown', 'The server has no such map any more.');
    return answer(c.req.raw, archive);
  });

  return routes;
}

async function answer(request: Request, { file, etag, bytes: size }: OpenArchive): Promise<Response> {
  const common = {
    etag,
    'accept-ranges': 'bytes',
    'content-type': 'application/vnd.pmtiles',
    // A proxy that compressed it would make its ranges meaningless.
    'cache-control': 'private, no-cache, no-transform',
  };
  const header = (name: string) => request.headers.get(name) ?? undefined;
  const known = (header('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  const range = byteRangeOf({ range: header('range'), ifRange: header('if-range') }, { size, etag });
  const without = async (status: number, headers: Record<string, string> = {}) => {
    await file.close();
    return new Response(null, { status, headers: { ...common, ...headers } });
  };
  if (known.includes(etag) || known.includes('*')) return without(304);
  if (range.type === 'unsatisfiable') {
    await file.close();
    throw new ApiProblem(416, 'range-beyond', 'The map has no such part; it may have been replaced.', {
      'content-range': `bytes */${size}`,
      etag,
    });
  }
  const { start, end } = range.type === 'part' ? range : { start: 0, end: size - 1 };
  const headers = {
    'content-length': String(end - start + 1),
    ...(range.type === 'part' && { 'content-range': `bytes ${start}-${end}/${size}` }),
  };
  const status = range.type === 'part' ? 206 : 200;
  if (request.method === 'HEAD') return without(status, headers);
  // Closes the file when it is through, and when nobody listens any more.
  const body = Readable.toWeb(file.createReadStream({ start, end })) as ReadableStream<Uint8Array>;
  return new Response(body, { status, headers: { ...common, ...headers } });
}
