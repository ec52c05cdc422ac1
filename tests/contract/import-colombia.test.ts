import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '#tests/support/server/start-server.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Real files, which are not part of the source: beside it, or where the variable says. */
const data = process.env.SAFELANE_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data');
const examples = join(import.meta.dirname, '../../docs/examples');
const events = join(data, 'colombia-events-1990-2012.geojson');
const clearance = join(data, 'colombia-clearance-2004-2019.csv');

const place = ['--area', '-82,-5,-66,14', '--time-zone', 'America/Bogota'];

describe.skipIf(!existsSync(events) || !existsSync(clearance))('open data of Colombia', () => {
  let folder: string;
  const safelane = (...args: string[]) => runCli([...args, '--data', join(folder, 'data')]);
  const importInto = async (programme: string, file: string, mapping: string) => {
    const rejects = join(folder, `${programme}.jsonl`);
    const options = ['--mapping', join(examples, mapping), '--programme', programme, '--rejects', rejects];
    const { code, stdout } = await safelane('import', ...options, file, '--json');
    expect(code).toBe(0);
    return JSON.parse(stdout) as unknown;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'safelane-colombia-'));
    for (const name of ['EV', 'CL']) await safelane('programme', 'add', name, '--short', name, ...place);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('25,428 events: 18,113 taken, 2,588 of them flagged, 7,315 refused; a second time none', async () => {
    const first = { rows: 25_428, accepted: 18_113, flagged: 2_588, refused: 7_315, empty: 0 };
    expect(await importInto('ev', events, 'colombia-events.json')).toEqual({
      ...first,
      alreadyThere: 0,
      records: 18_113,
    });
    const rejects = readFileSync(join(folder, 'ev.jsonl'), 'utf8').trimEnd().split('\n');
    expect(rejects).toHaveLength(7_315);
    const [line] = rejects;
    expect(JSON.parse(line ?? '')).toEqual({
      line: 2,
      raw: expect.stringMatching(/^\{"type":"Feature".*\}$/) as unknown,
      reason: expect.stringContaining('accident') as unknown,
    });
    expect(await importInto('ev', events, 'colombia-events.json')).toEqual({
      ...first,
      accepted: 0,
      flagged: 0,
      alreadyThere: 18_113,
      records: 0,
    });
    // Nothing of it is copied next to the records.
    expect(statSync(events).size).toBe(5_118_138);
  });

  it('3,129 months of clearance: 1,016 taken as 1,638 records, and the figures of the file', async () => {
    expect(await importInto('cl', clearance, 'colombia-clearance.json')).toEqual({
      rows: 3_129,
      accepted: 1_016,
      flagged: 0,
      refused: 0,
      empty: 2_113,
      alreadyThere: 0,
      records: 1_638,
    });
    const { stdout } = await safelane('tally', '--programme', 'CL', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      netAreaM2: 6_008_612,
      apMines: { found: 5_705, destroyed: 5_705 },
      uxo: { found: 1_157, destroyed: 1_157 },
      records: 1_638,
    });
  });
});
