import { userHeader } from '#protocol/wire.ts';
import type { Transport } from '#sync/transport.ts';

/** Requests to the app's own origin. @param fetch the browser's, or the service worker's */
export function createHttpTransport(fetch: typeof globalThis.fetch, origin = ''): Transport {
  return {
    send: async ({ method, path, body, user, timeoutMs }) => {
      const response = await fetch(`${origin}${path}`, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        headers: {
          accept: 'application/json',
          [userHeader]: user,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body }),
        // Covers the body as well: a connection that dies half-way must not hold the loop.
        signal: AbortSignal.timeout(timeoutMs),
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, bytes, text: new TextDecoder().decode(bytes) };
    },
  };
}
