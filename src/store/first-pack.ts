import type { LonLat } from '#domain/geo/shape.ts';
import type { Flag } from '#protocol/change.ts';
import type { BucketRow, Hold, RecordState, RecordStatus, Writer } from '#protocol/record.ts';

/** Pages as phones stored them before columns became text. */
interface FirstColumns {
  readonly words: readonly string[];
  readonly gone: { readonly id: readonly string[]; readonly seq: readonly number[] };
  readonly id: readonly string[];
  readonly seq: readonly number[];
  readonly age: readonly number[];
  readonly kind: readonly number[];
  readonly status: readonly number[];
  readonly author: readonly number[];
  readonly recordedAt: readonly number[];
  readonly comment: Readonly<Record<string, string>>;
  readonly groups: Readonly<
    Record<string, { readonly rows: readonly number[] | null; readonly values: readonly unknown[] }>
  >;
  readonly writer: Readonly<Record<string, unknown>>;
  readonly holds: Readonly<Record<string, unknown>>;
  readonly flags: Readonly<Record<string, unknown>>;
}

interface Packed {
  readonly packed: string;
  readonly lengths?: unknown;
  readonly run: readonly number[];
  readonly rest: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A phone that was updated without a network goes on with what it has. */
export function decodeFirstRows(columns: FirstColumns): BucketRow[] {
  const seqs = sums(columns.seq);
  const recordedAts = sums(columns.recordedAt);
  const bodies: Record<string, unknown>[] = columns.id.map(() => ({}));
  for (const [group, { rows, values }] of Object.entries(columns.groups)) {
    values.forEach((value, position) => {
      const body = bodies[rows ? (rows[position] ?? -1) : position];
      if (body) body[group] = group === 'place' ? unpackShape(value) : value;
    });
  }
  const word = (index: number | undefined) => columns.words[index ?? -1] ?? '';
  const records = columns.id.map((id, index): RecordState => {
    const seq = seqs[index] ?? 0;
    const firstSeq = seq - (columns.age[index] ?? 0);
    const body = bodies[index] ?? {};
    const made = Object.fromEntries(Object.keys(body).map((group) => [group, { seq: firstSeq, change: id }]));
    const comment = columns.comment[index];
    return {
      id,
      kind: word(columns.kind[index]),
      firstSeq,
      seq,
      status: word(columns.status[index]) as RecordStatus,
      ...(comment === undefined ? {} : { comment }),
      body,
      writer: { ...made, ...(columns.writer[index] as Record<string, Writer> | undefined) },
      holds: (columns.holds[index] as Hold[] | undefined) ?? [],
      flags: (columns.flags[index] as Flag[] | undefined) ?? [],
      author: word(columns.author[index]),
      recordedAt: new Date(recordedAts[index] ?? 0).toISOString(),
    };
  });
  const gone = columns.gone.id.map((id, index) => ({
    id,
    seq: columns.gone.seq[index] ?? 0,
    gone: true as const,
  }));
  return [...records, ...gone].sort((a, b) => a.seq - b.seq);
}

function sums(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}

function unpackShape(value: unknown): unknown {
  if (!isObject(value) || typeof value.packed !== 'string') return value;
  if (value.packed === '') return value['asItCame'];
  const { packed, run, rest, lengths } = value as unknown as Packed;
  let at = 0;
  let lon = 0;
  let lat = 0;
  const position = (): LonLat => {
    lon += run[at] ?? 0;
    lat += run[at + 1] ?? 0;
    at += 2;
    return [lon / 1e7, lat / 1e7];
  };
  const build = (of: unknown): unknown =>
    typeof of === 'number'
      ? Array.from({ length: of }, position)
      : Array.isArray(of)
        ? of.map(build)
        : position();
  return { ...rest, shape: { type: packed, coordinates: build(lengths) } };
}
