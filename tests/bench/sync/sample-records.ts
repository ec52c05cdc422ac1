import { createRandom, madeUpId, type Random } from '#server/demo/random.ts';

/** A cleared area as a document: about 500 bytes of JSON, eleven corners where chance put them. */
export interface SampleRecord {
  readonly id: string;
  readonly kind: 'clearance';
  readonly author: string;
  readonly recordedAt: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const corners = 11;
const firstMs = Date.UTC(2025, 0, 6, 4);
const metreDeg = 1 / 111_320;
const products = ['cleared', 'cleared', 'cleared', 'reduced'] as const;
const methods = ['manual', 'manual', 'mechanical', 'animal'] as const;

const sampleTask = '01942f00-0000-7000-8000-000000000001';

/** The same records in every process that asks for as many; no two programmes of different sizes share one. */
export function sampleRecords(count: number, author: string): readonly SampleRecord[] {
  const random = createRandom(count);
  let atMs = firstMs;
  return Array.from({ length: count }, (_, index): SampleRecord => {
    atMs += random.int(1, 60_000);
    const recordedAt = new Date(atMs).toISOString();
    return {
      id: madeUpId(random, atMs),
      kind: 'clearance',
      author,
      recordedAt,
      body: {
        code: `BENCH-C-${recordedAt.slice(2, 10).replaceAll('-', '')}-A7-${index + 1}`,
        team: 'team-1',
        task: sampleTask,
        date: recordedAt.slice(0, 10),
        place: {
          shape: { type: 'Polygon', coordinates: [ringAround(random)] },
          source: 'walked',
          accuracyM: null,
        },
        work: {
          product: random.pick(products),
          method: random.pick(methods),
          searchClass: 'subsurface',
          depthCm: random.pick([13, 20, 20, 30]),
        },
        area: { areaBasis: 'computed' },
      },
    };
  });
}

/** Around a random place of the area, 20 to 120 m out in every direction; closed, in steps of 1e-7°. */
function ringAround(random: Random): (readonly [number, number])[] {
  const lon = 46.2 + random.next() * 1.6;
  const lat = 39 + random.next() * 1.4;
  const ring = Array.from({ length: corners }, (_, corner): readonly [number, number] => {
    const angle = ((corner + random.next() * 0.8) / corners) * 2 * Math.PI;
    const outM = 20 + random.next() * 100;
    return [
      rounded(lon + (Math.cos(angle) * outM * metreDeg) / Math.cos((lat * Math.PI) / 180)),
      rounded(lat + Math.sin(angle) * outM * metreDeg),
    ];
  });
  const [first] = ring;
  return first ? [...ring, first] : ring;
}

const rounded = (degrees: number) => Math.round(degrees * 1e7) / 1e7;
