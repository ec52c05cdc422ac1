import type { Registry } from '#domain/kinds/registry.ts';
import { makeRecordCode } from '#domain/record-code.ts';
import { type Flag, freezeChange } from '#protocol/change.ts';
import { type Programme, pushLimits } from '#protocol/wire.ts';
import type { Actor, Replica, Storage } from '../storage/port.ts';
import { ImportProblem } from './import-problem.ts';
import type { Mapping } from './mapping.ts';
import { contentId } from './row-identity.ts';

/** A record to be made. The change that makes it has the same id. */
export interface Draft {
  readonly id: string;
  readonly kind: string;
  readonly set: Readonly<Record<string, unknown>>;
  readonly warnings: readonly Flag[];
}

export interface ChangeWriter {
  /** Takes the records of one row, with the task that they need made before them. */
  write(drafts: readonly Draft[], taskCode: string, task: Draft | undefined): Promise<void>;
  flush(): Promise<void>;
}

export interface WriterContext {
  readonly storage: Storage;
  readonly registry: Registry;
  readonly programme: Programme;
  readonly mapping: Mapping;
  readonly now: () => number;
}

/** The account that imported records carry as author; nobody can sign in with it. */
async function openImporter({ storage, programme }: WriterContext): Promise<Actor> {
  const userId = `import-${programme.id}`;
  const actor = { userId, programme: programme.id, role: 'supervisor', team: null } as const;
  if (!(await storage.account(userId))) {
    await storage.addAccount({ ...actor, userName: userId, name: 'Import' });
  }
  return actor;
}

/** Writes rows through the storage's push, many in one transaction and each row whole. */
export async function openWriter(context: WriterContext): Promise<ChangeWriter> {
  const { storage, programme, mapping, now } = context;
  const actor = await openImporter(context);
  const { epoch } = await storage.history(programme.id);
  // The same replica each time: two imports of one mapping at once would number their changes alike, and one stops.
  const opened: Replica | undefined = await storage.openReplica(
    actor,
    contentId(programme.id, 'import', mapping.name),
  );
  if (!opened) throw new ImportProblem('import-refused', 'The import cannot be registered with the server.');
  const replica = opened;
  let n = replica.decided;
  let waiting: { n: number; id: string; text: string; hash: string }[] = [];
  let bytes = 0;

  async function flush() {
    if (waiting.length === 0) return;
    const { outcomes, stopped } = await storage.push(actor, replica.id, waiting);
    waiting = [];
    bytes = 0;
    if (stopped) {
      throw new ImportProblem(
        'import-busy',
        'Another import with this mapping is running. Wait for it, then repeat.',
      );
    }
    const refused = outcomes.find((outcome) => outcome.outcome === 'refused');
    if (refused) throw new ImportProblem('import-refused', `A record was not taken: ${refused.message}`);
  }

  return {
    flush,
    async write(drafts, taskCode, task) {
      const at = new Date(now()).toISOString();
      const complete = ({ id, kind, set, warnings }: Draft) =>
        freezeChange({
          id,
          record: id,
          kind,
          base: { epoch, seq: 0 },
          after: [],
          set,
          ...(warnings.length > 0 && { warnings: [...warnings] }),
          author: actor.userId,
          at,
        });
      const frozen = drafts.map((draft, index) => {
        const code = makeRecordCode({
          task: taskCode,
          letter: context.registry.get(draft.kind)?.letter ?? 'X',
          date: typeof draft.set.date === 'string' ? draft.set.date : at.slice(0, 10),
          tag: replica.tag,
          number: n + index + (task ? 2 : 1),
        });
        return complete({ ...draft, set: { code, ...draft.set } });
      });
      if (task) frozen.unshift(complete(task));
      const size = frozen.reduce((sum, { text }) => sum + text.length, 0);
      // A row is never divided between two transactions.
      if (waiting.length + frozen.length > pushLimits.changes || bytes + size > pushLimits.bytes / 2)
        await flush();
      for (const change of frozen) waiting.push({ n: ++n, ...change });
      bytes += size;
    },
  };
}
