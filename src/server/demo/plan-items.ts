import type { OrdnanceCategory } from '#domain/ordnance-category.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import { demoPeriod, workingDays } from './calendar.ts';
import type { DemoTask } from './plan-land.ts';
import { type Random, shareOut } from './random.ts';
import { positionIn, type Strip } from './strips.ts';

export interface Disposal {
  readonly on: string;
  readonly count: number;
  readonly how: 'destroyed-in-situ' | 'destroyed-at-demolition-site' | 'rendered-safe' | 'handed-over';
  readonly to?: string;
}

export interface FoundItem {
  readonly task: DemoTask;
  readonly day: string;
  readonly category: OrdnanceCategory;
  readonly model?: string;
  readonly count: number;
  readonly depthCm?: number;
  readonly at: LonLat;
  readonly accuracyM: number;
  readonly fixes: number;
  /** Where it was left on the day it was found. */
  readonly location: 'in-place' | 'temporary-storage' | 'gone';
  readonly disposals: readonly Disposal[];
  /** What was done with it later; the location is `gone` from then on. */
  readonly later?: Disposal;
}

/** The official totals for the period, by column, and about how many records they are spread over. */
const officialDestroyed = { apMines: 7_449, atMines: 3_643, uxo: 9_033 } as const;
const recordsOf = { apMines: 640, atMines: 400, uxo: 760, saa: 30 } as const;
type Column = keyof typeof recordsOf;
const roundsOfSaa = 870;
const mostItems = 50;

const categories: Readonly<Record<Column, Partial<Record<OrdnanceCategory, number>>>> = {
  apMines: { 'ap-mine': 97, 'improvised-ap-mine': 3 },
  atMines: { 'at-mine': 1 },
  uxo: { uxo: 52, submunition: 24, axo: 10, fuze: 7, 'booby-trap': 2, ied: 1, other: 1, unknown: 3 },
  saa: { saa: 1 },
};

/** Names from the list of suggested models; often none, since identification is never forced. */
const models: Partial<Readonly<Record<OrdnanceCategory, readonly string[]>>> = {
  'ap-mine': ['PMN', 'PMN-2', 'PMD-6 / PMD-6M', 'POMZ-2M', 'OZM-72', 'MON-50', 'MON-100'],
  'at-mine': ['TM-57', 'TM-62M', 'TM-46 / TMN-46'],
  submunition: ['9N210', '9N235', 'M095 DPICM', 'ShOAB-0.5'],
  uxo: [
    'OF-843 120 mm mortar bomb',
    'O-832 82 mm mortar bomb',
    '9M22U 122 mm Grad',
    'VOG-17',
    '125 mm OF-19 / OF-26',
  ],
  axo: ['F-1', 'RGD-5', 'PG-7 series', '152 mm OF-540 / OF-25'],
  fuze: ['MUV series', 'UZRGM', 'RGM-2'],
  saa: ['5.45x39 mm', '7.62x39 mm', '7.62x54R mm', '12.7x108 mm'],
};

interface Site {
  readonly task: DemoTask;
  readonly day: string;
  readonly strip: Strip;
}

/** Items found on land that was worked on that day, destroyed within the period to exactly the official totals. */
export function planItems(random: Random, tasks: readonly DemoTask[]): readonly FoundItem[] {
  const sites = tasks.flatMap((task) =>
    task.land
      .filter(({ product }) => product === 'cleared')
      .map(({ day, strip }): Site => ({ task, day, strip })),
  );
  const columns = Object.keys(recordsOf) as Column[];
  const destroyed = columns.flatMap((column) => {
    const counts = countsOf(random, column);
    return counts.map((count) =>
      destroyedItem(random, found(random, siteFor(random, sites, column), column), count),
    );
  });
  const left = columns.flatMap((column) =>
    Array.from({ length: column === 'saa' ? 4 : 18 }, () =>
      leftItem(random, found(random, siteFor(random, sites, column), column)),
    ),
  );
  return [...destroyed, ...left];
}

/** Mostly a few, now and then a heap. */
function countsOf(random: Random, column: Column): number[] {
  const weights = Array.from({ length: recordsOf[column] }, () => 0.12 - Math.log(1 - random.next() * 0.985));
  return shareOut(column === 'saa' ? roundsOfSaa : officialDestroyed[column], weights, mostItems);
}

function siteFor(random: Random, sites: readonly Site[], column: Column): Site {
  for (;;) {
    const site = random.pick(sites);
    const { ap, at, uxo } = site.task.team.district;
    const minefield = site.task.type === 'minefield';
    const likely = {
      apMines: ap * (minefield ? 1 : 0.25),
      atMines: at * (minefield ? 1 : 0.25),
      uxo,
      saa: 0.5,
    };
    if (random.next() * 1.8 < likely[column]) return site;
  }
}

type Found = Omit<FoundItem, 'count' | 'location' | 'disposals'>;

function found(random: Random, { task, day, strip }: Site, column: Column): Found {
  const category = random.weighted(categories[column] as Record<OrdnanceCategory, number>);
  const known = models[category];
  return {
    task,
    day,
    category,
    ...(known && random.chance(0.7) ? { model: random.pick(known) } : {}),
    ...(column === 'saa' || random.chance(0.4) ? {} : { depthCm: random.int(0, 5) * 5 }),
    at: positionIn(random, task.ground, strip),
    accuracyM: random.int(25, 75) / 10,
    fixes: random.int(4, 12),
  };
}

function destroyedItem(random: Random, item: Found, count: number): FoundItem {
  const inSitu = { on: item.day, count, how: 'destroyed-in-situ' } as const;
  const course = random.weighted({ here: 75, marked: 13, stored: 8, twice: 4 });
  const later = laterDay(random, item.day);
  if (course === 'here' || later === undefined || (course === 'twice' && count < 2)) {
    return { ...item, count, location: 'gone', disposals: [inSitu] };
  }
  if (course === 'twice') {
    const first = random.int(1, count - 1);
    const rest: Disposal = { on: later, count: count - first, how: 'destroyed-in-situ' };
    return { ...item, count, location: 'in-place', disposals: [{ ...inSitu, count: first }], later: rest };
  }
  const how = course === 'marked' ? 'destroyed-in-situ' : 'destroyed-at-demolition-site';
  const location = course === 'marked' ? 'in-place' : 'temporary-storage';
  return { ...item, count, location, disposals: [], later: { on: later, count, how } };
}

/** Found and not destroyed by the end of the period. */
function leftItem(random: Random, item: Found): FoundItem {
  const count = random.int(1, 4);
  const course = random.weighted({ 'in-place': 6, 'temporary-storage': 3, gone: 2 });
  if (course !== 'gone') return { ...item, count, location: course, disposals: [] };
  const handedOver: Disposal = { on: item.day, count, how: 'handed-over', to: 'Demolition unit' };
  return { ...item, count, location: 'gone', disposals: [handedOver] };
}

const days = workingDays();

/** A working day one to nine of them later; undefined where the period ends before. */
function laterDay(random: Random, day: string): string | undefined {
  const later = days[days.indexOf(day) + random.int(1, 9)];
  return later !== undefined && later <= demoPeriod.to ? later : undefined;
}
