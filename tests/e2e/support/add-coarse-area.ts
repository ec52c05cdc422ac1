/** A small area that was walked with a poor receiver: what it computes says little. */
import { ApiClient } from '#tests/support/server/api-client.ts';
import type { RunningServer } from '#tests/support/server/start-server.ts';

export const coarseArea = '0193d300-0000-7000-8000-00000000c001';

const [west, south] = [46.9, 40.0139];
const [east, north] = [west + 0.00012, south + 0.0001];

export async function addCoarseArea(server: RunningServer): Promise<void> {
  const client = new ApiClient(server.url);
  await client.signIn('team1', 'safelane-demo');
  await client.session();
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const change = client.change({
    id: coarseArea,
    record: coarseArea,
    kind: 'clearance',
    set: {
      team: 'team-1',
      date: '2021-01-29',
      code: 'AGD-0066-C-210129-A2-99',
      place: { shape: { type: 'Polygon', coordinates: [ring] }, source: 'walked', accuracyM: 5 },
      work: { product: 'cleared', method: 'manual', searchClass: 'subsurface', depthCm: 20 },
    },
  });
  const { outcomes } = await client.pushed([change]);
  if (outcomes.some(({ outcome }) => outcome !== 'applied')) throw new Error(JSON.stringify(outcomes));
}
