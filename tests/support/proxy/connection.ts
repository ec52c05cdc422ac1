import type { Socket } from 'node:net';
import type { Fault } from './fault.ts';
import { halved, isWhole, requestHeadOf } from './http-message.ts';
import type { Lane } from './link.ts';

/** A fault as a connection meets it. */
export interface Rule {
  readonly fault: Fault;
  /** Told when it strikes. */
  readonly struck: () => void;
  /** Fulfilled when it is lifted. */
  readonly lifted: Promise<void>;
}

export interface ConnectionPorts {
  readonly up: Lane;
  readonly down: Lane;
  /** A request begins. @returns what is to befall it */
  readonly begins: (head: string) => { readonly rule?: Rule; readonly cutAfterBytes?: number };
  readonly passed: (direction: 'up' | 'down', bytes: number) => void;
  /** The link has cut it. */
  readonly cut: () => void;
}

interface Exchange {
  readonly rule: Rule | undefined;
  /** A cut of the link's own, after so many bytes either way. */
  readonly cutAfterBytes: number;
  readonly asked: Buffer[];
  readonly answered: Buffer[];
  /** Bytes that have passed of it. */
  up: number;
  down: number;
  over: boolean;
}

/** Passes the bytes of one connection on, and does to its exchanges what is asked for. */
export function joinSockets(client: Socket, server: Socket, ports: ConnectionPorts): void {
  let exchange: Exchange | undefined;
  const cut = () => {
    client.destroy();
    server.destroy();
  };
  const passOn = (to: Socket, direction: 'up' | 'down', of: Exchange | undefined) => (bytes: Buffer) => {
    if (to.destroyed) return;
    if (bytes.length === 0) return void to.end();
    ports.passed(direction, bytes.length);
    to.write(bytes);
    if (!of) return;
    of[direction] += bytes.length;
    if (of.up + of.down < of.cutAfterBytes) return;
    ports.cut();
    cut();
  };
  /** @returns false when the fault keeps the bytes from going further */
  const goesUp = (bytes: Buffer, { rule, asked, up }: Exchange): boolean => {
    if (rule?.fault.type === 'cut-request') {
      const room = rule.fault.afterBytes - up;
      if (bytes.length < room) return true;
      ports.passed('up', room);
      server.write(bytes.subarray(0, room), () => {
        cut();
        rule.struck();
      });
      return false;
    }
    if (rule?.fault.type === 'answer-instead') {
      if (isWhole(Buffer.concat(asked))) {
        client.end(rule.fault.answer);
        server.destroy();
        rule.struck();
      }
      return false;
    }
    if (rule?.fault.type === 'hold') {
      rule.struck();
      void rule.lifted.then(() => ports.up(bytes, passOn(server, 'up', undefined)));
      return false;
    }
    return true;
  };
  const goesDown = (bytes: Buffer, of: Exchange): boolean => {
    const { rule, answered } = of;
    if (of.over) return false;
    if (rule?.fault.type === 'cut-answer') {
      const room = rule.fault.afterBytes - of.down;
      if (bytes.length < room) return true;
      of.over = true;
      client.write(bytes.subarray(0, room), () => {
        cut();
        rule.struck();
      });
      return false;
    }
    if (rule?.fault.type === 'answer-after' || rule?.fault.type === 'half-answer') {
      const whole = Buffer.concat(answered);
      if (!isWhole(whole)) return false;
      of.over = true;
      client.end(rule.fault.type === 'answer-after' ? rule.fault.answer : halved(whole));
      server.destroy();
      rule.struck();
      return false;
    }
    return true;
  };

  client.on('data', (bytes: Buffer) => {
    const head = requestHeadOf(bytes);
    if (head !== undefined) {
      const { rule, cutAfterBytes = Infinity } = ports.begins(head);
      exchange = { rule, cutAfterBytes, asked: [], answered: [], up: 0, down: 0, over: false };
    }
    if (exchange?.rule) exchange.asked.push(bytes);
    if (exchange && !goesUp(bytes, exchange)) return;
    ports.up(bytes, passOn(server, 'up', exchange));
  });
  server.on('data', (bytes: Buffer) => {
    if (exchange?.rule) exchange.answered.push(bytes);
    if (exchange && !goesDown(bytes, exchange)) return;
    ports.down(bytes, passOn(client, 'down', exchange));
  });
  const nothing = Buffer.alloc(0);
  client.on('error', () => server.destroy());
  client.on('close', () => ports.up(nothing, passOn(server, 'up', undefined)));
  server.on('error', () => client.destroy());
  server.on('close', () => ports.down(nothing, passOn(client, 'down', undefined)));
}
