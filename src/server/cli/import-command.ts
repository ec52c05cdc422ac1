import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Command } from 'commander';
import { registry } from '#domain/kinds/registry.ts';
import { ImportProblem } from '../import/import-problem.ts';
import { type Mapping, readMapping } from '../import/mapping.ts';
import { openFile } from '../import/open-file.ts';
import { createProgressBar } from '../import/progress-bar.ts';
import { createRejectsFile } from '../import/rejects-file.ts';
import { assertForRealRecords, type ImportReport, runImport } from '../import/run-import.ts';
import { type DataOptions, dataOption, withData } from './context.ts';
import { findProgramme } from './find-programme.ts';

interface ImportOptions extends DataOptions {
  readonly mapping: string;
  readonly programme?: string;
  readonly rejects?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description('takes the rows of a CSV or GeoJSON file in as records, as a mapping says')
    .argument('<file>', 'the file')
    .requiredOption('--mapping <file>', 'the mapping (JSON); see docs/import.md')
    .option('--programme <short>', 'the programme; may be left out where there is one')
    .option('--rejects <file>', 'where rows that are not taken go (default: FILE.rejects.jsonl)')
    .option('--dry-run', 'look at every row and write no record')
    .addOption(dataOption())
    .option('--json', 'print the counts as one JSON object')
    .addHelpText(
      'after',
      '\nRepeating an import adds nothing twice, and completes one that was cut off.\nRows that are refused do not make it fail: they are counted, and written to the rejects file.',
    )
    .action(importFile);
}

async function importFile(file: string, options: ImportOptions): Promise<void> {
  // Rows are read and forgotten at once. The young generation would grow to its 48 MB all the same.
  setFlagsFromString('--semi-space-growth-factor=1');
  const mapping = await mappingIn(options.mapping);
  const rejects = createRejectsFile({
    path: options.rejects ?? `${file}.rejects.jsonl`,
    beside: options.rejects === undefined,
  });
  const bar = createProgressBar(process.stderr, basename(file));
  try {
    const report = await withData(options, async ({ storage }) => {
      const programme = await findProgramme(storage, options.programme);
      assertForRealRecords(programme);
      return runImport({
        storage,
        registry,
        programme,
        mapping,
        source: await openFile(file, mapping, (done, total) => bar.show(done, total)),
        now: () => Date.now(),
        dryRun: options.dryRun === true,
        reject: (row, reason) => rejects.add(row, reason),
      });
    });
    bar.end();
    const rejected = await rejects.close();
    if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else process.stdout.write(`${linesOf(report, options.dryRun === true).join('\n')}\n`);
    if (rejected !== undefined) process.stderr.write(`Rows that were refused are in ${rejected}.\n`);
  } catch (error) {
    bar.end();
    await rejects.close();
    throw error;
  }
}

async function mappingIn(path: string): Promise<Mapping> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new ImportProblem('mapping-unreadable', `The mapping ${path} cannot be read.`);
  });
  return readMapping(text, path);
}

function linesOf(report: ImportReport, dryRun: boolean): string[] {
  const line = (count: number, text: string) => `${count.toLocaleString('en').padStart(12)}  ${text}`;
  return [
    ...(dryRun ? ['Nothing was written. This is what would come of it:'] : []),
    line(report.rows, 'rows'),
    line(report.accepted, `accepted, as ${report.records.toLocaleString('en')} records`),
    line(report.flagged, 'of these flagged as doubtful'),
    line(report.alreadyThere, 'there already'),
    line(report.empty, 'with nothing to record'),
    line(report.refused, 'refused'),
  ];
}
