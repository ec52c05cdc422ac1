import type { LedgerRecord } from '#domain/ledger.ts';
import type { LonLat, Polygonal, Ring } from '#domain/geo/shape.ts';

/** Records as a server hands them to a ledger, said in few words. Distances are in metres from a corner near Aghdam. */
const origin: LonLat = [46.93, 39.99];
const degreesPerM = { lon: 1 / 85_400, lat: 1 / 111_030 };

export function at(eastM: number, northM: number): LonLat {
  return [
    Math.round((origin[0] + eastM * degreesPerM.lon) * 1e7) / 1e7,
    Math.round((origin[1] + northM * degreesPerM.lat) * 1e7) / 1e7,
  ];
}

export function ring(...corners: readonly (readonly [eastM: number, northM: number])[]): Ring {
  const positions = corners.map(([east, north]) => at(east, north));
  return positions[0] === undefined ? [] : [...positions, positions[0]];
}

/** An upright rectangle with its south-west corner at the metres given. */
export function box(eastM: number, northM: number, widthM: number, heightM: number): Polygonal {
  const [e, n] = [eastM + widthM, northM + heightM];
  return { type: 'Polygon', coordinates: [ring([eastM, northM], [e, northM], [e, n], [eastM, n])] };
}

export const drawn = (shape: unknown) => ({ shape, source: 'drawn', accuracyM: null });

interface Given {
  readonly id: string;
  readonly firstSeq?: number;
  readonly status?: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

export function clearanceRecord({ id, firstSeq = 1, status = 'submitted', body }: Given): LedgerRecord {
  const common = { task: 'task-1', team: 'team-1', date: '2021-03-14' };
  const own = { place: drawn(box(0, 0, 50, 40)), work: { product: 'cleared', searchClass: 'subsurface' } };
  return { id, kind: 'clearance', firstSeq, status, body: { ...common, ...own, ...body } };
}

export function ordnanceRecord({ id, firstSeq = 1, status = 'submitted', body }: Given): LedgerRecord {
  const common = { task: 'task-1', team: 'team-1', date: '2021-03-14' };
  const own = { item: { category: 'ap-mine' }, amount: { count: 1, location: 'in-place' } };
  return { id, kind: 'ordnance', firstSeq, status, body: { ...common, ...own, ...body } };
}
