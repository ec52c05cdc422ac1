import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';

class ListenProblem extends Error {
  readonly code: 'port-in-use' | 'port-forbidden' | 'host-unknown';

  constructor(code: ListenProblem['code'], message: string) {
    super(message);
    this.name = 'ListenProblem';
    this.code = code;
  }
}

export interface Listening {
  readonly port: number;
  /** Lets the requests under way end, and takes no more. */
  close(): Promise<void>;
}

/** How long requests under way may take at the end. */
const GRACE_MS = 5_000;

/**
 * @param headers of every answer
 * @throws ListenProblem in a sentence that says what to change
 */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  address: { readonly port: number; readonly host: string },
  headers: Readonly<Record<string, string>>,
): Promise<Listening> {
  const answer = getRequestListener(fetch);
  const common = Object.entries(headers);
  const server = createServer((incoming, outgoing) => {
    for (const [name, value] of common) outgoing.setHeader(name, value);
    // It answers faults of ours itself, and does not reject.
    void answer(incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(problemOf(error, address)));
    server.listen(address.port, address.host, resolve);
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound ? bound.port : address.port,
    close: () => closed(server),
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function problemOf(error: NodeJS.ErrnoException, { port, host }: { port: number; host: string }): Error {
  if (error.code === 'EADDRINUSE') {
    return new ListenProblem(
      'port-in-use',
      `Port ${port} is in use by another program. Stop that one, or set PORT to another number.`,
    );
  }
  if (error.code === 'EACCES') {
    return new ListenProblem(
      'port-forbidden',
      `Port ${port} may not be used by this account. Set PORT to 1024 or more.`,
    );
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new ListenProblem(
      'host-unknown',
      `"${host}" is not an address of this machine. Set HOST to one that is.`,
    );
  }
  return error;
}
