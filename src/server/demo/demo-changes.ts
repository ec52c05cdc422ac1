import { clearance } from '#domain/kinds/clearance.ts';
import { ordnance } from '#domain/kinds/ordnance.ts';
import { task as taskKind } from '#domain/kinds/task.ts';
import { type Body, differenceOf } from '#domain/merge-groups.ts';
import type { AnyValues } from '#domain/fields/field.ts';
import type { Polygon } from '#domain/geo/shape.ts';
import { atHour, demoPeriod, workingDays } from './calendar.ts';
import type { DemoPlan } from './plan-demo.ts';
import type { Disposal, FoundItem } from './plan-items.ts';
import type { DemoTask, LandRecord } from './plan-land.ts';
import { createRandom, madeUpId, type Random } from './random.ts';

/** A change of the demo, before the server's epoch, the replica's tag and the accounts' ids are known. */
export interface DemoChange {
  readonly id: string;
  readonly record: string;
  readonly kind: string;
  /** The id of the author's team; null for the supervisor. */
  readonly team: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** New values by merge group; absent for an approval. */
  readonly set?: Body;
  /** The change that this one follows, of the same record. */
  readonly after?: string;
  /** What the record's code is made of, where the change makes it. */
  readonly code?: { readonly task: string; readonly letter: string; readonly date: string };
}

/** Work of these days has been looked at by the supervisor, nearly all of it. */
const reviewedUntil = '2021-02-05';

const days = workingDays();

/** Everything that was recorded, in the order in which it was. */
export function changesOf(plan: DemoPlan): readonly DemoChange[] {
  const random = createRandom(41);
  const changes: DemoChange[] = [];
  const taskIds = new Map(plan.tasks.map((task) => [task.code, makeTask(random, changes, task)]));
  const taskId = (task: DemoTask) => taskIds.get(task.code) ?? '';
  const landTimes = new Map(plan.tasks.flatMap((task) => task.land.map((land) => [land, task] as const)));
  for (const [land, task] of landTimes) {
    const values = landValues(random, land, task);
    makeRecord(random, changes, {
      kind: clearance,
      task,
      taskId: taskId(task),
      day: land.day,
      hour: 15.5,
      values,
    });
  }
  for (const { task, day, lanes } of plan.lanes) {
    const work = { product: 'cleared', method: 'manual', searchClass: 'subsurface', depthCm: 20 };
    const values = { ...work, areaBasis: 'measured', lanes };
    makeRecord(random, changes, { kind: clearance, task, taskId: taskId(task), day, hour: 16.2, values });
  }
  for (const item of plan.items) makeItem(random, changes, item, taskId(item.task));
  return changes.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function makeTask(random: Random, changes: DemoChange[], task: DemoTask): string {
  const at = atHour(task.opened, 7) + random.int(0, 3_000_000);
  const id = madeUpId(random, at);
  const values = {
    name: task.name,
    taskOrderNo: `TO-${task.code}`,
    type: task.type,
    district: task.team.district.name,
    requiredDepthCm: task.method === 'bac-surface' ? 0 : 20,
    requiredSearchClass: task.method === 'bac-surface' ? 'surface' : 'subsurface',
    defaultMethod: task.method,
    state: task.state,
    team: task.team.id,
    date: task.opened,
    place: drawn(task.boundary),
    ...(task.closed === undefined ? {} : { closed: task.closed }),
    ...(task.state === 'handed-over' && {
      certificateNo: `C-${task.code}`,
      receivedBy: 'District executive',
    }),
  };
  const set = { code: task.code, ...differenceOf(taskKind.fields, {}, values) };
  changes.push({ id, record: id, kind: 'task', team: null, at, set });
  return id;
}

interface NewRecord {
  readonly kind: typeof clearance | typeof ordnance;
  readonly task: DemoTask;
  readonly taskId: string;
  readonly day: string;
  /** Of the day in Baku, about when it was recorded. */
  readonly hour: number;
  readonly values: AnyValues;
}

function makeRecord(random: Random, changes: DemoChange[], record: NewRecord, lastDay = record.day): string {
  const { kind, task, taskId, day } = record;
  const at = atHour(day, record.hour) + random.int(0, 4_000_000);
  const id = madeUpId(random, at);
  const values = { ...record.values, date: day, task: taskId, team: task.team.id };
  const set = differenceOf(kind.fields, {}, values);
  const code = { task: task.code, letter: kind.letter, date: day };
  changes.push({ id, record: id, kind: kind.kind, team: task.team.id, at, set, code });
  approve(random, changes, id, kind.kind, lastDay);
  return id;
}

function landValues(random: Random, { product, polygon }: LandRecord, { method }: DemoTask): AnyValues {
  const common = { product, areaBasis: 'computed', place: drawn(polygon) };
  if (product === 'cancelled') return common;
  const surface = method === 'bac-surface';
  const depths = surface ? [0] : method === 'bac-subsurface' ? [30, 50] : [20, 20, 25];
  return {
    ...common,
    method: product === 'reduced' ? 'manual' : method,
    searchClass: surface ? 'surface' : 'subsurface',
    depthCm: random.pick(depths),
  };
}

function makeItem(random: Random, changes: DemoChange[], item: FoundItem, taskId: string): void {
  const { task, day, category, model, count, depthCm, location, later } = item;
  const place = { shape: { type: 'Point', coordinates: item.at }, source: 'gps' };
  const values = {
    category,
    count,
    location,
    disposals: item.disposals.map((disposal) => disposedBy(disposal, item)),
    place: { ...place, accuracyM: item.accuracyM, fixes: item.fixes },
    ...(model === undefined ? {} : { model }),
    ...(depthCm === undefined ? {} : { depthCm }),
  };
  const record = { kind: ordnance, task, taskId, day, hour: 9 + random.between(0, 5), values };
  const id = makeRecord(random, changes, record, later?.on);
  if (!later) return;
  const at = atHour(later.on, 14) + random.int(0, 6_000_000);
  const disposals = [...item.disposals, later].map((disposal) => disposedBy(disposal, item));
  const set = differenceOf(ordnance.fields, values, { ...values, location: 'gone', disposals });
  changes.push({
    id: madeUpId(random, at),
    record: id,
    kind: 'ordnance',
    team: task.team.id,
    at,
    set,
    after: id,
  });
}

const disposedBy = (disposal: Disposal, { task }: FoundItem) => ({ ...disposal, team: task.team.id });

/** On the second working day after everything that was written, for most of what was done by the end of January. */
function approve(random: Random, changes: DemoChange[], record: string, kind: string, lastDay: string): void {
  const day = days[days.indexOf(lastDay) + 2] ?? demoPeriod.to;
  if (!random.chance(0.93) || day > reviewedUntil) return;
  const at = atHour(day, 10) + random.int(0, 9_000_000);
  changes.push({ id: madeUpId(random, at), record, kind, team: null, at });
}

const drawn = (shape: Polygon) => ({ shape, source: 'drawn', accuracyM: null });
