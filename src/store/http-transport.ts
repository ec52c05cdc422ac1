import { userHeader } from '#protocol/wire.ts';
import type { Transport } from '#sync/transport.ts';

/** A shorter text does not get shorter by more than its own envelope. */
const MIN_CHARACTERS = 1_000;

/** Requests to the app's own origin. @param fetch the browser's, or the service worker's */
export function createHttpTransport(fetch: typeof globalThis.fetch, origin = ''): Transport {
  return {
    send: async ({ method, path, body, user, timeoutMs }) => {
      const sent = body === undefined ? undefined : await packed(body);
      const response = await fetch(`${origin}${path}`, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        headers: {
          accept: 'application/json',
          [userHeader]: user,
          ...(sent && { 'content-type': 'application/json' }),
          ...(sent?.gzip && { 'content-encoding': 'gzip' }),
        },
        ...(sent && { body: sent.bytes }),
        // Covers the body as well: a connection that dies half-way must not hold the loop.
        signal: AbortSignal.timeout(timeoutMs),
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, bytes, text: new TextDecoder().decode(bytes) };
    },
  };
}

/** The body as it goes out: a day's work is a fifth of its text. As it is where the browser cannot compress. */
async function packed(
  body: string,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer> | string; readonly gzip: boolean }> {
  if (body.length < MIN_CHARACTERS || typeof CompressionStream === 'undefined')
    return { bytes: body, gzip: false };
  const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  // Read to its end first: a body that is still a stream is not taken by every browser, and never over HTTP/1.
  return { bytes: new Uint8Array(await new Response(stream).arrayBuffer()), gzip: true };
}
