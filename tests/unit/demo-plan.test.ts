import { areaM2 } from '#domain/geo/area.ts';
import { boundsContain, boundsOf } from '#domain/geo/bounds.ts';
import { difference, intersection } from '#domain/geo/clip.ts';
import { inverse } from '#domain/geo/distance.ts';
import type { LonLat, Polygon, Polygonal } from '#domain/geo/shape.ts';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import { valuesOf } from '#domain/merge-groups.ts';
import { problemsOf } from '#domain/validate.ts';
import { workingDays } from '#server/demo/calendar.ts';
import { changesOf } from '#server/demo/demo-changes.ts';
import { planDemo } from '#server/demo/plan-demo.ts';
import { createRandom, shareOut } from '#server/demo/random.ts';
import { beforeAll, describe, expect, it } from 'vitest';

let plan: ReturnType<typeof planDemo>;
let changes: ReturnType<typeof changesOf>;
beforeAll(() => {
  plan = planDemo();
  changes = changesOf(plan);
});

const areaOrNone = (shape: Polygonal | null) => (shape ? areaM2(shape) : 0);

describe('the demo is made up, and the same every time', () => {
  it('two builds are the same to the last character', () => {
    expect(JSON.stringify(changesOf(planDemo()))).toBe(JSON.stringify(changes));
  });

  it('is marked as made up', () => {
    expect(plan.programme).toMatchObject({ synthetic: true, timeZone: 'Asia/Baku', short: 'demo' });
    expect(plan.programme.name).toMatch(/^Demo/);
  });
});

describe('its figures are the official ones', () => {
  it('7,449 AP mines, 3,643 AT mines, 9,033 UXO and 2,763.5 ha, from 10 November to the end of May', () => {
    const ledger = createLedger(registry);
    const bodies = new Map<string, { kind: string; firstSeq: number; body: Record<string, unknown> }>();
    changes.forEach(({ record, kind, set }, index) => {
      const before = bodies.get(record) ?? { kind, firstSeq: index + 1, body: {} };
      bodies.set(record, { ...before, body: { ...before.body, ...set } });
    });
    for (const [id, record] of bodies) ledger.upsert({ id, status: 'submitted', ...record });
    for (const period of [{ from: '2020-11-10', to: '2021-05-31' }, {}]) {
      const { columns, land, uncounted } = ledger.tally({ period, series: 'approved+submitted' });
      expect(columns.apMines?.destroyed).toBe(7_449);
      expect(columns.atMines?.destroyed).toBe(3_643);
      expect(columns.uxo?.destroyed).toBe(9_033);
      expect(columns.saa?.destroyed).toBeGreaterThan(0);
      expect(Math.abs((land.cleared?.netM2 ?? 0) - 27_635_000)).toBeLessThan(10);
      // Some land was worked on twice, and counts once.
      expect(land.cleared?.grossM2).toBeGreaterThan((land.cleared?.netM2 ?? 0) + 10_000);
      expect(land.reduced?.netM2).toBeGreaterThan(0);
      expect(land.cancelled?.netM2).toBeGreaterThan(0);
      expect(uncounted).toEqual([]);
    }
  });

  it('more is found than is destroyed: some was left in place, and some destroyed on a later day', () => {
    const found = plan.items.reduce((sum, item) => sum + item.count, 0);
    expect(found).toBeGreaterThan(7_449 + 3_643 + 9_033);
    expect(plan.items.filter((item) => item.later && item.later.on > item.day).length).toBeGreaterThan(200);
    expect(plan.items.filter((item) => item.location === 'in-place' && !item.later).length).toBeGreaterThan(
      10,
    );
  });

  it('columns are made of several categories', () => {
    const categories = new Set(plan.items.map((item) => item.category));
    expect([...categories]).toEqual(
      expect.arrayContaining([
        'ap-mine',
        'improvised-ap-mine',
        'at-mine',
        'uxo',
        'submunition',
        'axo',
        'saa',
      ]),
    );
  });
});

describe('it is spread as real work is', () => {
  it('a few thousand records, none over 5 ha or 50 items', () => {
    const land = plan.tasks.flatMap((task) => task.land);
    expect(land.length + plan.items.length).toBeGreaterThan(3_000);
    expect(land.length + plan.items.length).toBeLessThan(8_000);
    for (const { polygon } of land) expect(areaM2(polygon)).toBeLessThanOrEqual(50_000);
    for (const { count } of plan.items) expect(count).toBeLessThanOrEqual(50);
  });

  it('every date is a working day of the period', () => {
    const days = new Set(workingDays());
    const used = [
      ...plan.tasks.flatMap((task) => task.land.map((record) => record.day)),
      ...plan.lanes.map((report) => report.day),
      ...plan.items.flatMap((item) => [item.day, ...item.disposals.map((disposal) => disposal.on)]),
      ...plan.items.flatMap((item) => (item.later ? [item.later.on] : [])),
    ];
    expect(used.filter((day) => !days.has(day))).toEqual([]);
    expect(days.has('2020-11-10')).toBe(true);
    for (const day of days) expect([0, 6]).not.toContain(new Date(day).getUTCDay());
  });

  it('the work grows from month to month until spring', () => {
    const land = plan.tasks.flatMap((task) => task.land);
    const sum = (month: string) =>
      land.filter(({ day }) => day.startsWith(month)).reduce((all, { strip }) => all + strip.areaM2, 0);
    const months = ['2020-12', '2021-01', '2021-02', '2021-03', '2021-04'].map(sum);
    expect(months).toEqual([...months].sort((a, b) => a - b));
  });

  it('24 teams work in 12 districts, each on land of its own', () => {
    expect(plan.teams).toHaveLength(24);
    expect(new Set(plan.teams.map((team) => team.district.name)).size).toBe(12);
    const boundaries = plan.tasks.map((task) => task.boundary);
    boundaries.forEach((boundary, i) => {
      for (const other of boundaries.slice(i + 1)) {
        if (inverse(cornerOf(boundary), cornerOf(other)).distanceM > 3_000) continue;
        expect(areaOrNone(intersection(boundary, other))).toBe(0);
      }
    });
  });

  it('tasks lie in the operating area, land in its task and items in their task', () => {
    for (const task of plan.tasks) {
      const [west, south, east, north] = boundsOf(task.boundary);
      expect(boundsContain(plan.programme.area, [west, south])).toBe(true);
      expect(boundsContain(plan.programme.area, [east, north])).toBe(true);
      for (const { polygon } of task.land) {
        expect(areaOrNone(difference(polygon, task.boundary))).toBeLessThan(areaM2(polygon) / 100);
      }
    }
    for (const { task, at } of plan.items) {
      expect(areaOrNone(intersection(around(at), task.boundary))).toBeGreaterThan(0);
    }
  });

  it('the teams that can sign in are at work beside each other', () => {
    const [first, second] = ['team-1', 'team-2'].map((id) =>
      plan.tasks.find((task) => task.team.id === id && task.state === 'active'),
    );
    expect(first?.land.length).toBeGreaterThan(0);
    expect(second?.land.length).toBeGreaterThan(0);
    if (!first || !second) return;
    expect(inverse(cornerOf(first.boundary), cornerOf(second.boundary)).distanceM).toBeLessThan(2_500);
  });

  it('every record is as a form would have let it be', () => {
    for (const change of changes) {
      const kind = registry.get(change.kind);
      if (!kind || !change.set || change.after !== undefined) continue;
      expect(problemsOf(kind, valuesOf(kind.fields, change.set))).toEqual([]);
    }
  });

  it('comes in the order in which it was recorded, each record before what follows of it', () => {
    const seen = new Set<string>();
    let last = 0;
    for (const change of changes) {
      expect(change.at).toBeGreaterThanOrEqual(last);
      last = change.at;
      expect(seen.has(change.record)).toBe(change.id !== change.record);
      seen.add(change.record);
    }
  });
});

describe('sharing a total out', () => {
  it('gives each at least one and none more than allowed, and adds up', () => {
    const shares = shareOut(
      1_000,
      [1, 1, 500, 3, 9, 0.1, 2, 80, 80, 1, 1, 1, 90, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4],
      50,
    );
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(1_000);
    expect(Math.max(...shares)).toBe(50);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(1);
  });

  it('says so when it cannot be', () => {
    expect(() => shareOut(101, [1, 1], 50)).toThrow(RangeError);
  });

  it('the generator gives the same numbers for the same seed, and others for another', () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return [random.next(), random.next(), random.next()];
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    for (const x of draw(7)) expect(x >= 0 && x < 1).toBe(true);
  });
});

const cornerOf = (polygon: Polygon): LonLat => polygon.coordinates[0]?.[0] ?? [0, 0];

/** A square of about 1 m around a position. */
function around([lon, lat]: LonLat): Polygon {
  const d = 5e-6;
  const ring: LonLat[] = [[lon - d, lat - d], [lon + d, lat - d], [lon + d, lat + d], [lon - d, lat + d]]; // biome-ignore format: a box reads best on one line
  return { type: 'Polygon', coordinates: [[...ring, [lon - d, lat - d]]] };
}
