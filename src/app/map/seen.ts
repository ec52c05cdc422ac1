import type { Pack } from '#protocol/pack.ts';
import type { DrawnRecord } from './drawn-record.ts';
import { labelAt, ringsAt } from './pack-drawing.ts';
import { type Look, lookOf } from './record-look.ts';

/** A box in shares of the world. */
export interface WorldBox {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** A record that lies in sight, written over with the next one: there may be a hundred thousand. */
export interface Seen {
  look: Look;
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
  /** What holds the record: a pack by its row, or what was drawn of it before. */
  of: Pack | DrawnRecord;
  row: number;
}

/** Some of the records in sight. Good until the next ones are asked for. */
export interface SeenRecords {
  readonly count: number;
  /** @returns false where nothing is drawn there; then `into` is of no use */
  read(at: number, into: Seen): boolean;
}

export function createSeen(): Seen {
  const look = lookOf({
    symbol: { shape: 'cross', colour: 'ink' },
    standing: 'sent',
    isPoint: true,
    isDanger: false,
  });
  const nowhere = { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  return { look, ...nowhere, of: { id: '', look, label: '', rings: null, ...nowhere }, row: 0 };
}

type Held = Pick<Seen, 'of' | 'row'>;

export const idOf = ({ of, row }: Held): string => ('rings' in of ? of.id : of.idAt(row));

/** As x, y … in shares of the world; empty for a point. */
export const ringsOf = ({ of, row }: Held): readonly Float64Array[] =>
  'rings' in of ? (of.rings ?? []) : ringsAt(of, row);

export const labelOf = ({ of, row, look }: Held & Pick<Seen, 'look'>): string =>
  'rings' in of ? of.label : labelAt(of, row, look);

export const touches = (a: WorldBox, b: WorldBox): boolean =>
  a.maxX >= b.minX && a.minX <= b.maxX && a.maxY >= b.minY && a.minY <= b.maxY;

export const around = (x: number, y: number, reach: number): WorldBox => ({
  minX: x - reach,
  minY: y - reach,
  maxX: x + reach,
  maxY: y + reach,
});
