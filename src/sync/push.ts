import { pushLimits } from '#protocol/wire.ts';
import type { Calls, Fault } from './calls.ts';
import type { BatchLimit, NumberedChange, Outbox } from './ports.ts';

export interface Pushed {
  /** Changes that the server decided now. */
  readonly decided: number;
  /** Why it ended before everything was decided. */
  readonly fault?: Fault;
  /** The server's history is another one now: everything starts with a new session. */
  readonly epochChanged?: true;
}

/** How many changes the link carries in one request. Remembered from cycle to cycle: one that broke at twenty does so again. */
export interface BatchSize {
  changes: number;
  /** Requests in a row that went through at this size. */
  through: number;
}

export const fullBatch = (): BatchSize => ({ changes: pushLimits.changes, through: 0 });

/** So many must go through before a link is tried with more. */
const BEFORE_MORE = 5;

const stuck: Fault = {
  type: 'blocked',
  message: 'The server and this phone do not agree on what was sent. Everything is kept; try again later.',
};

/** Room for the envelope around each text: number, id, hash and the escapes of a text within a text. */
const ENVELOPE_BYTES = 200;
const MAX_TEXT_BYTES = pushLimits.bytes * 0.8;

/**
 * Sends undecided changes in batches, in order of their numbers, until there are none. Usable without the read model:
 * the service worker pushes with it too.
 *
 * What stands in the way:
 *   cut, timed out   half as many, when the loop comes again
 *   too large        half as many; one alone that is still too large is announced without its text
 *   malformed        half as many; one alone is announced
 *   500              half as many; one alone goes to the end, so that it never blocks the rest
 *   gap              from the number that the server expects
 *   fork             as a new replica
 */
export async function pushPending(
  calls: Calls,
  outbox: Outbox,
  size: BatchSize = fullBatch(),
): Promise<Pushed> {
  let decided = 0;
  let corrections = 0;
  /** Less than the link carries, until what the server cannot take is found. */
  let narrow: number = pushLimits.changes;
  const postponed = new Set<string>();
  const send = async (batch: readonly NumberedChange[]) =>
    batch.length === 0 ? undefined : { batch, answer: calls.push(await outbox.replica(), [...batch]) };
  const sendNext = async () => send(await outbox.pending(limitOf(size, narrow)));
  let sending = await sendNext();
  while (sending) {
    const { batch, answer } = sending;
    // Read meanwhile: it goes out before these are written down as decided.
    const behind = outbox.pending(limitOf(size, narrow), batch.at(-1)?.n);
    behind.catch(() => undefined);
    const reply = await answer;
    const [first] = batch;
    if (!reply.ok) {
      const { fault } = reply;
      if (fault.type === 'offline') carriedLess(size, batch);
      if (!first || !isAboutContent(fault)) return { decided, fault };
      narrow = Math.floor(batch.length / 2);
      if (narrow === 0) {
        narrow = 1;
        if (fault.type !== 'server-error') {
          // It was announced already, and that was not taken either.
          if (!('text' in first)) return { decided, fault };
          await outbox.announce(first.id);
        } else {
          if (postponed.has(first.id)) return { decided, fault };
          postponed.add(first.id);
          await outbox.postpone(first.id);
        }
      }
      sending = await sendNext();
      continue;
    }
    const { epoch, outcomes, stopped } = reply.value;
    const known = outcomes.filter((outcome) => batch.some((change) => change.id === outcome.id));
    const allTold = !stopped && known.length === batch.length;
    const following = allTold ? await send(await behind) : undefined;
    if (!(await outbox.decide(epoch, known))) {
      // Whatever comes of it, its history is over.
      await following?.answer;
      return { decided, epochChanged: true };
    }
    decided += known.length;
    if (known.length > 0) {
      narrow = Math.min(pushLimits.changes, narrow * 2);
      carried(size, batch);
    } else corrections += 1;
    if (corrections > 3 || (!stopped && known.length === 0)) return { decided, fault: stuck };
    if (stopped?.type === 'fork') await outbox.fork();
    if (stopped?.type === 'gap') await outbox.meet(epoch, stopped.expected);
    sending = following ?? (await sendNext());
  }
  return { decided };
}

/**
 * Sends what was brought by file, replica by replica, under the numbers it has. What waits for an earlier change that
 * no file has brought stays; what its phone has numbered anew since is left to that phone.
 */
export async function pushCarried(
  calls: Calls,
  outbox: Outbox,
  size: BatchSize = fullBatch(),
): Promise<Pushed> {
  let decided = 0;
  let narrow: number = pushLimits.changes;
  const done = new Set<string>();
  for (;;) {
    const batch = await outbox.carried(limitOf(size, narrow), done);
    const [first] = batch?.changes ?? [];
    if (!batch || !first) return { decided };
    const reply = await calls.push(batch.replica, [...batch.changes], { carried: true });
    if (!reply.ok) {
      const { fault } = reply;
      if (fault.type === 'offline') carriedLess(size, batch.changes);
      if (!isAboutContent(fault)) return { decided, fault };
      narrow = Math.floor(batch.changes.length / 2);
      if (narrow > 0) continue;
      narrow = 1;
      if (fault.type === 'server-error') done.add(batch.replica);
      else await outbox.setAside(first.id, fault.message);
      continue;
    }
    const { epoch, outcomes, stopped } = reply.value;
    if (!(await outbox.decide(epoch, outcomes))) return { decided, epochChanged: true };
    decided += outcomes.length;
    if (outcomes.length > 0) {
      narrow = Math.min(pushLimits.changes, narrow * 2);
      carried(size, batch.changes);
    } else if (stopped?.type === 'fork') {
      const message = 'The phone that made it has sent other changes since. Export from that phone again.';
      await outbox.setAside(first.id, message);
    } else done.add(batch.replica);
  }
}

const limitOf = ({ changes }: BatchSize, narrow: number): BatchLimit => ({
  changes: Math.min(changes, narrow),
  bytes: MAX_TEXT_BYTES,
});

/** A push goes out after an answer to the session: what breaks it off then is the link, and it may carry less. */
function carriedLess(size: BatchSize, batch: readonly unknown[]): void {
  size.changes = Math.max(1, Math.floor(batch.length / 2));
  size.through = 0;
}

function carried(size: BatchSize, batch: readonly unknown[]): void {
  if (batch.length < size.changes) return;
  size.through += 1;
  if (size.through < BEFORE_MORE) return;
  size.changes = Math.min(pushLimits.changes, size.changes * 2);
  size.through = 0;
}

/** Whether the request itself is what the server cannot take. Its refusals of a person or an address are not. */
const isAboutContent = (fault: Fault) =>
  fault.type === 'too-large' || fault.type === 'rejected' || fault.status === 500;

/** The first changes that fit into one request. */
export function batchOf(changes: readonly NumberedChange[], limit: BatchLimit): readonly NumberedChange[] {
  let bytes = 0;
  const fitting = changes.slice(0, limit.changes).filter((change, index) => {
    bytes += sizeOf(change);
    return index === 0 || bytes <= limit.bytes;
  });
  return fitting;
}

/** Bytes in UTF-8, from above: a text travels inside JSON, where its quotes are escaped. */
const sizeOf = (change: NumberedChange) =>
  ('text' in change ? JSON.stringify(change.text).length * 1.5 : 0) + ENVELOPE_BYTES;
