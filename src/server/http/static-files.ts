import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = /^(text|application)\/|svg/;

interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly zipped: Uint8Array<ArrayBuffer> | undefined;
  readonly etag: string;
  readonly type: string;
  readonly modifiedMs: number;
}

/** Files of the built app. A path that is no file is a screen of the app, and gets its page. */
export function createStaticFiles(folder: string) {
  const kept = new Map<string, StaticFile>();

  async function find(path: string): Promise<StaticFile | undefined> {
    const file = join(folder, normalize(`/${path}`));
    const found = file.startsWith(folder + sep) ? await stat(file).catch(() => undefined) : undefined;
    if (!found?.isFile()) return undefined;
    const known = kept.get(file);
    if (known?.modifiedMs === found.mtimeMs) return known;
    const bytes = new Uint8Array(await readFile(file));
    const type = types[extname(file)] ?? 'application/octet-stream';
    const zipped = compressible.test(type) ? new Uint8Array(await compress(bytes, { level: 9 })) : undefined;
    const etag = `"${found.size.toString(36)}-${found.mtimeMs.toString(36)}"`;
    const made: StaticFile = { bytes, zipped, etag, type, modifiedMs: found.mtimeMs };
    kept.set(file, made);
    return made;
  }

  return async (request: Request, pageHeaders: () => Promise<Record<string, string>>): Promise<Response> => {
    const path = decoded(new URL(request.url).pathname);
    const isFile = extname(path) !== '';
    const file = await find(isFile ? path : '/index.html');
    if (!file) {
      return isFile
        ? text(404, 'There is no such file.')
        : text(503, 'The app is not built yet. Run "npm run build", then load this page again.');
    }
    const isPage = file.type.startsWith('text/html');
    const headers = {
      'content-type': file.type,
      etag: file.etag,
      vary: 'accept-encoding',
      // Only what carries a hash in its name never changes; the worker and the page must be asked for each time.
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...(isPage ? await pageHeaders() : {}),
    };
    if (request.headers.get('if-none-match') === file.etag)
      return new Response(null, { status: 304, headers });
    const zipped = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '') ? file.zipped : undefined;
    return new Response(zipped ?? file.bytes, {
      headers: zipped ? { ...headers, 'content-encoding': 'gzip' } : headers,
    });
  };
}

function text(status: number, sentence: string): Response {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
  return new Response(`${sentence}\n`, { status, headers });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
