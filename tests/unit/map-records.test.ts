import { expect, test } from 'vitest';
import { drawnRecordOf } from '#app/map/drawn-record.ts';
import { latOf, lonOf, worldPx, worldX, worldY } from '#app/map/mercator.ts';
import { type FrameRecords, recordsOn } from '#app/map/frame-records.ts';
import { createRecordIndex, type RecordSource, sourceOf } from '#app/map/record-index.ts';
import { idOf } from '#app/map/seen.ts';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import { openPack } from '#protocol/pack.ts';
import { encodeRows } from '#protocol/page.ts';
import type { BucketRow } from '#protocol/record.ts';
import { createRecordModel } from '#store/record-model.ts';
import type { RecordView } from '#store/phone.ts';
import { uuidOf } from '#tests/support/domain/changes.ts';
import { pointPlace, recordView, squarePlace } from '#tests/support/record-views.ts';

const lon = 46.9;
const lat = 39.6;
/** Degrees of longitude that are so many pixels wide at zoom 16. */
const pxDeg = (px: number) => (px / worldPx(16)) * 360;
const reach = 24 / worldPx(16);

function indexOf(...views: RecordView[]) {
  const index = createRecordIndex();
  index.replaceAll(views.flatMap((view) => drawnRecordOf(view) ?? []));
  return { index, touch: (x: number, y: number) => index.at(worldX(x), worldY(y), reach) };
}

/** What is drawn on a phone's screen around the place. */
function drawingOf(source: RecordSource, zoom = 16, eastPx = 0): FrameRecords {
  const world = worldPx(zoom);
  const [widthPx, heightPx] = [360, 640];
  const originX = Math.round(worldX(lon) * world - widthPx / 2 + eastPx);
  const originY = Math.round(worldY(lat) * world - heightPx / 2);
  const drawing = recordsOn({ widthPx, heightPx, worldPx: world, originX, originY }, source);
  for (;;) {
    const step = drawing.next();
    if (step.done === true) return step.value;
  }
}

const inOrder = ({ spots, outlines, land, points }: FrameRecords) => [
  ...spots,
  ...outlines,
  ...land,
  ...points,
];
const drawnOf = (source: RecordSource) => inOrder(drawingOf(source)).map(idOf);

const mine = (id: string, x: number, y = lat) =>
  recordView('ordnance', { category: 'ap-mine', count: 1, place: pointPlace(x, y) }, { id });
const land = (id: string, x: number, sideDeg: number) =>
  recordView('clearance', { product: 'cleared', place: squarePlace(x, lat, sideDeg) }, { id });
const worksite = (id: string, sideDeg: number) =>
  recordView('task', { name: 'Worksite', place: squarePlace(lon, lat, sideDeg) }, { id, code: 'AGD-0142' });

test('a touch 20 pixels beside an item means it, one 30 pixels beside it means nothing', () => {
  const { touch } = indexOf(mine('a', lon));
  expect(touch(lon + pxDeg(20), lat)).toBe('a');
  expect(touch(lon + pxDeg(30), lat)).toBeUndefined();
});

test('what another team left in place is drawn and can be touched, and nothing is drawn twice', () => {
  const model = createRecordModel(registry, createLedger);
  const warnings = createRecordModel(registry, createLedger);
  const row = (n: number, author: string, x: number): BucketRow => ({
    id: uuidOf(n),
    kind: 'ordnance',
    firstSeq: n,
    seq: n,
    status: 'submitted',
    body: {
      item: { category: 'ap-mine' },
      amount: { count: 1, location: 'in-place' },
      place: pointPlace(x, lat),
    },
    writer: {},
    holds: [],
    flags: [],
    author,
    recordedAt: '2021-03-14T00:00:00.000Z',
  });
  model.applyPack(openPack(encodeRows([row(1, 'anna', lon)])));
  warnings.applyPack(openPack(encodeRows([row(1, '', lon), row(2, '', lon + pxDeg(200))])));
  const source = sourceOf(model, warnings);
  expect(drawnOf(source).sort()).toEqual([uuidOf(1), uuidOf(2)]);
  expect(source.at(worldX(lon + pxDeg(200)), worldY(lat), reach)).toBe(uuidOf(2));
  expect(source.get(uuidOf(2))?.look.layer).toBe('point');
});

test('an item whose coordinates have more decimals than the wire has steps is on the map all the same', () => {
  const model = createRecordModel(registry, createLedger);
  const place = pointPlace(46.900000012345, 39.6);
  const state = mine(uuidOf(1), lon).state;
  const row: BucketRow = { ...state, id: uuidOf(1), seq: 1, firstSeq: 1, body: { ...state.body, place } };
  model.applyPack(openPack(encodeRows([row])));
  expect(model.get(uuidOf(1))?.values['place']).toEqual(place);
  expect(sourceOf(model).at(worldX(lon), worldY(lat), reach)).toBe(uuidOf(1));
  expect(drawnOf(sourceOf(model))).toEqual([uuidOf(1)]);
});

test('of two items the nearer one is meant', () => {
  const { touch } = indexOf(mine('a', lon), mine('b', lon + pxDeg(20)));
  expect(touch(lon + pxDeg(8), lat)).toBe('a');
  expect(touch(lon + pxDeg(12), lat)).toBe('b');
});

test('an item on cleared land in a worksite can be touched, and so can the land and the worksite around it', () => {
  const { touch } = indexOf(
    worksite('site', pxDeg(600)),
    land('land', lon + pxDeg(100), pxDeg(200)),
    mine('item', lon + pxDeg(150), lat + pxDeg(50)),
  );
  expect(touch(lon + pxDeg(150), lat + pxDeg(50))).toBe('item');
  expect(touch(lon + pxDeg(220), lat + pxDeg(60))).toBe('land');
  expect(touch(lon + pxDeg(500), lat + pxDeg(300))).toBe('site');
  expect(touch(lon - pxDeg(60), lat)).toBeUndefined();
});

test('a small area inside a large one is the one that is meant', () => {
  const { touch } = indexOf(land('large', lon, pxDeg(400)), land('small', lon, pxDeg(80)));
  expect(touch(lon + pxDeg(40), lat + pxDeg(20))).toBe('small');
});

test('only what lies in the view is drawn, points on top of land and land on top of worksites', () => {
  const { index } = indexOf(
    mine('here', lon),
    land('field', lon, pxDeg(50)),
    worksite('site', pxDeg(90)),
    mine('far', lon + 1),
  );
  expect(drawnOf(index)).toEqual(['site', 'field', 'here']);
});

/** An item left where it was found, and one of the same kind that is gone. */
const item = (id: string, x: number, location: 'in-place' | 'gone') =>
  recordView('ordnance', { category: 'ap-mine', count: 1, location, place: pointPlace(x, lat) }, { id });

test('an item left in place is drawn over all others, however many lie around it', () => {
  const around = Array.from({ length: 4_000 }, (_, n) => [
    item(`gone-${n}`, lon + pxDeg((n % 80) - 40), 'gone'),
    land(`land-${n}`, lon + pxDeg((n % 80) - 40), pxDeg(1 + (n % 12))),
  ]).flat();
  for (const zoom of [6, 12, 16, 20]) {
    const { index } = indexOf(...around, item('left', lon, 'in-place'));
    expect(inOrder(drawingOf(index, zoom)).map(idOf).at(-1)).toBe('left');
  }
});

test('in a crowd each item left in place has a symbol that looks like it within a touch, which says that it is several', () => {
  const places = Array.from({ length: 9_000 }, (_, n) => lon + pxDeg((n % 600) / 4));
  const { index } = indexOf(...places.map((x, n) => item(`${n}`, x, n % 3 === 0 ? 'in-place' : 'gone')));
  const { points } = drawingOf(index);
  expect(points.length).toBeLessThan(30);
  const xOf = (x: number) => worldX(x) * worldPx(16) - Math.round(worldX(lon) * worldPx(16) - 180);
  const symbols = points.filter(({ look }) => look.isDanger);
  for (const x of places.filter((_, n) => n % 3 === 0)) {
    const [nearest] = symbols.toSorted((a, b) => Math.abs(a.x - xOf(x)) - Math.abs(b.x - xOf(x)));
    expect(Math.abs((nearest?.x ?? Infinity) - xOf(x))).toBeLessThan(14);
    expect(nearest?.isSeveral).toBe(true);
  }
});

test('a symbol stands for items that would hide it, and each has its own when the map is nearer', () => {
  const { index } = indexOf(mine('a', lon), mine('b', lon + pxDeg(6)), mine('c', lon + pxDeg(20)));
  const shown = (zoom: number) =>
    drawingOf(index, zoom).points.map((point) => `${idOf(point)}${point.isSeveral ? '+' : ''}`);
  expect(shown(16)).toEqual(['a+', 'c']);
  expect(shown(17).sort()).toEqual(['a', 'b', 'c']);
});

test('a thousand small areas on one spot are drawn as one, and what is not sent of them is not hidden', () => {
  const many = Array.from({ length: 1_000 }, (_, n) => land(`${n}`, lon, pxDeg(2)));
  const values = { product: 'cleared', place: squarePlace(lon, lat, pxDeg(2)) };
  const { index } = indexOf(...many, recordView('clearance', values, { id: 'own', delivery: 'unsent' }));
  expect(
    drawingOf(index)
      .spots.map(({ look }) => look.standing)
      .sort(),
  ).toEqual(['sent', 'unsent']);
});

test('of a crowd the same records are drawn when the map is moved a little', () => {
  const { index } = indexOf(
    ...Array.from({ length: 5_000 }, (_, n) => mine(`${n}`, lon + pxDeg((n * 7919) % 300) - pxDeg(150))),
  );
  const first = new Set(drawingOf(index).points.map(idOf));
  const moved = drawingOf(index, 16, 5).points.map(idOf);
  expect(moved.length).toBeGreaterThan(10);
  expect(moved.filter((id) => !first.has(id))).toEqual([]);
});

test('a record that moved is found where it now is, and one that left nowhere', () => {
  const model = createRecordModel(registry, createLedger);
  const source = sourceOf(model);
  const touch = (x: number) => source.at(worldX(x), worldY(lat), reach);
  const id = uuidOf(1);
  const at = (x: number, seq: number) => ({ ...mine(id, x).state, seq });
  const say = (row: BucketRow) => model.applyPack(openPack(encodeRows([row])));
  say(at(lon, 1));
  expect(touch(lon)).toBe(id);
  say(at(lon + 0.5, 2));
  expect(touch(lon)).toBeUndefined();
  expect(touch(lon + 0.5)).toBe(id);
  say({ id, seq: 3, gone: true });
  expect(touch(lon + 0.5)).toBeUndefined();
});

test('a record that lies in a pack is drawn as one that was decoded', () => {
  const holed = squarePlace(lon, lat, 0.01);
  const [outer] = holed.shape.coordinates;
  const [hole] = squarePlace(lon + 0.002, lat + 0.002, 0.003).shape.coordinates;
  const places = {
    task: [squarePlace(179.9995, lat, 0.001)],
    clearance: [
      { ...holed, shape: { type: 'Polygon', coordinates: [outer, hole] } },
      { ...holed, shape: { type: 'MultiPolygon', coordinates: [[outer, hole], [hole]] } },
      { ...holed, source: 'unheard of' },
      { ...holed, shape: { type: 'Polygon', coordinates: [[]] } },
      pointPlace(lon, lat),
    ],
    ordnance: [pointPlace(lon, lat), pointPlace(-180, -89.5)],
  };
  for (const [kind, each] of Object.entries(places)) {
    for (const place of each) {
      const view = recordView(kind, { category: 'ap-mine', product: 'reduced', place }, { id: uuidOf(1) });
      const model = createRecordModel(registry, createLedger);
      model.applyPack(openPack(JSON.parse(JSON.stringify(encodeRows([view.state])))));
      const packed = model.get(uuidOf(1));
      const drawn = packed && drawnRecordOf(packed);
      const decoded = drawnRecordOf({ ...view, code: packed?.code ?? '' });
      expect(drawn === undefined).toBe(decoded === undefined);
      if (!drawn || !decoded) continue;
      expect(drawn.look).toBe(decoded.look);
      expect(drawn.label).toBe(decoded.label);
      expect(drawn.rings).toEqual(decoded.rings);
      for (const side of ['minX', 'minY', 'maxX', 'maxY'] as const) {
        expect(drawn[side]).toBeCloseTo(decoded[side], 7);
      }
      expect(drawnOf(sourceOf(model))).toEqual(drawnOf(indexOf(view).index));
    }
  }
});

test('unsent, sent, approved and returned records look different', () => {
  const values = { category: 'ap-mine', count: 1, place: pointPlace(lon, lat) };
  const standing = (given: Parameters<typeof recordView>[2]) =>
    drawnRecordOf(recordView('ordnance', values, given))?.look.standing;
  expect(standing({ delivery: 'unsent' })).toBe('unsent');
  expect(standing({ delivery: 'refused' })).toBe('unsent');
  expect(standing({})).toBe('sent');
  expect(standing({ status: 'approved' })).toBe('approved');
  expect(standing({ status: 'returned' })).toBe('returned');
});

test('what is withdrawn, has no position or is of an unknown kind is not drawn', () => {
  const place = pointPlace(lon, lat);
  expect(drawnRecordOf(recordView('ordnance', { count: 1, place }, { status: 'withdrawn' }))).toBeUndefined();
  expect(drawnRecordOf(recordView('clearance', { statedAreaM2: 300 }))).toBeUndefined();
  expect(drawnRecordOf(recordView('made-up', { place }))).toBeUndefined();
});

test('land across the antimeridian is one piece', () => {
  const shape = {
    type: 'Polygon',
    coordinates: [
      [
        [179.9, 0],
        [-179.9, 0],
        [-179.9, 0.1],
        [179.9, 0.1],
        [179.9, 0],
      ],
    ],
  };
  const drawn = drawnRecordOf(
    recordView('clearance', { place: { source: 'drawn', accuracyM: null, shape } }),
  );
  expect(((drawn?.maxX ?? 0) - (drawn?.minX ?? 0)) * 360).toBeCloseTo(0.2, 9);
});

test('a projected position comes back', () => {
  for (const [x, y] of [
    [46.9, 39.6],
    [-74.2, 4.6],
    [0, -84],
  ] as const) {
    expect(lonOf(worldX(x))).toBeCloseTo(x, 9);
    expect(latOf(worldY(y))).toBeCloseTo(y, 9);
  }
});
