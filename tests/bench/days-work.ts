import type { Random } from '#server/demo/random.ts';

/** Metres of a degree of latitude; of longitude at the demo's latitude. */
const [METRES_NORTH, METRES_EAST] = [111_000, 85_200];
const corners = 30;

/** What a person would have filled in, beside what a form starts from. */
interface FilledIn {
  readonly kind: 'clearance' | 'ordnance';
  readonly values: Readonly<Record<string, unknown>>;
}

/** A day of a large team: 60 areas walked along 30 corners each, with two items by each of them. */
export function daysWork(random: Random, task: string): readonly FilledIn[] {
  return Array.from({ length: 60 }, (_, index): FilledIn[] => {
    const at = [46.93 + (index % 10) * 0.0006, 39.99 + Math.floor(index / 10) * 0.0006] as const;
    return [area(random, task, at), item(random, task, at), item(random, task, at)];
  }).flat();
}

const rounded = (degrees: number) => Math.round(degrees * 1e7) / 1e7;

/** About a square of 25 by 25 m, walked with a receiver that is off by a few decimetres at each corner. */
function area(random: Random, task: string, [lon, lat]: readonly [number, number]): FilledIn {
  const ring = Array.from({ length: corners }, (_, corner) => {
    const angle = (corner / corners) * 2 * Math.PI;
    // Of a circle to the square around it.
    const radiusM = 12.5 / Math.max(Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle)));
    const noisyM = radiusM + random.between(-0.5, 0.5);
    return [
      rounded(lon + (Math.cos(angle) * noisyM) / METRES_EAST),
      rounded(lat + (Math.sin(angle) * noisyM) / METRES_NORTH),
    ];
  });
  const [first] = ring;
  return {
    kind: 'clearance',
    values: {
      task,
      place: {
        shape: { type: 'Polygon', coordinates: [[...ring, first]] },
        source: 'walked',
        accuracyM: Number(random.between(2, 6).toFixed(1)),
      },
      product: 'cleared',
      method: 'manual',
      searchClass: 'subsurface',
      depthCm: 20,
    },
  };
}

function item(random: Random, task: string, [lon, lat]: readonly [number, number]): FilledIn {
  const near = (degrees: number) => rounded(degrees + random.between(-1.5e-4, 1.5e-4));
  return {
    kind: 'ordnance',
    values: {
      task,
      category: random.pick(['ap-mine', 'at-mine', 'uxo', 'submunition', 'fuze']),
      count: random.int(1, 3),
      location: 'in-place',
      disposals: [],
      ...(random.chance(0.2) && { note: random.pick(['Beside the path', 'Under a stone', 'By the fence']) }),
      place: {
        shape: { type: 'Point', coordinates: [near(lon), near(lat)] },
        source: 'gps',
        accuracyM: Number(random.between(2, 6).toFixed(1)),
        fixes: random.int(5, 12),
      },
    },
  };
}
