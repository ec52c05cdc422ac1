import type { Period } from './dates.ts';
import type { Overlap } from './geo/net-area.ts';
import type { Registry } from './kinds/registry.ts';
import type { Body } from './merge-groups.ts';
import type { OfficialColumns } from './official-columns.ts';

/** Which records count: approved only, or approved and submitted, with those in correction beside the latter. */
export const series = ['approved', 'approved+submitted'] as const;
export type Series = (typeof series)[number];

/** A record as the ledger wants it. */
export interface LedgerRecord {
  readonly id: string;
  readonly kind: string;
  /** The server's first sequence; Infinity where it has none yet. */
  readonly firstSeq: number;
  readonly status: string;
  readonly body: Body;
}

export interface FoundDestroyed {
  readonly found: number;
  readonly destroyed: number;
}

/** Areas in m². */
export interface LandSum {
  readonly netM2: number;
  readonly grossM2: number;
  /** The part of the net area that has no polygon behind it. */
  readonly unmappedM2: number;
}

interface TallyQuery {
  readonly period: Period;
  readonly series: Series;
  /** Records that count; all of them where it is not given. */
  readonly only?: (record: LedgerRecord) => boolean;
}

export interface Tally {
  /** By category; categories without a figure are left out. */
  readonly categories: Readonly<Record<string, FoundDestroyed>>;
  /** By official column (`apMines`, `atMines`, `uxo`, `saa`), every one of them. */
  readonly columns: Readonly<Record<string, FoundDestroyed>>;
  /** By product (`cleared`, `reduced`, `cancelled`), every one of them; never summed over products. */
  readonly land: Readonly<Record<string, LandSum>>;
  /** Records with a figure in the period. */
  readonly records: number;
  /** Ids of those records. */
  readonly ids: readonly string[];
  /** What was returned for correction: in neither series, and not gone either. */
  readonly inCorrection: InCorrection;
  /** Ids of records that have a figure which cannot be read or has no date, whatever the period. They count nothing. */
  readonly uncounted: readonly string[];
}

/** Figures of the period that wait for their author: a typo must not erase destroyed mines. */
export interface InCorrection {
  readonly records: number;
  readonly ids: readonly string[];
  readonly columns: Readonly<Record<string, FoundDestroyed>>;
  /** Gross m² by product, every one of them: what of it is new land is known when it counts again. */
  readonly land: Readonly<Record<string, number>>;
}

/** Figures over a set of records, kept up to date record by record. The same code on phone and server. */
export interface Ledger {
  upsert(record: LedgerRecord): void;
  remove(id: string): void;
  tally(query: TallyQuery): Tally;
  /** m² that the record adds to the land of the series; undefined for a record without land, or not of the series. */
  netM2(id: string, series: Series): number | undefined;
  /** m² by the record's own basis; undefined for a record without land, and for a withdrawn one. */
  grossM2(id: string): number | undefined;
  /** Earlier records, approved or submitted, whose polygons cover part of this one's. */
  overlaps(id: string): readonly Overlap[];
}

export type CreateLedger = (registry: Registry, columns?: OfficialColumns) => Ledger;
