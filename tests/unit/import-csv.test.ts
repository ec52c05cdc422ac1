import { openCsv } from '#server/import/csv-rows.ts';
import { decodeText } from '#server/import/decode-text.ts';
import type { SourceRow } from '#server/import/source-row.ts';
import { describe, expect, it } from 'vitest';

/** As a file arrives: in pieces that end anywhere, also inside a character. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function rowsOf(
  content: string | Uint8Array,
  options: { separator?: string; encoding?: string; pieceSize?: number } = {},
): Promise<SourceRow[]> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const text = decodeText(pieces(bytes, options.pieceSize ?? 7), options.encoding);
  const { rows } = await openCsv(text, options.separator);
  return allOf(rows);
}

const columnsOf = async (...given: Parameters<typeof rowsOf>) =>
  (await rowsOf(...given)).map((row) => row.columns);

async function allOf(source: AsyncIterable<SourceRow>): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of source) rows.push(row);
  return rows;
}

describe('CSV as people have it', () => {
  it('a byte-order mark is no part of the first column', async () => {
    expect(await columnsOf('\uFEFF"place",area\nKürdəmir,12\n')).toEqual([{ place: 'Kürdəmir', area: '12' }]);
  });

  it.each([
    ['a comma', ','],
    ['a semicolon', ';'],
    ['a tab', '\t'],
    ['a bar', '|'],
  ])('%s as separator is found out', async (_, separator) => {
    const text = [
      ['place', 'a,b;c', 'area'],
      ['Agdam', '', '1'],
    ].map((row) => row.map((value) => (/[,;]/.test(value) ? `"${value}"` : value)).join(separator));
    expect(await columnsOf(text.join('\r\n'))).toEqual([{ place: 'Agdam', 'a,b;c': '', area: '1' }]);
  });

  it('a stated separator is taken, whatever the heading looks like', async () => {
    expect(await columnsOf('a,b;c\n1,2;3', { separator: ';' })).toEqual([{ 'a,b': '1,2', c: '3' }]);
  });

  it('a line break between quotes belongs to the value, and lines are counted on', async () => {
    const rows = await rowsOf('name,note\nA,"first\nsecond"\n\nB,"she said ""no"""\n');
    expect(rows.map(({ line, columns }) => [line, columns.note])).toEqual([
      [2, 'first\nsecond'],
      [5, 'she said "no"'],
    ]);
    expect(rows[0]?.raw).toBe('A,"first\nsecond"');
  });

  it('a row with too few or too many values cannot be read, and the next one can', async () => {
    const rows = await rowsOf('a,b\n1\n1,2\n1,2,3\n');
    expect(rows.map((row) => row.unreadable !== undefined)).toEqual([true, false, true]);
    expect(rows[0]).toMatchObject({ line: 2, raw: '1' });
    expect(rows[0]?.unreadable).toMatch(/has 1 values.*2 columns/);
  });

  it('reads the same whatever the pieces it comes in', async () => {
    const text = '\uFEFFname;note\nŞuşa;"a\nb"\nXocalı;ə\n';
    const whole = await rowsOf(text, { pieceSize: 10_000 });
    for (const pieceSize of [1, 2, 3, 5]) expect(await rowsOf(text, { pieceSize })).toEqual(whole);
  });
});

describe('what is no usable CSV is said in one sentence', () => {
  it('a quote that is never closed', async () => {
    await expect(rowsOf('a,b\n1,"2\n3,4\n')).rejects.toMatchObject({ code: 'csv-unreadable' });
  });

  it('two columns of one name', async () => {
    await expect(rowsOf('a,b,a\n1,2,3\n')).rejects.toThrow(/"a" twice/);
  });

  it('an empty file', async () => {
    await expect(rowsOf('')).rejects.toThrow('The file is empty.');
  });

  it('another encoding than the mapping says, which it names', async () => {
    const latin = new Uint8Array([...new TextEncoder().encode('a,b\nNech'), 0xed, 0x2c, 0x31, 0x0a]);
    await expect(rowsOf(latin)).rejects.toMatchObject({ code: 'wrong-encoding' });
    expect(await columnsOf(latin, { encoding: 'windows-1252' })).toEqual([{ a: 'Nechí', b: '1' }]);
  });
});
