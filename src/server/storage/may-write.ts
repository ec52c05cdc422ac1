import type { Change } from '#protocol/change.ts';
import { isLocked, type RecordState } from '#protocol/record.ts';
import type { Actor } from './port.ts';

/** What is known of the tasks that a change speaks of. */
export interface TaskHolders {
  exists(task: string): boolean;
  /** Whether the team holds the task, or held it once. */
  everHeld(task: string, team: string): boolean;
}

/**
 * Why the actor may not write the change, as a sentence; undefined when allowed. Writing is open to the author and to
 * any team that ever held the task, since work goes on while a reassignment is on its way to a phone. What a member
 * may read plays no part.
 */
export function reasonNotToWrite(
  actor: Actor,
  change: Change,
  state: RecordState | null,
  tasks: TaskHolders,
): string | undefined {
  if (actor.role === 'supervisor') return undefined;
  const { team } = actor;
  if (team === null) return 'This account belongs to no team.';
  if (change.author !== actor.userId) return 'A change is sent by the person who made it.';
  if ((state?.kind ?? change.kind) === 'task') return 'Tasks are changed by a supervisor.';
  const held = (task: unknown) => typeof task === 'string' && tasks.everHeld(task, team);

  if (change.act) {
    const own = change.act.type === 'withdraw' && state?.author === actor.userId;
    if (!own) return 'This is decided by a supervisor; members may withdraw a record of their own.';
    return change.act.comment ? undefined : 'A record is withdrawn with a reason.';
  }
  if (state && state.author !== actor.userId && state.body.team !== team && !held(state.body.task)) {
    return 'The record belongs to another team.';
  }
  if (state && isLocked(state) && change.resolves !== undefined && change.resolves.length > 0) {
    return `The record is ${state.status}: a supervisor decides about what waits.`;
  }
  const written = change.set ?? {};
  // A new record names its team; a later change only when it gives the record to another.
  const named = state === null || ('team' in written && written.team !== state.body.team);
  if (named && written.team !== team) return 'A member records for their own team.';
  const { task } = written;
  const known = typeof task === 'string' && task !== state?.body.task && tasks.exists(task);
  if (known && !held(task)) return 'The task was never given to this team.';
  return undefined;
}

/** A file says who made what is in it, and proves nothing: nobody gets by a file what they may not do themselves. */
export function reasonNotToCarry(maker: Actor, carrier: Actor | undefined): string | undefined {
  if (carrier?.role !== 'member' || maker.role === 'member') return undefined;
  return 'What a supervisor did is brought by a supervisor.';
}
