import { task as taskKind } from '#domain/kinds/task.ts';
import { differenceOf } from '#domain/merge-groups.ts';
import type { Named, Storage } from '../storage/port.ts';
import type { Mapping } from './mapping.ts';
import { fillTemplate } from './read-value.ts';
import { contentId, slugOf } from './row-identity.ts';

type Columns = Readonly<Record<string, string>>;

/** A task that a row speaks of. */
interface ImportedTask {
  readonly id: string;
  readonly code: string;
  /** What to make of it, where there is none yet. */
  readonly set?: Readonly<Record<string, unknown>>;
}

export interface TaskDirectory {
  /** undefined where the mapping or the row names no task. Says `set` until `remember` is told that it was made. */
  find(columns: Columns): ImportedTask | undefined;
  remember(id: string): void;
}

/**
 * Tasks by what a file calls them. One that has the same code is taken; otherwise a task is made whose id comes from
 * the key alone, so that two files that speak of one municipality mean one task.
 */
export async function openTaskDirectory(
  storage: Storage,
  programme: string,
  mapping: Mapping,
): Promise<TaskDirectory> {
  const codes = new Map<string, string>();
  const byCode = new Map<string, string>();
  for await (const record of storage.records(programme, taskKind.kind)) {
    const code = typeof record.body.code === 'string' ? record.body.code : '';
    codes.set(record.id, code);
    if (code !== '' && !byCode.has(code)) byCode.set(code, record.id);
  }
  const made = new Map<string, ImportedTask>();
  return {
    find(columns) {
      const { task } = mapping;
      const key = task && slugOf(fillTemplate(task.key, columns));
      if (!task || !key) return undefined;
      const before = made.get(key);
      if (before) return before;
      const code = fillTemplate(task.code ?? '', columns) || key.toUpperCase();
      const ownId = contentId(programme, 'task', key);
      const known = codes.has(ownId) ? ownId : byCode.get(code);
      const found: ImportedTask =
        known === undefined
          ? { id: ownId, code, set: taskBody(task, code, columns) }
          : { id: known, code: codes.get(known) || code };
      made.set(key, found);
      return found;
    },
    remember(id) {
      for (const [key, task] of made) if (task.id === id) made.set(key, { id, code: task.code });
    },
  };
}

function taskBody(task: NonNullable<Mapping['task']>, code: string, columns: Columns) {
  const district = fillTemplate(task.district ?? '', columns);
  const values = { name: fillTemplate(task.name, columns) || code, ...(district ? { district } : {}) };
  return { code, ...differenceOf(taskKind.fields, {}, values) };
}

/** The team that a row names, by its name without regard to accents and case; a new one gets an id made of the name. */
export async function openTeamDirectory(storage: Storage, programme: string, mapping: Mapping) {
  const known = new Map<string, string>();
  for (const { id, name } of await storage.teams(programme)) {
    known.set(slugOf(id), id);
    known.set(slugOf(name), id);
  }
  const unknown = new Map<string, Named>();
  return {
    find(columns: Columns): string | undefined {
      const name = fillTemplate(mapping.team?.name ?? '', columns).slice(0, 200);
      const slug = slugOf(name).slice(0, 80);
      if (slug === '') return undefined;
      const id = known.get(slug);
      if (id === undefined) unknown.set(slug, { id: slug, name });
      return id ?? slug;
    },
    /** Adds the teams that were named and are not there. */
    async addUnknown(): Promise<void> {
      if (unknown.size === 0) return;
      await storage.addTeams(programme, [...unknown.values()]);
      for (const { id } of unknown.values()) known.set(id, id);
      unknown.clear();
    },
  };
}
