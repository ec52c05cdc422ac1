/** A mine that another team left in place, where nothing else is recorded. */
import { ApiClient } from '#tests/support/server/api-client.ts';
import type { RunningServer } from '#tests/support/server/start-server.ts';

const mineAt = [47.5, 39.5] as const;

/** About 20 m south-west of the mine. */
export const nearMine = { longitude: 47.49985, latitude: 39.49987, accuracy: 4 } as const;

const id = '0193d300-0000-7000-8000-00000000b001';

export async function addNearDanger(server: RunningServer): Promise<void> {
  const client = new ApiClient(server.url);
  await client.signIn('team2', 'safelane-demo');
  await client.session();
  const place = { shape: { type: 'Point', coordinates: [...mineAt] }, source: 'gps', accuracyM: 4 };
  const change = client.change({
    id,
    record: id,
    kind: 'ordnance',
    set: {
      team: 'team-2',
      date: '2021-01-29',
      code: 'AGD-0099-O-210129-B2-01',
      item: { category: 'ap-mine' },
      amount: { count: 1, location: 'in-place', disposals: [] },
      place,
    },
  });
  const { outcomes } = await client.pushed([change]);
  if (outcomes.some(({ outcome }) => outcome !== 'applied')) throw new Error(JSON.stringify(outcomes));
}
