/** Records on which values wait for somebody to choose, as the changes of two people who work apart make them. */
import { decodeRows } from '#protocol/pack.ts';
import type { Page } from '#protocol/page.ts';
import type { RecordState } from '#protocol/record.ts';
import { ApiClient } from '#tests/support/server/api-client.ts';
import type { RunningServer } from '#tests/support/server/start-server.ts';

/** Ids of records: whose depth and area two people changed, that was changed after its approval, whose place differs. */
export const heldRecords = {
  open: '0193d300-0000-7000-8000-00000000a001',
  approved: '0193d300-0000-7000-8000-00000000a002',
  item: '0193d300-0000-7000-8000-00000000a003',
} as const;

const password = 'safelane-demo';
const date = '2021-01-29';

export async function addHeldValues(server: RunningServer): Promise<void> {
  const { code, stderr } = await server.cli(
    'user',
    'add',
    'boris',
    '--programme',
    'demo',
    '--role',
    'member',
    '--team',
    'Team 1',
    '--password',
    password,
    '--full-name',
    'Boris',
  );
  if (code !== 0) throw new Error(stderr);
  const [anna, boris, office] = await Promise.all(
    ['team1', 'boris', 'supervisor'].map(async (name) => clientOf(server, name)),
  );
  if (!anna || !boris || !office) throw new Error('Nobody is there.');
  const task = await taskOfTeam1(anna);
  const [lon, lat] = task.at;
  const land = (record: string, note: string, east: number) => ({
    id: record,
    record,
    kind: 'clearance',
    set: {
      team: 'team-1',
      task: task.id,
      date,
      code: `${task.code}-C-210129-A2-${note}`,
      place: drawn(lon + east, lat, 0.0003),
      work,
    },
  });
  await push(anna, [
    land(heldRecords.open, '91', 0),
    land(heldRecords.approved, '92', 0.001),
    {
      id: heldRecords.item,
      record: heldRecords.item,
      kind: 'ordnance',
      set: {
        team: 'team-1',
        task: task.id,
        date,
        code: `${task.code}-O-210129-A2-93`,
        item: { category: 'uxo', model: '82 mm mortar' },
        amount: { count: 1, location: 'in-place', disposals: [] },
        place: fix(lon, lat + 0.001),
      },
    },
  ]);
  const head = await headOf(office);
  const base = { epoch: anna.epoch, seq: head };
  await push(anna, [
    {
      record: heldRecords.open,
      kind: 'clearance',
      base,
      set: { work: { ...work, depthCm: 15 }, place: drawn(lon, lat, 0.00028) },
    },
    { record: heldRecords.item, kind: 'ordnance', base, set: { place: fix(lon + 0.00002, lat + 0.001) } },
  ]);
  await push(office, [
    { record: heldRecords.approved, kind: 'clearance', base: { ...base }, act: { type: 'approve' as const } },
  ]);
  await push(boris, [
    {
      record: heldRecords.open,
      kind: 'clearance',
      base,
      set: { work: { ...work, depthCm: 25 }, place: drawn(lon + 0.00008, lat, 0.00031) },
    },
    {
      record: heldRecords.approved,
      kind: 'clearance',
      base,
      set: { work: { ...work, depthCm: 30 }, place: drawn(lon + 0.00102, lat, 0.0003) },
    },
    { record: heldRecords.item, kind: 'ordnance', base, set: { place: fix(lon - 0.00004, lat + 0.00105) } },
  ]);
}

const work = { product: 'cleared', method: 'manual', searchClass: 'subsurface', depthCm: 20 };

async function clientOf(server: RunningServer, name: string): Promise<ApiClient> {
  const client = new ApiClient(server.url);
  await client.signIn(name, password);
  await client.session();
  return client;
}

async function push(
  client: ApiClient,
  changes: readonly Parameters<ApiClient['change']>[0][],
): Promise<void> {
  const { outcomes } = await client.pushed(changes.map((parts) => client.change(parts)));
  const refused = outcomes.filter(({ outcome }) => outcome === 'refused');
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
}

async function headOf(client: ApiClient): Promise<number> {
  const { buckets } = await client.session();
  return buckets.find(({ bucket }) => bucket === 'all')?.head ?? 0;
}

async function taskOfTeam1(client: ApiClient) {
  const response = await client.request('/api/v1/pull?bucket=team:team-1&after=0');
  const { columns } = (await response.json()) as Page;
  for (const row of decodeRows(columns)) {
    if ('gone' in row || row.kind !== 'task') continue;
    const at = cornerOf(row);
    if (at) return { id: row.id, code: String(row.body['code']), at };
  }
  throw new Error('Team 1 has no task.');
}

/** The middle of the box around the task's outline. */
function cornerOf({ body }: RecordState): readonly [number, number] | undefined {
  const place = body['place'] as { shape?: { coordinates?: [number, number][][] } } | undefined;
  const ring = place?.shape?.coordinates?.[0];
  if (!ring) return undefined;
  const middle = (values: number[]) => round((Math.min(...values) + Math.max(...values)) / 2);
  return [middle(ring.map(([lon]) => lon)), middle(ring.map(([, lat]) => lat))];
}

const round = (degrees: number) => Math.round(degrees * 1e7) / 1e7;

function drawn(lon: number, lat: number, sideDeg: number) {
  const corners = [
    [0, 0],
    [1, 0.1],
    [1.1, 0.8],
    [0.2, 1],
    [0, 0],
  ] as const;
  const ring = corners.map(([x, y]) => [round(lon + x * sideDeg), round(lat + y * sideDeg * 0.8)]);
  return { shape: { type: 'Polygon', coordinates: [ring] }, source: 'drawn', accuracyM: null };
}

function fix(lon: number, lat: number) {
  return { shape: { type: 'Point', coordinates: [round(lon), round(lat)] }, source: 'gps', accuracyM: 4 };
}
