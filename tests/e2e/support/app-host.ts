/**
 * A host in front of the real server that serves the app from a folder which can be changed under it, as an update of the
 * server does. Everything under /api goes through.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createStaticFiles } from '#server/http/static-files.ts';

export interface AppHost {
  readonly url: string;
  /** Where /api goes. */
  target(port: number): void;
  /** The built app that it serves from now on, and files of it that are missing or come from another build. */
  serve(folder: string, odd?: Readonly<Record<string, 'missing' | { readonly from: string }>>): void;
  /** Nothing answers until `up`. */
  down(): void;
  up(): void;
  close(): Promise<void>;
}

export async function startAppHost(): Promise<AppHost> {
  let apiPort = 0;
  let isDown = false;
  let files: (path: string) => Promise<Response> = async () =>
    Promise.resolve(new Response('', { status: 503 }));

  const readFrom = (folder: string) => {
    const read = createStaticFiles(folder);
    return async (path: string) =>
      read(new Request(`http://localhost${path}`), async () => Promise.resolve({}));
  };

  function passOn(from: IncomingMessage, to: ServerResponse): void {
    const { method = 'GET', headers, url: path = '/' } = from;
    const onward = request({ host: '127.0.0.1', port: apiPort, method, path, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    onward.on('error', () => to.destroy());
    from.pipe(onward);
  }

  async function sendFile(path: string, to: ServerResponse): Promise<void> {
    const answer = await files(path);
    to.writeHead(answer.status, Object.fromEntries(answer.headers));
    to.end(new Uint8Array(await answer.arrayBuffer()));
  }

  const server = createServer((from, to) => {
    if (isDown) from.socket.destroy();
    else if (from.url?.startsWith('/api/')) passOn(from, to);
    else sendFile(from.url ?? '/', to).catch(() => to.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    target(port) {
      apiPort = port;
    },
    serve(folder, odd = {}) {
      const read = readFrom(folder);
      files = async (path) => {
        const oddity = odd[path];
        if (oddity === undefined) return read(path);
        return oddity === 'missing' ? new Response('', { status: 404 }) : readFrom(oddity.from)(path);
      };
    },
    down() {
      isDown = true;
      server.closeAllConnections();
    },
    up() {
      isDown = false;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
