import type { SessionAnswer } from '#protocol/wire.ts';
import type { Calls, Fault } from './calls.ts';
import type { Outbox, PageStore, SessionStore } from './ports.ts';
import { type Progress, pullBuckets } from './pull.ts';
import { type BatchSize, pushCarried, type Pushed, pushPending } from './push.ts';

export interface CyclePorts {
  readonly calls: Calls;
  readonly outbox: Outbox;
  readonly pages: PageStore;
  readonly sessions: SessionStore;
}

export interface CycleResult {
  readonly decided: number;
  readonly rows: number;
  readonly pulled: boolean;
  readonly fault?: Fault;
}

/** A history may change once while a cycle runs; a server that changes it each time is not one. */
const MAX_ROUNDS = 3;

/**
 * One cycle: session, push, pull.
 *
 *   session ──► what the server may have forgotten is undecided ──► epoch another? drop packs ──► push until none
 *      ▲                                                                                               │
 *      └─────────────────── something was decided, or the epoch changed under way ◄────────────────────┤
 *                                                                                                      ▼
 *                                                                      pull each bucket up to its head ──► settled
 *
 * The session is asked again after a push, so that the heads include what was pushed: what was decided before a
 * session answer and pulled up to its heads needs no copy on the phone any more.
 *
 * @param said what the server answered a moment ago: it is not asked the same again
 */
export async function runCycle(
  ports: CyclePorts,
  size: BatchSize,
  report: (progress: Progress) => void,
  said?: SessionAnswer,
): Promise<CycleResult> {
  let decided = 0;
  let rows = 0;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const known = round === 0 ? said : undefined;
    const opened = known ? await meetSession(ports, known) : await openSession(ports);
    if ('fault' in opened) return { decided, rows, pulled: false, fault: opened.fault };
    // What is saved from now on wakes the loop again.
    const pushed = opened.held > 0 ? await pushAll(ports, size) : nothingToPush;
    decided += pushed.decided;
    if (pushed.epochChanged) continue;
    let { session } = opened;
    if (pushed.decided > 0) {
      const again = await openSession(ports);
      if ('fault' in again) return { decided, rows, pulled: false, fault: pushed.fault ?? again.fault };
      session = again.session;
    }
    // What cannot be sent does not keep anything from arriving.
    if (pushed.fault && isAboutTheLink(pushed.fault)) {
      return { decided, rows, pulled: false, fault: pushed.fault };
    }
    const pulled = await pullBuckets(ports.calls, ports.pages, session, report);
    rows += pulled.rows;
    if (pulled.epochChanged) continue;
    const fault = pushed.fault ?? pulled.fault;
    if (pulled.fault) return { decided, rows, pulled: false, fault: pulled.fault };
    // What another tab had decided since the server said that is beyond its heads.
    if (session !== known) await ports.outbox.settled(session.backedUpSeq);
    return { decided, rows, pulled: true, ...(fault && { fault }) };
  }
  return { decided, rows, pulled: false };
}

/** Own changes first; then those of others, brought by file. */
async function pushAll({ calls, outbox }: CyclePorts, size: BatchSize): Promise<Pushed> {
  const own = await pushPending(calls, outbox, size);
  if (own.epochChanged || (own.fault && isAboutTheLink(own.fault))) return own;
  const carried = await pushCarried(calls, outbox, size);
  const fault = own.fault ?? carried.fault;
  return { ...carried, decided: own.decided + carried.decided, ...(fault && { fault }) };
}

const isAboutTheLink = (fault: Fault) =>
  fault.type === 'offline' || fault.type === 'signed-out' || fault.type === 'other-user';

const nothingToPush: Pushed = { decided: 0 };

type Opened = { readonly session: SessionAnswer; readonly held: number } | { readonly fault: Fault };

async function openSession(ports: CyclePorts): Promise<Opened> {
  const { calls, outbox } = ports;
  const ask = async () => calls.session(...(await Promise.all([outbox.replica(), outbox.held()])));
  let reply = await ask();
  if (!reply.ok && reply.fault.code === 'replica-taken') {
    await outbox.fork();
    reply = await ask();
  }
  return reply.ok ? meetSession(ports, reply.value) : { fault: reply.fault };
}

async function meetSession({ outbox, pages, sessions }: CyclePorts, session: SessionAnswer): Promise<Opened> {
  const { epoch, replica, buckets } = session;
  const meetHistory = async () => {
    if ((await pages.epoch()) !== epoch) await pages.restart(epoch);
  };
  // Before the session is stored: a form that opens meanwhile must not take rows of the old history for the new one's.
  await Promise.all([outbox.meet(epoch, replica.decided + 1), meetHistory()]);
  const [held] = await Promise.all([
    outbox.held(),
    sessions.put(session),
    pages.keepOnly(buckets.map(({ bucket }) => bucket)),
  ]);
  return { session, held };
}
