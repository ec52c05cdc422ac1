import type { Registry } from '#domain/kinds/registry.ts';
import { differenceOf } from '#domain/merge-groups.ts';
import type { Flag } from '#protocol/change.ts';
import type { Programme } from '#protocol/wire.ts';
import type { Storage } from '../storage/port.ts';
import { checkColumns, checkMapping } from './check-mapping.ts';
import { type Draft, openWriter } from './change-writer.ts';
import { ImportProblem } from './import-problem.ts';
import { type MappedRecord, mapRow } from './map-row.ts';
import type { Mapping } from './mapping.ts';
import { contentId, contentOf, createOccurrences } from './row-identity.ts';
import type { RowSource, SourceRow } from './source-row.ts';
import { openTaskDirectory, openTeamDirectory } from './task-directory.ts';

/** Rows by what became of them; `flagged` is part of `accepted`. Records are those newly made, without tasks. */
export interface ImportReport {
  readonly rows: number;
  readonly accepted: number;
  readonly flagged: number;
  readonly refused: number;
  readonly empty: number;
  readonly alreadyThere: number;
  readonly records: number;
}

export interface ImportRun {
  readonly storage: Storage;
  readonly registry: Registry;
  readonly programme: Programme;
  readonly mapping: Mapping;
  readonly source: RowSource;
  readonly now: () => number;
  /** Looks at everything and writes nothing. */
  readonly dryRun?: boolean;
  /** Told of each row that is not taken. */
  readonly reject: (row: SourceRow, reason: string) => void | Promise<void>;
}

/**
 * Takes a file's rows in as changes. Every id comes from content, and all records of a row are written in one
 * transaction: an import that was cut off is completed by running it again, and one that was completed does nothing.
 *
 * @throws ImportProblem before anything is written for a mapping that does not fit; later for what storage does not take
 */
export async function runImport(run: ImportRun): Promise<ImportReport> {
  const { storage, registry, programme, mapping, source, reject } = run;
  checkMapping(mapping, registry);
  checkColumns(mapping, source.columns);
  assertForRealRecords(programme);
  const writer = run.dryRun ? undefined : await openWriter(run);
  const tasks = await openTaskDirectory(storage, programme.id, mapping);
  const teams = await openTeamDirectory(storage, programme.id, mapping);
  const occurrenceOf = createOccurrences();
  const counts = { rows: 0, accepted: 0, flagged: 0, refused: 0, empty: 0, alreadyThere: 0, records: 0 };

  for await (const row of source.rows) {
    counts.rows++;
    const mapped = mapRow(row, mapping, registry, programme.area);
    if (mapped.outcome === 'empty') counts.empty++;
    if (mapped.outcome === 'refused') {
      counts.refused++;
      await reject(row, mapped.reason);
    }
    if (mapped.outcome !== 'records') continue;

    const content = contentOf(row);
    const occurrence = occurrenceOf(content);
    const task = tasks.find(row.columns);
    const team = teams.find(row.columns);
    const missing: Draft[] = [];
    for (const record of mapped.records) {
      const id = contentId(programme.id, mapping.name, content, occurrence, record.index);
      if (await storage.record(programme.id, id)) continue;
      const warnings = occurrence > 1 ? [...record.warnings, repeatOf(occurrence)] : record.warnings;
      const set = bodyOf(record, { ...(task && { task: task.id }), ...(team && { team }) });
      missing.push({ id, kind: record.kind.kind, set, warnings });
    }
    if (missing.length === 0) {
      counts.alreadyThere++;
      continue;
    }
    counts.accepted++;
    counts.records += missing.length;
    if (missing.some((draft) => draft.warnings.length > 0)) counts.flagged++;
    if (!writer) continue;
    await teams.addUnknown();
    const made = task?.set && { id: task.id, kind: 'task', set: task.set, warnings: [] };
    await writer.write(missing, task?.code ?? programme.short.toUpperCase(), made);
    if (made) tasks.remember(made.id);
  }
  await writer?.flush();
  return counts;
}

/** @throws ImportProblem synthetic-programme */
export function assertForRealRecords({ name, synthetic }: Programme): void {
  if (!synthetic) return;
  throw new ImportProblem(
    'synthetic-programme',
    `"${name}" holds made-up records; real ones do not go there. Make a programme of your own first: safelane programme add.`,
  );
}

const repeatOf = (occurrence: number): Flag => ({
  code: 'repeat',
  message: `The file says exactly this ${occurrence} times up to here: the same work twice, or the same row twice?`,
});

function bodyOf({ kind, values }: MappedRecord, links: { task?: string; team?: string }) {
  return differenceOf(kind.fields, {}, { ...values, ...links });
}
