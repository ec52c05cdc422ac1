export type Cell = string | number | null | undefined;

/** Lets a spreadsheet read the file as UTF-8. */
const byteOrderMark = '\uFEFF';

/**
 * Rows as CSV in the manner of RFC 4180: commas, CRLF after every row, quotes where a cell needs them. A text that a
 * spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers.
 */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return byteOrderMark + rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

const runsAsFormula = /^[=+\-@\t\r]/;
const isNumber = /^[+-]?\d+(\.\d+)?$/;
const needsQuotes = /[",\r\n]|^\s|\s$/;

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = runsAsFormula.test(cell) && !isNumber.test(cell) ? `'${cell}` : cell;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
