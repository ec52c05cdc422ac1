import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '#tests/support/server/start-server.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
const safelane = (...args: string[]) => runCli([...args, '--data', join(folder, 'data')]);

const mapping = {
  name: 'days',
  format: 'csv',
  task: { key: '{task}', name: '{task}' },
  records: [
    {
      kind: 'clearance',
      when: { column: 'm2', above: 0 },
      fields: { date: { column: 'day', dateAs: 'YYYY-MM-DD' }, statedAreaM2: { column: 'm2' } },
    },
  ],
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'safelane-tally-'));
  writeFileSync(join(folder, 'mapping.json'), JSON.stringify(mapping));
  writeFileSync(
    join(folder, 'days.csv'),
    '\uFEFFday;task;m2\r\n2021-03-14;AGD-0142;350\r\n2021-03-15;AGD-0142;x\r\n',
  );
  const where = ['--area', '46,38,48,41', '--time-zone', 'Asia/Baku'];
  await safelane('programme', 'add', 'Mine action', '--short', 'MA', ...where);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const importDays = (...more: string[]) =>
  safelane('import', join(folder, 'days.csv'), '--mapping', join(folder, 'mapping.json'), ...more);

describe('import and tally on the command line', () => {
  it('says what became of the rows, and where the refused ones are; those do not make it fail', async () => {
    const { code, stdout, stderr } = await importDays('--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      rows: 2,
      accepted: 1,
      flagged: 0,
      refused: 1,
      empty: 0,
      alreadyThere: 0,
      records: 1,
    });
    expect(stderr).toBe(`Rows that were refused are in ${join(folder, 'days.csv')}.rejects.jsonl.\n`);
  });

  it('prints exactly the figures that others read, as one object', async () => {
    await importDays();
    const { code, stdout } = await safelane('tally', '--from', '2021-03-14', '--to', '2021-03-14', '--json');
    expect(code).toBe(0);
    const none = { found: 0, destroyed: 0 };
    expect(JSON.parse(stdout)).toEqual({
      apMines: none,
      atMines: none,
      uxo: none,
      saa: none,
      netAreaM2: 350,
      grossAreaM2: 350,
      netAreaHa: 0,
      reducedNetAreaM2: 0,
      cancelledNetAreaM2: 0,
      records: 1,
    });
    const approved = await safelane('tally', '--status', 'approved', '--json');
    expect(JSON.parse(approved.stdout)).toMatchObject({ netAreaM2: 0, records: 0 });
    const before = await safelane('tally', '--to', '2021-03-13', '--json');
    expect(JSON.parse(before.stdout)).toMatchObject({ records: 0 });
  });

  it('prints a table for people', async () => {
    await importDays();
    const { stdout } = await safelane('tally', '--from', '2021-03-01');
    expect(stdout).toContain('Mine action: 2021-03-01 to now, approved+submitted');
    expect(stdout).toMatch(/Cleared, net +0\.0 ha +350 m²/);
  });

  it.each([
    [['tally', '--from', '2021-13-01'], 2, 'Give a day such as 2021-03-14.'],
    [
      ['tally', '--from', '2021-03-02', '--to', '2021-03-01'],
      2,
      '--from 2021-03-02 is after --to 2021-03-01',
    ],
    [['tally', '--status', 'all'], 2, 'approved, approved+submitted'],
    [['tally', '--programme', 'nobody'], 1, 'There is no programme "nobody".'],
    [['import', 'days.csv'], 2, '--mapping'],
  ])('%j ends with %i and says why', async (args, code, reason) => {
    const finished = await safelane(...args);
    expect(finished.code).toBe(code);
    expect(finished.stderr).toContain(reason);
    expect(finished.stdout).toBe('');
  });

  it('a file or a mapping that is not there is said in a sentence', async () => {
    const map = join(folder, 'mapping.json');
    const noFile = await safelane('import', join(folder, 'none.csv'), '--mapping', map);
    expect(noFile).toMatchObject({ code: 1, stderr: `There is no file ${join(folder, 'none.csv')}.\n` });
    const noMapping = await safelane(
      'import',
      join(folder, 'days.csv'),
      '--mapping',
      join(folder, 'none.json'),
    );
    expect(noMapping).toMatchObject({ code: 1, stdout: '' });
    expect(noMapping.stderr).toMatch(/^The mapping .*none\.json cannot be read\.\n$/);
  });
});
