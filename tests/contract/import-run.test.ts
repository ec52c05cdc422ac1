import { registry } from '#domain/kinds/registry.ts';
import type { Programme } from '#protocol/wire.ts';
import { openCsv } from '#server/import/csv-rows.ts';
import { type Mapping, readMapping } from '#server/import/mapping.ts';
import { type ImportReport, runImport } from '#server/import/run-import.ts';
import type { Storage } from '#server/storage/port.ts';
import { tallyProgramme } from '#server/tally/tally-programme.ts';
import { anyEngine, programmes, type StoragePlace } from '#tests/support/server/storage-engines.ts';
import { testContext } from '#tests/support/server/test-context.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let made: StoragePlace;
let storage: Storage;
beforeEach(async () => {
  made = await anyEngine.make();
  storage = await made.open(testContext());
  await storage.addProgramme(programmes.other);
  await storage.addProgramme(programmes.demo);
});
afterEach(async () => {
  await storage.close();
  await made.remove();
});

const heading = 'town,org,year,month,m2,mines,bombs';
const date = { year: 'year', month: 'month' };
const found = (column: string, category: string) => ({
  kind: 'ordnance',
  when: { column, above: 0 },
  fields: {
    date,
    category: { constant: category },
    count: { column },
    disposals: { list: [{ on: date, count: { column }, how: { constant: 'not-stated' } }] },
  },
});
const given = {
  name: 'months',
  format: 'csv',
  refuse: [{ when: { column: 'town', in: [''] }, reason: 'It names no town.' }],
  team: { name: '{org}' },
  task: { key: '{town}', name: '{town}', code: 'T-{town}' },
  records: [
    { kind: 'clearance', when: { column: 'm2', above: 0 }, fields: { date, statedAreaM2: { column: 'm2' } } },
    found('mines', 'ap-mine'),
    found('bombs', 'uxo'),
  ],
};
const mapping = readMapping(JSON.stringify(given), 'months.json');

const rows = [
  'Neiva,HALO,2019,2,500,1,2',
  'Neiva,HALO,2019,3,0,0,0',
  'Neiva,Halo,2019,4,0,0,7',
  ',HALO,2019,4,10,0,0',
  'Cali,Désminado S.A.,2019,2,250,0,0',
  'Neiva,HALO,2019,2,500,1,2',
];

interface Run {
  readonly lines?: readonly string[];
  readonly into?: Storage;
  readonly by?: Mapping;
  readonly programme?: Programme;
  readonly dryRun?: boolean;
}

async function importRows({ lines = rows, into = storage, by = mapping, programme, dryRun }: Run = {}) {
  const rejected: { line: number; raw: string; reason: string }[] = [];
  async function* text() {
    yield `${[heading, ...lines].join('\n')}\n`;
  }
  const report: ImportReport = await runImport({
    storage: into,
    registry,
    programme: programme ?? programmes.other,
    mapping: by,
    source: await openCsv(text()),
    now: () => Date.parse('2026-01-05T08:00:00.000Z'),
    reject: ({ line, raw }, reason) => void rejected.push({ line, raw, reason }),
    ...(dryRun === undefined ? {} : { dryRun }),
  });
  return { report, rejected };
}

async function everything(of: Storage = storage) {
  const all = new Map<string, unknown>();
  for await (const { id, kind, body, flags } of of.records('other')) {
    const { code: _, ...said } = body;
    all.set(id, { kind, said, flags: flags.map((flag) => flag.code) });
  }
  return all;
}
const ids = async () => [...(await everything()).keys()].sort();

describe('an import', () => {
  it('makes the records that each row holds, with its team and its task, and says what became of the rows', async () => {
    const { report, rejected } = await importRows();
    expect(report).toEqual({
      rows: 6,
      accepted: 4,
      flagged: 1,
      refused: 1,
      empty: 1,
      alreadyThere: 0,
      records: 8,
    });
    expect(rejected).toEqual([{ line: 5, raw: ',HALO,2019,4,10,0,0', reason: 'It names no town.' }]);
    // Written differently, and one organisation all the same.
    expect(await storage.teams('other')).toEqual([
      { id: 'desminado-s-a', name: 'Désminado S.A.' },
      { id: 'halo', name: 'HALO' },
    ]);
    const tasks = [];
    for await (const { body } of storage.records('other', 'task')) tasks.push(body);
    expect(tasks).toEqual([
      { code: 'T-Neiva', name: 'Neiva' },
      { code: 'T-Cali', name: 'Cali' },
    ]);
    const period = { from: '2019-02-01', to: '2019-02-28' };
    const query = { programme: 'other', period, series: 'approved+submitted' } as const;
    expect(await tallyProgramme(storage, registry, query)).toMatchObject({
      netAreaM2: 1_250,
      apMines: { found: 2, destroyed: 2 },
      uxo: { found: 4, destroyed: 4 },
    });
  });

  it('repeated, adds nothing', async () => {
    await importRows();
    const before = await everything();
    const { report } = await importRows();
    expect(report).toMatchObject({
      accepted: 0,
      flagged: 0,
      alreadyThere: 4,
      records: 0,
      refused: 1,
      empty: 1,
    });
    expect(await everything()).toEqual(before);
  });

  it('with another mapping’s name, is another import', async () => {
    await importRows();
    const { report } = await importRows({ by: { ...mapping, name: 'months-2' } });
    expect(report).toMatchObject({ accepted: 4, alreadyThere: 0 });
  });

  it('of a longer file, adds what is new: a third repeat is the third, wherever it stands', async () => {
    await importRows();
    const { report } = await importRows({ lines: ['Neiva,HALO,2019,2,500,1,2', ...rows] });
    expect(report).toMatchObject({ rows: 7, accepted: 1, flagged: 1, alreadyThere: 4, records: 3 });
  });

  it('flags an exact repeat and keeps it', async () => {
    await importRows();
    const flagged = [...(await everything()).values()].filter((record) =>
      (record as { flags: string[] }).flags.includes('repeat'),
    );
    expect(flagged).toHaveLength(3);
  });

  it('takes a task that has the same code instead of making another', async () => {
    await importRows({ lines: [rows[0] ?? ''] });
    const before = await ids();
    const other = { ...mapping, name: 'other', task: { key: 'x{town}', name: '{town}', code: 'T-{town}' } };
    await importRows({ lines: [rows[0] ?? ''], by: other });
    expect(await ids()).toHaveLength(before.length + 3);
  });

  it('as a dry run says the same and writes nothing', async () => {
    const { report, rejected } = await importRows({ dryRun: true });
    expect(report).toMatchObject({ accepted: 4, flagged: 1, refused: 1, records: 8 });
    expect(rejected).toHaveLength(1);
    expect((await everything()).size).toBe(0);
    expect(await storage.teams('other')).toEqual([]);
  });

  it('into a programme of made-up records is refused', async () => {
    await expect(importRows({ programme: programmes.demo })).rejects.toMatchObject({
      code: 'synthetic-programme',
    });
  });

  it('by a mapping that names a missing column leaves nothing behind', async () => {
    const wrong = { ...mapping, team: { name: '{organisation}' } };
    await expect(importRows({ by: wrong })).rejects.toThrow(/"organisation", which the file does not have/);
    expect((await everything()).size).toBe(0);
    expect(await storage.accounts('other')).toEqual([]);
  });
});

describe('an import that is cut off', () => {
  /** 700 rows of three records each, some of them repeats. */
  const many = Array.from(
    { length: 700 },
    (_, i) => `Town ${i % 40},HALO,2019,${(i % 12) + 1},${i % 300},1,2`,
  );

  function cutOffAt(push: number): Storage {
    let pushes = 0;
    return {
      ...storage,
      push: async (...sent) => {
        pushes += 1;
        if (pushes === push) throw new Error('the power went');
        return storage.push(...sent);
      },
    };
  }

  it.each([1, 2, 5, 9])('at transaction %i and repeated is the same as one that was not', async (at) => {
    await expect(importRows({ lines: many, into: cutOffAt(at) })).rejects.toThrow('the power went');
    const partial = await everything();
    await importRows({ lines: many });
    const whole = await everything();
    expect(whole.size).toBeGreaterThan(partial.size);

    const fresh = await anyEngine.make();
    const other = await fresh.open(testContext());
    await other.addProgramme(programmes.other);
    await importRows({ lines: many, into: other });
    expect(whole).toEqual(await everything(other));
    await other.close();
    await fresh.remove();
  });

  it('leaves no row half taken', async () => {
    await expect(importRows({ lines: many, into: cutOffAt(4) })).rejects.toThrow('the power went');
    const { report } = await importRows({ lines: many });
    expect(report.alreadyThere).toBeGreaterThan(0);
    expect(report.alreadyThere + report.accepted).toBe(700);
    // Rows with i % 300 = 0 hold two records, the others three: as many as the rows that were left out say.
    const left = many.filter((_, i) => i >= report.alreadyThere);
    expect(report.records).toBe(left.reduce((sum, line) => sum + (line.includes(',0,1,2') ? 2 : 3), 0));
  });
});

describe('identity comes from content', () => {
  it('any order of the rows makes the same records', async () => {
    await importRows();
    const expected = await ids();
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: rows.length }), async (lines) => {
        const fresh = await anyEngine.make();
        const other = await fresh.open(testContext());
        await other.addProgramme(programmes.other);
        await importRows({ lines, into: other });
        const same = [...(await everything(other)).keys()].sort();
        await other.close();
        await fresh.remove();
        expect(same).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });
});
