import type { Calls, Fault } from './calls.ts';
import type { Outbox } from './ports.ts';
import { pushPending } from './push.ts';

export interface PushedOnly {
  /** Why something may be left that another try would send. */
  readonly fault?: Fault;
}

/**
 * What goes out while no app is open: session, numbers, push, and nothing pulled. Anything out of the ordinary (the server
 * has another history, or this phone turns out to be a copy) is left to the app, which can show it.
 * @param epoch the history that the phone last heard of
 */
export async function pushOnly(calls: Calls, outbox: Outbox, epoch: string): Promise<PushedOnly> {
  const reply = await calls.session(await outbox.replica(), await outbox.held());
  if (!reply.ok) return reply.fault.code === 'replica-taken' ? {} : { fault: reply.fault };
  if (reply.value.epoch !== epoch) return {};
  await outbox.meet(epoch, reply.value.replica.decided + 1);
  const { fault } = await pushPending(calls, outbox);
  return fault ? { fault } : {};
}
