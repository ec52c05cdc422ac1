import { setTimeout as wait } from 'node:timers/promises';

/** What the way between the two ends is like. All connections share it. */
export interface LinkOptions {
  readonly bytesPerSecond: { readonly up: number; readonly down: number };
  /** Each way. */
  readonly delayMs: number;
  /**
   * The share of exchanges that are cut, after 1 to `withinBytes` bytes have passed either way: the logarithm of the number
   * is evenly spread, so that small exchanges are hit as well as large ones.
   */
  readonly cut?: { readonly share: number; readonly withinBytes: number; readonly random: () => number };
}

/** Passes bytes on in their order, when the link has carried them. No bytes: the end of the connection. */
export type Lane = (bytes: Buffer, passOn: (bytes: Buffer) => void) => void;

/** The size of an IP packet's payload: what else waits for the link gets a turn between two of them. */
const PACKET_BYTES = 1_400;

/**
 * One direction of a link.
 * @returns makes the lane of one connection in it, which opens after `setUpMs`
 */
export function createDirection(bytesPerSecond: number, delayMs: number): (setUpMs: number) => Lane {
  let freeAtMs = 0;
  const carried = async (size: number) => {
    const nowMs = performance.now();
    freeAtMs = Math.max(nowMs, freeAtMs) + (size / bytesPerSecond) * 1_000;
    await wait(freeAtMs + delayMs - nowMs);
  };
  return (setUpMs) => {
    const open = wait(setUpMs);
    let before: Promise<void> = Promise.resolve();
    return (bytes, passOn) => {
      let at = 0;
      do {
        const packet = bytes.subarray(at, at + PACKET_BYTES);
        const arrival = open.then(() => carried(packet.length));
        before = before.then(() => arrival).then(() => passOn(packet));
        at += PACKET_BYTES;
      } while (at < bytes.length);
    };
  };
}

/** A link that is no hindrance. */
export const direct: Lane = (bytes, passOn) => passOn(bytes);
