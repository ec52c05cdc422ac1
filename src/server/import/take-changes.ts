import { type CarriedChange, readChangesFile } from '#protocol/changes-file.ts';
import type { Outcome } from '#protocol/wire.ts';
import { pushLimits } from '#protocol/wire.ts';
import type { Actor, Storage } from '../storage/port.ts';
import { whoMade } from '../storage/who-made.ts';
import { ImportProblem } from './import-problem.ts';

/** What came of a file of changes; the counts add up to `changes`. */
export interface TakenChanges {
  readonly changes: number;
  readonly applied: number;
  /** Taken, and waiting beside a value that somebody else wrote meanwhile. */
  readonly held: number;
  readonly alreadyThere: number;
  /** Not taken, each with its reason. */
  readonly refused: number;
  /** Waiting for earlier changes of the same phone, which no file has brought yet. */
  readonly waiting: number;
  readonly damaged: number;
  readonly reasons: readonly { readonly change: string; readonly message: string }[];
}

type Counts = { -readonly [Name in Exclude<keyof TakenChanges, 'reasons'>]: number };

/**
 * Takes in what a phone exported because it could not send it: under the replicas and numbers that the changes were made
 * with, and harmless when repeated.
 * @param carrier who is noted as having brought them
 * @throws ImportProblem changes-unreadable, with nothing taken
 */
export async function takeChanges(storage: Storage, carrier: Actor, text: string): Promise<TakenChanges> {
  const file = readChangesFile(text);
  if (!file.ok) throw new ImportProblem('changes-unreadable', file.message);
  if (file.programme !== carrier.programme) {
    const message = `The file belongs to the programme "${file.programme}". Nothing was taken from it.`;
    throw new ImportProblem('changes-unreadable', message);
  }
  const { changes, damaged } = file;
  const reasons = damaged.map(({ entry, message }) => ({ change: `entry ${entry}`, message }));
  const counts: Counts = {
    changes: changes.length + damaged.length,
    applied: 0,
    held: 0,
    alreadyThere: 0,
    refused: 0,
    waiting: 0,
    damaged: damaged.length,
  };
  const before = Math.max(0, ...(await storage.buckets(carrier)).map(({ head }) => head));
  const count = (outcome: Outcome) => {
    if (outcome.outcome === 'refused') {
      counts.refused += 1;
      reasons.push({ change: outcome.id, message: outcome.message });
    } else if (outcome.seq <= before) counts.alreadyThere += 1;
    else counts[outcome.outcome] += 1;
  };
  for (const [replica, own] of byReplica(changes)) {
    let left = own;
    const maker = await whoMade(storage, carrier.programme, replica, own);
    const refuse = (one: CarriedChange, message: string) => {
      counts.refused += 1;
      reasons.push({ change: one.id, message });
    };
    if (!maker) {
      for (const one of own) refuse(one, 'It was made by nobody of this programme.');
      continue;
    }
    while (left.length > 0) {
      const batch = left.slice(0, pushLimits.changes);
      const { outcomes, stopped } = await storage.push(maker, replica, batch, carrier);
      outcomes.forEach(count);
      left = left.slice(outcomes.length);
      if (stopped?.type === 'gap') break;
      if (stopped?.type === 'fork' && left[0]) {
        refuse(left[0], 'The phone that made it has sent other changes since. Export from that phone again.');
        left = left.slice(1);
      }
    }
    counts.waiting += left.length;
  }
  return { ...counts, reasons };
}

function byReplica(changes: readonly CarriedChange[]): Map<string, readonly CarriedChange[]> {
  const replicas = Map.groupBy(changes, ({ replica }) => replica);
  for (const own of replicas.values()) own.sort((a, b) => a.n - b.n);
  return replicas;
}
