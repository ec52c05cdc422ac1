import type { AnyValues } from '#domain/fields/field.ts';
import { registry } from '#domain/kinds/registry.ts';
import { differenceOf } from '#domain/merge-groups.ts';
import type { RecordState } from '#protocol/record.ts';
import type { RecordView } from '#store/phone.ts';

/** A record as a screen gets it. */
export function recordView(
  kindName: string,
  values: AnyValues,
  given: Partial<RecordState> & { readonly code?: string; readonly delivery?: RecordView['delivery'] } = {},
): RecordView {
  const { code, delivery = 'sent', ...state } = given;
  const kind = registry.get(kindName);
  const id = state.id ?? `${kindName}-1`;
  return {
    state: {
      id,
      kind: kindName,
      firstSeq: 1,
      seq: 1,
      status: 'submitted',
      body: differenceOf(kind?.fields ?? {}, {}, values),
      writer: {},
      holds: [],
      flags: [],
      author: 'user-1',
      recordedAt: '2021-03-14T08:00:00.000Z',
      ...state,
    },
    kind,
    values,
    code: code ?? id,
    delivery,
  };
}

/** A place of a square with its lower left corner at lon, lat and a side of `sideDeg`. */
export function squarePlace(lon: number, lat: number, sideDeg: number) {
  return {
    source: 'drawn',
    accuracyM: null,
    shape: {
      type: 'Polygon',
      coordinates: [
        [
          [lon, lat],
          [lon + sideDeg, lat],
          [lon + sideDeg, lat + sideDeg],
          [lon, lat + sideDeg],
          [lon, lat],
        ],
      ],
    },
  };
}

export function pointPlace(lon: number, lat: number) {
  return { source: 'gps', accuracyM: 3, shape: { type: 'Point', coordinates: [lon, lat] } };
}
