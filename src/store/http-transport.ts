import { userHeader } from '#protocol/wire.ts';
import { gzipType } from '#protocol/wire.ts';
import { canUnpack, isPacked, unpackedText } from './gzip-text.ts';
import type { Transport } from '#sync/transport.ts';

/** A shorter text does not get shorter by more than its own envelope. */
const MIN_CHARACTERS = 1_000;

/** Requests to the app's own origin. @param fetch the browser's, or the service worker's */
export function createHttpTransport(fetch: typeof globalThis.fetch, origin = ''): Transport {
  return {
    send: async ({ method, path, body, user, timeoutMs, packed: mayBePacked, headCame }) => {
      const sent = body === undefined ? undefined : await packedText(body);
      const quiet = abortWhenQuiet(timeoutMs);
      try {
        const response = await fetch(`${origin}${path}`, {
          method,
          credentials: 'same-origin',
          cache: 'no-store',
          headers: {
            accept: mayBePacked && canUnpack ? `${gzipType}, application/json;q=0.9` : 'application/json',
            [userHeader]: user,
            ...(sent && { 'content-type': 'application/json' }),
            ...(sent?.gzip && { 'content-encoding': 'gzip' }),
          },
          ...(sent && { body: sent.bytes }),
          signal: quiet.signal,
        });
        quiet.heard();
        headCame?.(response.headers);
        const bytes = await bodyOf(response, quiet.heard);
        const text = isPacked(bytes) ? await unpackedText(bytes) : new TextDecoder().decode(bytes);
        return { status: response.status, bytes, text };
      } finally {
        quiet.end();
      }
    },
  };
}

/** A connection that dies half-way must not hold the loop, and one that is slow must get its page: it is silence that ends a request. */
export function abortWhenQuiet(quietMs: number) {
  const controller = new AbortController();
  const abort = () => {
    controller.abort(new DOMException('Nothing came for too long.', 'TimeoutError'));
  };
  let timer = setTimeout(abort, quietMs);
  const end = () => {
    clearTimeout(timer);
  };
  return {
    signal: controller.signal,
    heard: () => {
      end();
      timer = setTimeout(abort, quietMs);
    },
    end,
  };
}

export async function bodyOf(response: Response, heard: () => void): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    heard();
    parts.push(value);
    length += value.length;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The body as it goes out: a day's work is a fifth of its text. As it is where the browser cannot compress. */
async function packedText(
  body: string,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer> | string; readonly gzip: boolean }> {
  if (body.length < MIN_CHARACTERS || typeof CompressionStream === 'undefined')
    return { bytes: body, gzip: false };
  const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  // Read to its end first: a body that is still a stream is not taken by every browser, and never over HTTP/1.
  return { bytes: new Uint8Array(await new Response(stream).arrayBuffer()), gzip: true };
}
