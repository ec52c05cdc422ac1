import type { Programme } from '#protocol/wire.ts';
import { createPlaces, type DemoTask, newLandM2, planTasks, plannedTask, withMoreLand } from './plan-land.ts';
import { districts } from './districts.ts';
import { type FoundItem, planItems } from './plan-items.ts';
import { type DemoTeam, planTeamDays, planTeams } from './plan-work.ts';
import { createRandom, type Random } from './random.ts';

/** The official figure for the period: 2,763.5 ha. */
const officialM2 = 27_635_000;
const seed = 20_210_531;

/** A report of lanes that were taped, and not mapped. */
interface LaneReport {
  readonly task: DemoTask;
  readonly day: string;
  readonly lanes: readonly { readonly startM: number; readonly lengthM: number; readonly widthM: number }[];
}

export interface DemoPlan {
  readonly programme: Programme;
  readonly teams: readonly DemoTeam[];
  readonly tasks: readonly DemoTask[];
  readonly lanes: readonly LaneReport[];
  readonly items: readonly FoundItem[];
}

export const demoProgramme: Programme = {
  id: 'demo',
  name: 'Demo Karabakh',
  short: 'demo',
  area: [45.7, 38.8, 47.9, 40.7],
  timeZone: 'Asia/Baku',
  synthetic: true,
};

/**
 * Made-up work whose sums are the official ones: where, when, by whom and in what portions is invented. The same in
 * every run: it asks no clock and draws from its own generator.
 */
export function planDemo(): DemoPlan {
  const random = createRandom(seed);
  const teams = planTeams(random);
  const lanesM2 = 14_000;
  const work = planTeamDays(random, teams, officialM2 - lanesM2);
  const places = new Map(
    districts.map(({ name, seat, code }, i) => [name, createPlaces(seat, code, 31 + i * 13)] as const),
  );
  const placeOf = (team: DemoTeam) => {
    const place = places.get(team.district.name);
    if (!place) throw new RangeError(`The district of ${team.name} has no places.`);
    return place;
  };
  const tasks: DemoTask[] = [];
  teams.forEach((team, index) => {
    const place = placeOf(team);
    // The second account's team is at work beside the first's, so that the two see each other's land.
    const neighbour = index === 1 ? tasks.at(-1)?.boundary.coordinates[0]?.[0] : undefined;
    tasks.push(
      ...planTasks(random, team, work[index] ?? [], (isLast) => place(isLast ? neighbour : undefined)),
    );
  });
  for (const [index, team] of teams.entries()) {
    if (index % 3 === 0)
      tasks.push(plannedTask(random, team, placeOf(team)(), index % 9 === 3 ? 'suspended' : 'planned'));
  }
  const lanes = planLanes(random, tasks);
  const stated = lanes
    .flatMap((report) => report.lanes)
    .reduce((sum, lane) => sum + lane.lengthM * lane.widthM, 0);
  const adjusted = adjustLand(tasks, officialM2 - stated);
  return {
    programme: demoProgramme,
    teams,
    tasks: adjusted,
    lanes: lanes.map((report) => ({ ...report, task: adjusted[tasks.indexOf(report.task)] ?? report.task })),
    items: planItems(random, adjusted),
  };
}

/** Makes the last strips of tasks that go on a little larger or smaller until the land adds up to the m². */
function adjustLand(tasks: readonly DemoTask[], totalM2: number): DemoTask[] {
  const adjusted = [...tasks];
  const room = 4_000;
  for (const [index, task] of tasks.entries()) {
    const missing = totalM2 - newLandM2(adjusted);
    const last = task.land.at(-1)?.strip.areaM2 ?? 0;
    if (Math.abs(missing) < 0.5) break;
    if (task.state !== 'active' || last < 12_000 || last > 40_000) continue;
    adjusted[index] = withMoreLand(task, Math.max(-room, Math.min(room, missing)));
  }
  return adjusted;
}

/** Manual teams tape their lanes and state them, a few hundred m² a day, beside what is mapped. */
function planLanes(random: Random, tasks: readonly DemoTask[]): LaneReport[] {
  return tasks
    .filter((task) => task.method === 'manual')
    .flatMap((task) =>
      task.land
        .filter(({ product }) => product === 'cleared' && random.chance(0.3))
        .map(({ day }) => ({
          task,
          day,
          lanes: Array.from({ length: random.int(3, 6) }, (_, i) => ({
            startM: i * 2,
            lengthM: random.int(20, 55),
            widthM: 1,
          })),
        })),
    );
}
