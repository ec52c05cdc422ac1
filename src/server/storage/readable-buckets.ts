import { dangerBucket } from '#protocol/danger.ts';
import type { Actor } from './port.ts';

/** The buckets that the actor may read. @param held the tasks that the actor's team holds now */
export function readableBuckets({ role, team }: Actor, held: readonly string[]): readonly string[] {
  if (role === 'supervisor') return ['all'];
  const own = team === null ? [] : [`team:${team}`, ...held.map((task) => `task:${task}`)];
  return [...own, dangerBucket];
}
