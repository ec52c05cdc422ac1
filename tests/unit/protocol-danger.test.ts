import { expect, test } from 'vitest';
import { registry } from '#domain/kinds/registry.ts';
import { membershipOf, warningOf } from '#protocol/danger.ts';
import type { RecordState } from '#protocol/record.ts';

const item: RecordState = {
  id: '01780000-0000-7000-8000-000000000001',
  kind: 'ordnance',
  firstSeq: 3,
  seq: 9,
  status: 'approved',
  comment: 'Well done, Ali.',
  body: {
    code: 'AGD-0142-O-210314-K7-01',
    team: 'team-1',
    task: 't1',
    note: 'Behind Leyla’s house',
    date: '2021-03-14',
    item: { category: 'ap-mine', model: 'PMN' },
    amount: {
      count: 2,
      location: 'in-place',
      disposals: [{ on: '2021-03-15', count: 1, how: 'handed-over', to: 'Rauf' }],
    },
    place: { shape: { type: 'Point', coordinates: [46.9, 39.9] }, source: 'gps', accuracyM: 4 },
    ofANewerApp: 'Leyla',
  },
  writer: { note: { seq: 9, change: 'x' } },
  holds: [{ id: 'h', group: 'note', change: 'x', value: 'Leyla', author: 'ali', at: '', seq: 9 }],
  flags: [{ code: 'x', message: 'Leyla' }],
  author: 'ali',
  recordedAt: '2021-03-14T08:11:12.345Z',
};

test('other teams are told where and what, and nothing of who', () => {
  expect(membershipOf(item, registry)).toEqual(['all', 'task:t1', 'team:team-1', 'danger']);
  const warning = warningOf(item, registry);
  expect(warning.body).toEqual({
    date: '2021-03-14',
    item: { category: 'ap-mine' },
    amount: { count: 2, location: 'in-place' },
    place: item.body['place'],
  });
  expect(JSON.stringify(warning)).not.toMatch(/Leyla|Rauf|ali|team-1|08:11/i);
  expect(warning).toMatchObject({ id: item.id, seq: 9, status: 'approved' });
});

test('a kind that the program does not know, or an area, warns of nothing', () => {
  expect(membershipOf({ ...item, kind: 'seismic-line' }, registry)).not.toContain('danger');
  expect(warningOf({ ...item, kind: 'seismic-line' }, registry).body).toEqual({});
  expect(membershipOf({ ...item, kind: 'clearance' }, registry)).not.toContain('danger');
});
