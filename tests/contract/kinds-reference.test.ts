import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkRecord } from '#domain/check-record.ts';
import { registry } from '#domain/kinds/registry.ts';
import { officialColumns } from '#domain/official-columns.ts';
import { kindsReference } from '#export/kinds-reference.ts';
import { expect, it } from 'vitest';

const path = join(import.meta.dirname, '../../docs/reference/kinds.md');

it('the reference page of the kinds is current; -u writes it anew', async () => {
  await expect(kindsReference(registry, officialColumns)).toMatchFileSnapshot(path);
});

it('the reference page names every field, and the code of what is found wrong', () => {
  const page = readFileSync(path, 'utf8');
  for (const kind of registry.kinds) {
    for (const name of Object.keys(kind.fields)) expect(page).toContain(`| \`${name}\` |`);
  }
  const clearance = registry.get('clearance');
  if (clearance === undefined) throw new Error('clearance is not declared');
  const corner = [200, 0];
  const problems = checkRecord({
    kind: clearance,
    values: {
      place: { shape: { type: 'Polygon', coordinates: [[corner]] }, source: 'gps', accuracyM: 90 },
      depthCm: -1,
    },
    today: '2021-03-14',
    area: [0, 0, 1, 1],
  });
  for (const { code } of problems) expect(page).toContain(`\`${code}\``);
});
