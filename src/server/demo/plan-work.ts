import { workingDays } from './calendar.ts';
import { type District, districts } from './districts.ts';
import type { Random } from './random.ts';

export interface DemoTeam {
  readonly id: string;
  readonly name: string;
  readonly district: District;
  /** Mechanical and battle-area teams do hectares a day, manual ones a fraction of one. */
  readonly pace: number;
}

/** A day of a team on which land was worked on. */
export interface TeamDay {
  readonly day: string;
  readonly areaM2: number;
}

const teamCount = 24;
/** No day's work is larger; with what is done twice at a boundary it stays under 5 ha. */
const mostADayM2 = 45_000;
const leastADayM2 = 2_800;

/** Two teams in each district; the teams of the two member accounts work side by side. */
export function planTeams(random: Random): readonly DemoTeam[] {
  return Array.from({ length: teamCount }, (_, index): DemoTeam => {
    const district = districts[Math.floor(index / 2) % districts.length];
    if (!district) throw new RangeError('There are no districts.');
    const number = index + 1;
    return { id: `team-${number}`, name: `Team ${number}`, district, pace: random.between(0.6, 1.5) };
  });
}

/** On which days each team worked, and how much of the whole area was done on each. */
export function planTeamDays(
  random: Random,
  teams: readonly DemoTeam[],
  totalM2: number,
): readonly (readonly TeamDay[])[] {
  const days = workingDays();
  const effort = teams.map((team, index) => {
    // Six teams begin at once, the others come one by one until the middle of February.
    const first = index % 4 === 0 ? 0 : Math.round(((index * 7) % teamCount) * 2.6);
    return days.flatMap((day, d) => {
      const winter = day > '2020-12-01' && day < '2021-03-01';
      if (d < first || !random.chance(winter ? 0.9 - team.district.snow : 0.92)) return [];
      const learnt = Math.min(1, 0.45 + (d - first) / 60);
      return [{ day, weight: team.pace * learnt * (winter ? 0.7 : 1) * (0.35 + 1.3 * random.next() ** 1.5) }];
    });
  });
  const scale = scaleFor(
    effort.flatMap((list) => list.map(({ weight }) => weight)),
    totalM2,
  );
  return effort.map((list) => list.map(({ day, weight }) => ({ day, areaM2: within(weight * scale) })));
}

const within = (area: number) => Math.round(Math.min(mostADayM2, Math.max(leastADayM2, area)));

/** What to multiply the weights by so that the days, each kept within its limits, add up to the total. */
function scaleFor(weights: readonly number[], totalM2: number): number {
  let [low, high] = [0, mostADayM2 * 10];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    const sum = weights.reduce((all, weight) => all + within(weight * middle), 0);
    if (sum > totalM2) high = middle;
    else low = middle;
  }
  return low;
}
