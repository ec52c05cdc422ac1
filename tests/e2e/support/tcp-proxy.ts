/**
 * A TCP proxy between browser and server, outside both, that can be cut at a chosen byte. It looks at requests only
 * to know when its fault is due, and knows nothing of the app.
 */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

interface Fault {
  /** The request line that the fault waits for, such as `POST /api/v1/push`. */
  readonly request: string;
  /** `request`: cut when this many bytes of the request have passed. `answer`: cut at the answer's first byte. */
  readonly cut: { readonly at: 'request'; readonly afterBytes: number } | { readonly at: 'answer' };
  /** Done before the answer would have been passed on, while the server's work is finished. */
  readonly before?: () => void;
}

export interface TcpProxy {
  readonly port: number;
  /** Where connections go from now on. */
  target(port: number): void;
  /** Arms one fault. @returns fulfilled when it has struck */
  arm(fault: Fault): Promise<void>;
  /** Refuses and ends every connection until `restore`. */
  cutAll(): void;
  restore(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(): Promise<TcpProxy> {
  let targetPort = 0;
  let down = false;
  let armed: { readonly fault: Fault; readonly struck: () => void } | undefined;
  const sockets = new Set<Socket>();

  function strike(client: Socket, upstream: Socket): void {
    const due = armed;
    armed = undefined;
    due?.fault.before?.();
    client.destroy();
    upstream.destroy();
    due?.struck();
  }

  function join(client: Socket): void {
    if (down) return void client.destroy();
    const upstream = connect(targetPort, '127.0.0.1');
    let isDue = false;
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.end();
      });
    }
    client.on('data', (bytes) => {
      if (armed && bytes.includes(armed.fault.request)) isDue = true;
      if (isDue && armed?.fault.cut.at === 'request') {
        upstream.write(bytes.subarray(0, armed.fault.cut.afterBytes), () => strike(client, upstream));
        return;
      }
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (isDue && armed?.fault.cut.at === 'answer') return strike(client, upstream);
      client.write(bytes);
    });
  }

  const server: Server = createServer(join);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    target(port) {
      targetPort = port;
    },
    arm: (fault) => new Promise((struck) => (armed = { fault, struck })),
    cutAll() {
      down = true;
      endAll();
    },
    restore() {
      down = false;
    },
    close() {
      endAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
