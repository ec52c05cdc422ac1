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
import { takeChanges } from '../import/take-changes.ts';
import { assertForRealRecords, type ImportReport, runImport } from '../import/run-import.ts';
import { type DataOptions, dataOption, withData } from './context.ts';
import { findProgramme } from './find-programme.ts';

interface ImportOptions extends DataOptions {
  readonly mapping?: string;
  readonly changes?: true;
  readonly programme?: string;
  readonly rejects?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description(
      'takes records in: rows of a CSV or GeoJSON file as a mapping says, or what a phone exported unsent',
    )
    .argument('<file>', 'the file')
    .option(
      '--mapping <file>',
      'the file has rows, and this is the mapping for them (JSON); see docs/import.md',
    )
    .option('--changes', 'the file is one that a phone made by "Export unsent"')
    .option('--programme <short>', 'the programme; may be left out where there is one')
    .option('--rejects <file>', 'where rows that are not taken go (default: FILE.rejects.jsonl)')
    .option('--dry-run', 'look at every row and write no record')
    .addOption(dataOption())
    .option('--json', 'print the counts as one JSON object')
    .addHelpText(
      'after',
      '\nRepeating an import adds nothing twice, and completes one that was cut off.\nRows that are refused do not make it fail: they are counted, and written to the rejects file.',
    )
    .action(async (file: string, options: ImportOptions, command: Command) => {
      const { mapping, changes } = options;
      if (changes ? mapping !== undefined : mapping === undefined) {
        command.error('error: give either --mapping FILE, or --changes', { exitCode: 2 });
      }
      if (mapping === undefined) await importChanges(file, options);
      else await importRows(file, mapping, options);
    });
}

/** As whoever sits at the office's own machine: they may do there whatever a supervisor may. */
const CARRIER = 'command-line';

async function importChanges(file: string, options: ImportOptions): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new ImportProblem('changes-unreadable', `The file ${file} cannot be read.`);
  });
  const report = await withData(options, async ({ storage }) => {
    const { id } = await findProgramme(storage, options.programme);
    return takeChanges(storage, { userId: CARRIER, programme: id, role: 'supervisor', team: null }, text);
  });
  if (options.json) return void process.stdout.write(`${JSON.stringify(report)}\n`);
  const lines = [
    line(report.changes, 'changes'),
    line(report.applied, 'taken'),
    line(report.held, 'taken, and waiting beside a value of somebody else'),
    line(report.alreadyThere, 'there already'),
    line(report.waiting, 'waiting for earlier changes of the same phone'),
    line(report.refused, 'refused'),
    line(report.damaged, 'damaged'),
    ...report.reasons.map(({ change, message }) => `${change}: ${message}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function importRows(file: string, mappingFile: string, options: ImportOptions): Promise<void> {
  // Rows are read and forgotten at once. The young generation would grow to its 48 MB all the same.
  setFlagsFromString('--semi-space-growth-factor=1');
  const mapping = await mappingIn(mappingFile);
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

const line = (count: number, text: string) => `${count.toLocaleString('en').padStart(12)}  ${text}`;

function linesOf(report: ImportReport, dryRun: boolean): string[] {
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
