import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { separatorOf } from '#overlay/csv-separator.ts';
import { ImportProblem } from './import-problem.ts';
import type { RowSource, SourceRow } from './source-row.ts';

/**
 * Rows of a CSV text. The first row names the columns. Quoted line breaks are part of a value; a row with another number
 * of values than the heading has is given as unreadable, since nobody can tell which value is missing.
 *
 * @throws ImportProblem csv-unreadable for a quote that is never closed, csv-heading for columns without or of one name
 */
export async function openCsv(text: AsyncIterable<string>, separator?: string): Promise<RowSource> {
  const rows = readCsv(text, separator);
  const first = await rows.next();
  if (first.done) throw new ImportProblem('csv-heading', 'The file is empty.');
  return { columns: new Set(Object.keys(first.value.columns)), rows };
}

/** The heading as a first row, then the others. */
async function* readCsv(
  text: AsyncIterable<string>,
  separator: string | undefined,
): AsyncGenerator<SourceRow, undefined> {
  const { head, all } = await firstLine(text);
  const delimiter = separator ?? separatorOf(head);
  const parser = parse({
    delimiter,
    raw: true,
    relax_column_count: true,
    relax_quotes: true,
  });
  const source = Readable.from(all);
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let heading: readonly string[] | undefined;
  let line = 1;
  try {
    for await (const item of parser) {
      const { record, raw } = item as { record: readonly string[]; raw: string };
      const begins = line;
      line += raw.match(/\r\n|\n|\r/g)?.length ?? 0;
      if (record.length === 1 && record[0]?.trim() === '') continue;
      heading ??= checkedHeading(record, delimiter);
      yield rowOf(heading, record, begins, raw);
    }
  } catch (error) {
    throw isCsvError(error)
      ? new ImportProblem('csv-unreadable', `The file cannot be read as CSV: ${error.message}.`)
      : error;
  } finally {
    source.destroy();
  }
}

const isCsvError = (error: unknown): error is CsvError =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');

function rowOf(heading: readonly string[], values: readonly string[], line: number, raw: string): SourceRow {
  const text = raw.replace(/(\r\n|\n|\r)$/, '');
  if (values.length !== heading.length) {
    const unreadable = `The row has ${values.length} values, but the heading names ${heading.length} columns.`;
    return { line, raw: text, columns: {}, unreadable };
  }
  return { line, raw: text, columns: Object.fromEntries(heading.map((name, i) => [name, values[i] ?? ''])) };
}

function checkedHeading(record: readonly string[], delimiter: string): readonly string[] {
  const heading = record.map((name) => name.trim());
  const repeated = heading.find((name, i) => heading.indexOf(name) !== i);
  if (repeated === undefined) return heading;
  const shown = delimiter === '\t' ? 'a tab' : `"${delimiter}"`;
  throw new ImportProblem(
    'csv-heading',
    repeated === ''
      ? `The heading has several columns without a name (read with ${shown} as separator).`
      : `The heading names the column "${repeated}" twice, so that it cannot be told which is meant.`,
  );
}

/** The first line, with the whole text again behind it. A quoted line break does not end it. */
async function firstLine(text: AsyncIterable<string>): Promise<{ head: string; all: AsyncIterable<string> }> {
  const iterator = text[Symbol.asyncIterator]();
  let seen = '';
  let end = -1;
  for (;;) {
    const next = await iterator.next();
    if (next.done) break;
    seen += next.value;
    end = endOfLine(seen);
    if (end >= 0) break;
  }
  async function* again() {
    if (seen !== '') yield seen;
    for (;;) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  }
  return { head: end < 0 ? seen : seen.slice(0, end), all: again() };
}

function endOfLine(text: string): number {
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '\n' || char === '\r')) return i;
  }
  return -1;
}
