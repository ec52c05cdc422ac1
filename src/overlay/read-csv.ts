import { parse } from 'csv-parse/browser/esm/sync';
import { type CsvRow, positionColumns } from './csv-position.ts';
import { separatorOf } from './csv-separator.ts';
import { decodeText } from './decode-text.ts';
import type { FeatureList } from './feature-list.ts';
import { textOf } from './feature-text.ts';
import { checkSize, limits } from './limits.ts';
import { UnreadableFile } from './unreadable-file.ts';
import { asDegrees, type Projection } from './projection.ts';

interface CsvLayer {
  readonly projection: Projection;
  readonly notes: readonly string[];
  fill(list: FeatureList): void;
}

/**
 * CSV whose first row names the columns; each row is a point.
 * @throws UnreadableFile where no column holds positions
 */
export function openCsv(bytes: Uint8Array): CsvLayer {
  checkSize(bytes.length, limits.textBytes, 'The text');
  const { text, guessed } = decodeText(bytes);
  const { heading, rows } = split(text);
  const positionOf = positionColumns(
    heading,
    rows.map(({ row }) => row),
  );
  if (!positionOf) {
    const named = heading.join(', ').slice(0, 200);
    throw new UnreadableFile(
      `No column with positions was found. Name them latitude and longitude, zone, easting and northing, or position. The first row names: ${named}.`,
    );
  }
  return {
    projection: { toLonLat: asDegrees },
    notes: guessed === undefined ? [] : ['It is not UTF-8: letters with accents may be wrong.'],
    fill: (list) => {
      for (const { line, row } of rows) {
        const point = () => ({ type: 'Point', coordinates: positionOf(row) });
        list.add(`Line ${line}`, point, textOf(row));
      }
    },
  };
}

function split(text: string): {
  readonly heading: readonly string[];
  readonly rows: readonly { readonly line: number; readonly row: CsvRow }[];
} {
  let read: readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  try {
    read = parse(text, {
      bom: true,
      delimiter: separatorOf(/^.*/.exec(text)?.[0] ?? ''),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: limits.features + 1,
      trim: true,
    }) as unknown as typeof read;
  } catch {
    throw new UnreadableFile('The file cannot be read as CSV: a quotation mark is never closed.');
  }
  const heading = read[0]?.record ?? [];
  const rows = read.slice(1).map(({ record, info }) => ({
    line: info.lines,
    row: Object.fromEntries(heading.map((name, index) => [name, record[index] ?? ''])),
  }));
  return { heading, rows };
}
