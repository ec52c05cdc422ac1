import { pushLimits } from '#protocol/wire.ts';
import type { Calls, Fault } from './calls.ts';
import type { NumberedChange, Outbox } from './ports.ts';

export interface Pushed {
  /** Changes that the server decided now. */
  readonly decided: number;
  /** Why it ended before everything was decided. */
  readonly fault?: Fault;
}

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
 *   too large        half as many; one alone that is still too large is set aside for a person
 *   rejected (4xx)   half as many; one alone is set aside
 *   500              half as many; one alone goes to the end, so that it never blocks the rest
 *   gap              from the number that the server expects
 *   fork             as a new replica
 */
export async function pushPending(calls: Calls, outbox: Outbox): Promise<Pushed> {
  let decided = 0;
  let size: number = pushLimits.changes;
  let corrections = 0;
  const postponed = new Set<string>();
  for (;;) {
    const batch = await outbox.pending({ changes: size, bytes: MAX_TEXT_BYTES });
    const [first] = batch;
    if (!first) return { decided };
    const reply = await calls.push(await outbox.replica(), [...batch]);
    if (!reply.ok) {
      if (!isAboutContent(reply.fault)) return { decided, fault: reply.fault };
      if (batch.length > 1) {
        size = Math.max(1, Math.floor(batch.length / 2));
        continue;
      }
      if (reply.fault.type !== 'server-error') {
        await outbox.setAside(first.id, reply.fault.message);
        continue;
      }
      if (postponed.has(first.id)) return { decided, fault: reply.fault };
      postponed.add(first.id);
      await outbox.postpone(first.id);
      continue;
    }
    const { epoch, outcomes, stopped } = reply.value;
    const known = outcomes.filter((outcome) => batch.some((change) => change.id === outcome.id));
    await outbox.decide(epoch, known);
    decided += known.length;
    if (known.length > 0) {
      size = Math.min(pushLimits.changes, size * 2);
    } else {
      corrections += 1;
    }
    if (corrections > 3 || (!stopped && known.length === 0)) return { decided, fault: stuck };
    if (stopped?.type === 'fork') await outbox.fork();
    if (stopped?.type === 'gap') {
      // Told twice for the same number: the server counts otherwise than this phone remembers, so its count is taken.
      const rewound = corrections < 2 && known.length === 0 && (await outbox.rewind(stopped.expected));
      if (!rewound) await outbox.renumber(stopped.expected);
    }
  }
}

/** Whether fewer or other changes could fare better. An overloaded server (503) is not about what was sent. */
const isAboutContent = (fault: Fault) =>
  fault.type === 'too-large' || fault.type === 'rejected' || fault.status === 500;

/** The first changes that fit into one request. */
export function batchOf(
  changes: readonly NumberedChange[],
  limit: { readonly changes: number; readonly bytes: number },
): readonly NumberedChange[] {
  let bytes = 0;
  const fitting = changes.slice(0, limit.changes).filter((change, index) => {
    bytes += sizeOf(change);
    return index === 0 || bytes <= limit.bytes;
  });
  return fitting;
}

/** Bytes in UTF-8, from above: a text travels inside JSON, where its quotes are escaped. */
const sizeOf = (change: NumberedChange) => JSON.stringify(change.text).length * 1.5 + ENVELOPE_BYTES;
