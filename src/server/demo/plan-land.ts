import { destination } from '#domain/geo/distance.ts';
import type { LonLat, Polygon } from '#domain/geo/shape.ts';
import type { DemoTeam, TeamDay } from './plan-work.ts';
import { createRandom, type Random } from './random.ts';
import {
  type Edge,
  edgeAt,
  type Ground,
  groundAt,
  meanForward,
  moved,
  polygonBetween,
  type Strip,
  stripOf,
} from './strips.ts';

export interface LandRecord {
  readonly day: string;
  readonly product: 'cleared' | 'reduced' | 'cancelled';
  readonly strip: Strip;
  /** What was recorded: the strip, and now and then a little of what was worked on before. */
  readonly polygon: Polygon;
}

export interface DemoTask {
  readonly code: string;
  readonly name: string;
  readonly team: DemoTeam;
  readonly ground: Ground;
  readonly boundary: Polygon;
  readonly method: 'mechanical' | 'bac-surface' | 'bac-subsurface' | 'manual';
  readonly type: 'minefield' | 'battle-area';
  readonly state: 'active' | 'completed' | 'handed-over' | 'planned' | 'suspended';
  readonly opened: string;
  readonly closed?: string;
  readonly widthM: number;
  readonly land: readonly LandRecord[];
}

/** Between 12 and 34 ha, as task orders are cut. */
const leastTaskM2 = 120_000;
const mostTaskM2 = 340_000;

/** The tasks of a team, one after the other, with the land worked on each day. @param place where the k-th of its district is */
export function planTasks(
  random: Random,
  team: DemoTeam,
  days: readonly TeamDay[],
  place: (isLast: boolean) => { readonly code: string; readonly origin: LonLat },
): readonly DemoTask[] {
  const tasks: DemoTask[] = [];
  for (let next = 0; next < days.length; ) {
    const wanted = random.between(leastTaskM2, mostTaskM2);
    let sum = 0;
    const from = next;
    while (next < days.length && sum < wanted) sum += days[next++]?.areaM2 ?? 0;
    // A last task of a few days would be a sliver: the team stays on the one before.
    if (days.length - next < 6) next = days.length;
    const isLast = next === days.length;
    tasks.push(planTask(random, team, days.slice(from, next), isLast, place(isLast)));
  }
  return tasks;
}

function planTask(
  random: Random,
  team: DemoTeam,
  days: readonly TeamDay[],
  isLast: boolean,
  { code, origin }: { readonly code: string; readonly origin: LonLat },
): DemoTask {
  const method = random.weighted({ mechanical: 4, 'bac-surface': 2, 'bac-subsurface': 3, manual: 1 });
  const ground = groundAt(origin, random.between(0, 360));
  const total = days.reduce((sum, { areaM2: area }) => sum + area, 0);
  const widthM = Math.sqrt(total) * random.between(0.7, 0.85);
  const land: LandRecord[] = [];
  let edge = edgeAt(random, widthM, 0, 2);
  for (const { day, areaM2: area } of days) {
    const strip = stripOf(random, ground, edge, widthM, area);
    const previous = land.at(-1)?.strip;
    const overlapM = random.between(2, 7);
    const overlaps = random.chance(0.03) && previous && depthOf(previous) > 3 * overlapM + 6;
    const polygon = overlaps ? polygonBetween(ground, reachingBack(edge, overlapM), strip.to) : strip.polygon;
    land.push({ day, product: 'cleared', strip, polygon });
    edge = strip.to;
  }
  const [opened = '', closed = ''] = [days[0]?.day, days.at(-1)?.day];
  if (!isLast && random.chance(0.55)) {
    const product = random.chance(0.6) ? 'reduced' : 'cancelled';
    const strip = stripOf(random, ground, edge, widthM, random.between(8_000, 42_000));
    land.push({ day: closed, product, strip, polygon: strip.polygon });
    edge = strip.to;
  }
  const ahead = isLast ? Math.max(60, meanForward(edge) * random.between(0.25, 0.7)) : 0;
  return {
    code,
    team,
    ground,
    method,
    widthM,
    land,
    opened,
    name: `${team.district.name} ${code.slice(-4)}`,
    boundary: boundaryOf(random, ground, widthM, meanForward(edge) + ahead),
    type: method.startsWith('bac') ? 'battle-area' : 'minefield',
    state: isLast ? 'active' : random.chance(0.4) ? 'handed-over' : 'completed',
    ...(isLast ? {} : { closed }),
  };
}

/** An edge that takes in land of the strip before it, and none beside that strip. */
function reachingBack(edge: Edge, byM: number): Edge {
  const [left, right] = [edge[0], edge.at(-1)];
  if (!left || !right) return edge;
  const inner = moved(edge, -byM).map(([across, forward], i): Edge[number] => {
    const inward = i === 0 ? 6 : i === edge.length - 1 ? -6 : 0;
    return [across + inward, forward];
  });
  return [left, ...inner, right];
}

const depthOf = (strip: Strip) => meanForward(strip.to) - meanForward(strip.from);

/** Around all strips, with the few metres that a fence stands off. */
function boundaryOf(random: Random, ground: Ground, widthM: number, lengthM: number): Polygon {
  const half = widthM / 2;
  const off = () => random.between(12, 25);
  const edge = (forward: number): Edge => [
    [-half - off(), forward],
    [random.between(-half / 3, half / 3), forward + (forward > 0 ? off() / 2 : -off() / 2)],
    [half + off(), forward],
  ];
  return polygonBetween(ground, edge(-12), edge(lengthM + 12));
}

/** A task that waits for its team. */
export function plannedTask(
  random: Random,
  team: DemoTeam,
  { code, origin }: { readonly code: string; readonly origin: LonLat },
  state: 'planned' | 'suspended',
): DemoTask {
  const ground = groundAt(origin, random.between(0, 360));
  return {
    code,
    team,
    ground,
    state,
    widthM: 0,
    land: [],
    opened: '2021-05-27',
    name: `${team.district.name} ${code.slice(-4)}`,
    boundary: boundaryOf(random, ground, random.between(280, 420), random.between(350, 600)),
    method: 'manual',
    type: 'minefield',
  };
}

/**
 * Places for tasks around a town, spread as the seeds of a sunflower are: from 2 km on, about 2 km from each other,
 * whatever their number.
 */
export function createPlaces(seat: LonLat, code: string, first: number) {
  let made = 0;
  return (near?: LonLat): { readonly code: string; readonly origin: LonLat } => {
    const k = made++;
    const origin = near
      ? destination(near, 90, 1_100)
      : destination(seat, (k * 137.508) % 360, 1_250 * Math.sqrt(k + 2.5));
    return { code: `${code}-${String(first + k * 7).padStart(4, '0')}`, origin };
  };
}

/** The task with its last strip made larger, so that so much more land is new. */
export function withMoreLand(task: DemoTask, moreM2: number): DemoTask {
  const last = task.land.at(-1);
  if (!last) throw new RangeError('A task without land has no last strip.');
  const { from, areaM2: area } = last.strip;
  const strip = stripOf(createRandom(1), task.ground, from, task.widthM, area + moreM2, 0.2);
  return { ...task, land: [...task.land.slice(0, -1), { ...last, strip, polygon: strip.polygon }] };
}

/** m² of land that is new: strips of one task share their edges, so that they add up. */
export function newLandM2(tasks: readonly DemoTask[]): number {
  return tasks
    .flatMap((task) => task.land)
    .filter((record) => record.product === 'cleared')
    .reduce((sum, record) => sum + record.strip.areaM2, 0);
}
