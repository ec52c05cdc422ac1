import type { Flag } from './change.ts';
import { type Ids, unpackIds, uuidAt } from './id-column.ts';
import { addUp, unpackNumbers } from './number-column.ts';
import type { Columns } from './page.ts';
import { type Boxes, openPlaces, type Outline, positionsOf } from './place-column.ts';
import type { BucketRow, Hold, RecordState, RecordStatus, Writer } from './record.ts';

/** Rows of a bucket as they came, of which only what is asked for is decoded. Rows count from 0, those that left last. */
export interface Pack {
  /** Records, and those that left. */
  readonly size: number;
  /** Records: rows below it. */
  readonly records: number;
  readonly ids: Ids;
  readonly goneIds: Ids;
  idAt(row: number): string;
  seqAt(row: number): number;
  kindAt(row: number): string;
  statusAt(row: number): RecordStatus;
  authorAt(row: number): string;
  /** Milliseconds since 1970. */
  recordedAtMs(row: number): number;
  firstSeqAt(row: number): number;
  /** Of which values wait for somebody's choice. */
  rowsWithHolds(): readonly number[];
  rowsOfStatus(status: RecordStatus): readonly number[];
  groupAt(row: number, group: string): unknown;
  /** Without the place. */
  plainBodyAt(row: number): Record<string, unknown>;
  outlineAt(row: number): Outline | undefined;
  /** Of the rows whose place is an outline. */
  boxes(): Boxes;
  stateAt(row: number): RecordState;
  rowAt(row: number): BucketRow;
}

/** @throws RangeError when the columns do not fit one another */
export function openPack(columns: Columns): Pack {
  // Taken apart here, so that the text of the columns does not live on behind the functions below.
  const { count, words, comment: comments, writer: writers, holds, flags } = columns;
  const gone = columns.gone.count;
  const ids = unpackIds(columns.id, count);
  const goneIds = unpackIds(columns.gone.id, columns.gone.count);
  const seqs = addUp(unpackNumbers(columns.seq, count));
  const goneSeqs = unpackNumbers(columns.gone.seq, columns.gone.count);
  const ages = unpackNumbers(columns.age, count);
  const recordedAts = addUp(unpackNumbers(columns.recordedAt, count));
  const kinds = Uint16Array.from(unpackNumbers(columns.kind, count));
  const statuses = Uint16Array.from(unpackNumbers(columns.status, count));
  const authors = Uint16Array.from(unpackNumbers(columns.author, count));
  const places = openPlaces(columns.place, count);
  const groups = new Map<string, (row: number) => unknown>();
  for (const [group, column] of Object.entries(columns.groups)) groups.set(group, readerOf(column, count));

  const word = (index: number | undefined) => words[index ?? -1] ?? '';
  const idIn = (of: Ids, at: number) => (of.words ? uuidAt(of.words, at) : (of.texts[at] ?? ''));
  const idAt = (row: number) => (row < count ? idIn(ids, row) : idIn(goneIds, row - count));
  const seqAt = (row: number) => (row < count ? seqs[row] : goneSeqs[row - count]) ?? 0;
  const firstSeqAt = (row: number) => (seqs[row] ?? 0) - (ages[row] ?? 0);
  const placeAt = (row: number) => places.value(row);
  const plainBodyAt = (row: number): Record<string, unknown> => {
    const body: Record<string, unknown> = {};
    for (const [group, read] of groups) {
      const value = read(row);
      if (value !== undefined) body[group] = value;
    }
    return body;
  };
  const stateAt = (row: number): RecordState => {
    const id = idAt(row);
    const firstSeq = firstSeqAt(row);
    const body = plainBodyAt(row);
    const place = placeAt(row);
    if (place !== undefined) body['place'] = place;
    const by: Writer = { seq: firstSeq, change: id };
    const writer: Record<string, Writer> = {};
    for (const group of Object.keys(body)) writer[group] = by;
    const comment = comments[row];
    return {
      id,
      kind: word(kinds[row]),
      firstSeq,
      seq: seqAt(row),
      status: word(statuses[row]) as RecordStatus,
      ...(comment === undefined ? {} : { comment }),
      body,
      writer: Object.assign(writer, writers[row]),
      holds: (holds[row] as Hold[] | undefined) ?? [],
      flags: (flags[row] as Flag[] | undefined) ?? [],
      author: word(authors[row]),
      recordedAt: new Date(recordedAts[row] ?? 0).toISOString(),
    };
  };
  return {
    size: count + gone,
    records: count,
    ids,
    goneIds,
    idAt,
    seqAt,
    kindAt: (row) => word(kinds[row]),
    statusAt: (row) => word(statuses[row]) as RecordStatus,
    authorAt: (row) => word(authors[row]),
    recordedAtMs: (row) => recordedAts[row] ?? 0,
    firstSeqAt,
    rowsWithHolds: () => Object.keys(holds).map(Number),
    rowsOfStatus: (status) => {
      const wanted = words.indexOf(status);
      const rows: number[] = [];
      // Nearly always no row has the one that is asked for.
      if (wanted >= 0) for (let row = 0; row < count; row += 1) if (statuses[row] === wanted) rows.push(row);
      return rows;
    },
    groupAt: (row, group) => {
      const value = groups.get(group)?.(row);
      return value === undefined && group === 'place' ? placeAt(row) : value;
    },
    plainBodyAt,
    outlineAt: (row) => places.outline(row),
    boxes: () => places.boxes(),
    stateAt,
    rowAt: (row) => (row < count ? stateAt(row) : { id: idAt(row), seq: seqAt(row), gone: true }),
  };
}

function readerOf(column: Columns['groups'][string], rowCount: number): (row: number) => unknown {
  const { count, values } = column;
  const positions = positionsOf(column.rows, count, rowCount);
  const picks = column.pick === null ? null : Uint16Array.from(unpackNumbers(column.pick, count));
  if (picks === null && values.length !== count) throw new RangeError('a column of another length');
  return (row) => {
    const at = positions === null ? row : (positions[row] ?? -1);
    return at < 0 ? undefined : values[picks === null ? at : (picks[at] ?? -1)];
  };
}

/** Every row, in ascending order of seq. */
export function decodeRows(columns: Columns): BucketRow[] {
  const pack = openPack(columns);
  return Array.from({ length: pack.size }, (_, row) => pack.rowAt(row)).sort((a, b) => a.seq - b.seq);
}
