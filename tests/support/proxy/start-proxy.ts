/**
 * A TCP proxy between browser and server, outside both, so that what it does reaches the page and its service worker
 * alike (the browser's own throttle does not). It looks at requests only to know when a fault is due, and knows nothing
 * of the app.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { joinSockets, type Rule } from './connection.ts';
import type { Fault } from './fault.ts';
import { createDirection, direct, type Lane, type LinkOptions } from './link.ts';

interface FaultOptions {
  /** How often it strikes; until it is lifted, where nothing is said. */
  readonly times?: number;
  /** It waits until a request that begins like this has come: the call it is meant for may be under way for another reason. */
  readonly after?: string;
  /** Done at the moment when it strikes. */
  readonly onStrike?: () => void;
}

interface ArmedFault {
  /** Fulfilled when it has struck for the first time. */
  readonly struck: Promise<void>;
  readonly strikes: number;
  /** From now on nothing befalls anybody. */
  lift(): void;
}

/** What has passed since the start or the last `reset`. */
export interface Traffic {
  readonly up: number;
  readonly down: number;
  readonly requests: number;
  readonly connections: number;
  /** Exchanges that the link itself cut. */
  readonly cuts: number;
}

export interface Proxy {
  readonly port: number;
  readonly traffic: Traffic;
  reset(): void;
  /** Where connections go from now on. */
  target(port: number): void;
  /** What the way is like from now on; no hindrance, where nothing is said. Ends every connection. */
  link(options?: LinkOptions): void;
  /** @param request how the request line of the victims begins, such as `POST /api/v1/push` */
  fault(request: string, fault: Fault, options?: FaultOptions): ArmedFault;
  /** Refuses and ends every connection until `restore`. */
  cutAll(): void;
  restore(): void;
  close(): Promise<void>;
}

interface Standing extends Rule {
  readonly request: string;
  waitsFor: string | undefined;
  left: number;
}

const noTraffic: Traffic = { up: 0, down: 0, requests: 0, connections: 0, cuts: 0 };

export interface ProxyOptions {
  /** Requests whose head holds this text meet no fault: those of the test itself. */
  readonly spared?: string;
}

/** What the head of a request by Node's own `fetch` holds, and that of a browser's does not. */
export const fromNode = 'user-agent: node';

export async function startProxy({ spared }: ProxyOptions = {}): Promise<Proxy> {
  let link: LinkOptions | undefined;
  let lanes: Record<'up' | 'down', (setUpMs: number) => Lane> | undefined;
  let targetPort = 0;
  let down = false;
  let traffic = noTraffic;
  const standing = new Set<Standing>();
  const sockets = new Set<Socket>();
  const count = (what: Partial<Traffic>) => {
    const next: Record<string, number> = { ...traffic };
    for (const [name, value] of Object.entries(what)) next[name] = (next[name] ?? 0) + value;
    traffic = { ...noTraffic, ...next };
  };

  function begins(head: string) {
    count({ requests: 1 });
    if (spared !== undefined && head.includes(spared)) return {};
    for (const each of standing) {
      if (each.waitsFor !== undefined && head.startsWith(each.waitsFor)) each.waitsFor = undefined;
    }
    const rule = [...standing].find(
      ({ request, left, waitsFor }) => left > 0 && waitsFor === undefined && head.startsWith(request),
    );
    if (rule) rule.left -= 1;
    const cut = link?.cut;
    const cutAfterBytes = cut && cut.random() < cut.share ? cut.withinBytes ** cut.random() : undefined;
    return { ...(rule && { rule }), ...(cutAfterBytes !== undefined && { cutAfterBytes }) };
  }

  const server = createServer((client) => {
    if (down) return void client.destroy();
    const upstream = connect(targetPort, '127.0.0.1');
    count({ connections: 1 });
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    // A connection is made by one message there and one back.
    const setUpMs = 2 * (link?.delayMs ?? 0);
    joinSockets(client, upstream, {
      up: lanes?.up(setUpMs) ?? direct,
      down: lanes?.down(0) ?? direct,
      begins,
      passed: (direction, bytes) => count({ [direction]: bytes }),
      cut: () => count({ cuts: 1 }),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    get traffic() {
      return traffic;
    },
    reset() {
      traffic = noTraffic;
    },
    target(port) {
      targetPort = port;
    },
    link(options) {
      link = options;
      lanes = options && {
        up: createDirection(options.bytesPerSecond.up, options.delayMs),
        down: createDirection(options.bytesPerSecond.down, options.delayMs),
      };
      endAll();
    },
    fault(request, fault, { times = Infinity, after, onStrike } = {}) {
      const first = Promise.withResolvers<void>();
      const lifting = Promise.withResolvers<void>();
      let strikes = 0;
      const rule: Standing = {
        request,
        fault,
        waitsFor: after,
        left: times,
        lifted: lifting.promise,
        struck() {
          strikes += 1;
          onStrike?.();
          first.resolve();
        },
      };
      standing.add(rule);
      return {
        struck: first.promise,
        get strikes() {
          return strikes;
        },
        lift() {
          standing.delete(rule);
          lifting.resolve();
        },
      };
    },
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
