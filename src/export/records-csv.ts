import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import type { Ledger, Series } from '#domain/ledger.ts';
import { type Body, groupsOf, valuesOf } from '#domain/merge-groups.ts';
import { type Column, columnsOf, type Names } from './columns.ts';
import { type Cell, toCsv } from './csv.ts';

/** A record as it is exported. */
export interface ExportRecord {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly author: string;
  readonly recordedAt: string;
  readonly body: Body;
  readonly flags: readonly { readonly message: string }[];
}

export interface ExportContext {
  readonly names: Names;
  readonly areas: Pick<Ledger, 'netM2' | 'grossM2'>;
  /** The series whose net areas are given. */
  readonly series: Series;
}

const squareMetres = (m2: number | undefined) => (m2 === undefined ? null : Math.round(m2 * 100) / 100);
const textOf = (value: unknown) => (typeof value === 'string' ? value : null);

/** Columns that every record has. */
const ofEveryRecord: Readonly<Record<string, (record: ExportRecord, context: ExportContext) => Cell>> = {
  code: ({ body }) => textOf(body['code']),
  kind: ({ kind }) => kind,
  status: ({ status }) => status,
  author: ({ author }, { names }) => names.person(author) ?? author,
  recordedAt: ({ recordedAt }) => recordedAt,
  netM2: ({ id }, { areas, series }) => squareMetres(areas.netM2(id, series)),
  grossM2: ({ id }, { areas }) => squareMetres(areas.grossM2(id)),
  flags: ({ flags }) => flags.map((flag) => flag.message).join(' | '),
  id: ({ id }) => id,
};

/**
 * Records of any kinds as one CSV file, in the order given: what every record has, then the fields of the kinds that
 * occur, a column for each name. What the registry does not know stands as JSON in the last column and is not lost.
 */
export function recordsToCsv(
  registry: Registry,
  records: readonly ExportRecord[],
  context: ExportContext,
): string {
  const occurring = new Set(records.map((record) => record.kind));
  const columns = new Map(
    registry.kinds
      .filter((kind) => occurring.has(kind.kind))
      .map((kind) => [kind.kind, new Map(columnsOf(kind).map((column) => [column.heading, column]))]),
  );
  const headings = [...new Set([...columns.values()].flatMap((ofKind) => [...ofKind.keys()]))];
  const rows = records.map((record) => {
    const kind = registry.get(record.kind);
    const values = kind ? valuesOf(kind.fields, record.body) : {};
    const cell = (column: Column | undefined) => column?.cell(values, context.names);
    return [
      ...Object.values(ofEveryRecord).map((own) => own(record, context)),
      ...headings.map((heading) => cell(columns.get(record.kind)?.get(heading))),
      unknownTo(kind, record.body),
    ];
  });
  return toCsv([[...Object.keys(ofEveryRecord), ...headings, 'unknown'], ...rows]);
}

function unknownTo(kind: KindDeclaration | undefined, body: Body): Cell {
  const known = new Set(['code', ...(kind ? groupsOf(kind.fields).keys() : [])]);
  const unknown = Object.entries(body).filter(([group]) => !known.has(group));
  return unknown.length > 0 ? JSON.stringify(Object.fromEntries(unknown)) : null;
}
