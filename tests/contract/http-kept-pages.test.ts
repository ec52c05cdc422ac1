import { registry } from '#domain/kinds/registry.ts';
import { decodeRows } from '#protocol/pack.ts';
import type { Page } from '#protocol/page.ts';
import type { BucketRow } from '#protocol/record.ts';
import { protocolVersion } from '#protocol/version.ts';
import { gzipType, throughHeader } from '#protocol/wire.ts';
import { createPullAnswers } from '#server/http/pull-page.ts';
import type { Storage } from '#server/storage/port.ts';
import { describeEngines } from '#tests/support/server/storage-engines.ts';
import { countedIds } from '#tests/support/server/test-context.ts';
import { useStorage } from '#tests/support/server/use-storage.ts';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';

/** Pages of so many rows, so that a few records are a large bucket. */
const pageOf = 4;

describeEngines('Kept pages', (engine) => {
  const office = useStorage(engine);

  /** The server's answers, which count what they read of rows, and wait until a page is kept. */
  function pullsOver(storage: Storage) {
    let reads = 0;
    const waiting: Promise<void>[] = [];
    const small: Storage = {
      ...storage,
      rowsAfter: async (programme, bucket, after) => {
        reads += 1;
        return storage.rowsAfter(programme, bucket, after, pageOf);
      },
      keepPage: (key, page) => {
        const kept = storage.keepPage(key, page);
        waiting.push(kept);
        return kept;
      },
    };
    const answer = createPullAnswers(small, registry, protocolVersion, (error) => {
      throw error;
    });
    return {
      get reads() {
        return reads;
      },
      async answer(after: number, headers: Record<string, string> = {}, bucket = 'all'): Promise<Response> {
        const history = await storage.history('demo');
        const request = new Request('http://x.test/pull', { headers });
        const response = await answer(request, { programme: 'demo', history, bucket, after });
        await Promise.all(waiting);
        return response;
      },
      async page(after: number, bucket = 'all'): Promise<Page> {
        return (await (await this.answer(after, {}, bucket)).json()) as Page;
      },
    };
  }

  const latestOf = (rows: readonly BucketRow[]) =>
    [...new Map([...rows].sort((a, b) => a.seq - b.seq).map((row) => [row.id, row])).values()].filter(
      (row) => !('gone' in row),
    );

  it('a phone that begins gets what the one before it got, without a row being read', async () => {
    const ali = await office.phoneOf('ali');
    for (let made = 0; made < 10; made += 1) {
      await ali.write(office.storage, { record: office.makeId(), set: { team: 'team-1' } });
    }
    const pulls = pullsOver(office.storage);
    const first = [await pulls.page(0), await pulls.page(4)];
    expect(pulls.reads).toBe(2);
    expect([await pulls.page(0), await pulls.page(4)]).toEqual(first);
    expect(pulls.reads).toBe(2);
    // What is not full yet is read each time, or the next record would not be in it.
    expect((await pulls.page(8)).columns.count).toBe(2);
    await ali.write(office.storage, { record: office.makeId(), set: { team: 'team-1' } });
    expect((await pulls.page(8)).columns.count).toBe(3);
  });

  it('who keeps a page as it is gets a gzip file of it, kept or just built, and its head says where the next begins', async () => {
    const ali = await office.phoneOf('ali');
    for (let made = 0; made < 6; made += 1) {
      await ali.write(office.storage, { record: office.makeId(), set: { team: 'team-1' } });
    }
    const pulls = pullsOver(office.storage);
    const page = await pulls.page(0);
    const anew = pullsOver({ ...office.storage, keptPage: async () => Promise.resolve(undefined) });
    for (const { answer: ask } of [anew, pulls]) {
      const answer = await ask(0, { accept: `${gzipType}, application/json;q=0.9` });
      expect([answer.headers.get('content-type'), answer.headers.get('content-encoding')]).toEqual([
        gzipType,
        null,
      ]);
      expect(Number(answer.headers.get(throughHeader))).toBe(page.through);
      const text = gunzipSync(new Uint8Array(await answer.arrayBuffer())).toString();
      expect(JSON.parse(text)).toEqual(page);
    }
    expect([anew.reads, pulls.reads]).toEqual([1, 1]);
    const last = await pulls.answer(page.through, { accept: gzipType });
    expect([last.headers.get('content-type'), last.headers.get(throughHeader)]).toEqual([
      'application/json; charset=utf-8',
      null,
    ]);
  });

  it('a page of which a quarter has moved on is built anew', async () => {
    const ali = await office.phoneOf('ali');
    const records = Array.from({ length: 10 }, () => office.makeId());
    for (const record of records) await ali.write(office.storage, { record, set: { team: 'team-1' } });
    const pulls = pullsOver(office.storage);
    const first = await pulls.page(0);
    await ali.write(office.storage, { record: records[0] ?? '', seen: 10, set: { note: 'moved on' } });
    expect(await pulls.page(0)).toEqual(first);
    await ali.write(office.storage, { record: records[1] ?? '', seen: 11, set: { note: 'moved on' } });
    const anew = await pulls.page(0);
    expect(decodeRows(anew.columns).map(({ id }) => id)).toEqual(records.slice(2, 6));
  });

  it('pages kept, lost or old, and the rows after them, come to the rows of the bucket, whatever is written meanwhile', async () => {
    const nextId = countedIds('f');
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(fc.constant('pull'), fc.constant('forget'), fc.constant('new'), fc.nat({ max: 30 })),
          {
            minLength: 20,
            maxLength: 60,
          },
        ),
        async (steps) => {
          const { storage } = office;
          const supervisor = await office.phoneOf('supervisor');
          const record: string[] = [];
          let pulls = pullsOver(storage);
          const phone = { cursor: 0, rows: [] as BucketRow[] };
          const pull = async () => {
            const page = await pulls.page(phone.cursor, 'team:team-1');
            phone.rows.push(...decodeRows(page.columns));
            phone.cursor = page.through;
            return page.more;
          };
          for (const step of steps) {
            if (step === 'pull') await pull();
            else if (step === 'forget') {
              // Another server process, and another phone that begins.
              pulls = pullsOver(storage);
              Object.assign(phone, { cursor: 0, rows: [] });
            } else {
              const old = step === 'new' ? undefined : record[step];
              const id = old ?? nextId();
              if (old === undefined) record.push(id);
              // Every third change takes the record to the other team, or back.
              const team = seen % 3 === 0 ? 'team-2' : 'team-1';
              const { outcome } = await supervisor.write(storage, {
                record: id,
                ...(old !== undefined && { seen }),
                set: { team, note: `${seen}` },
              });
              if (outcome && 'seq' in outcome) seen = outcome.seq;
            }
          }
          while (await pull());
          const all = (await storage.rowsAfter('demo', 'team:team-1', 0, 10_000)).rows;
          const byId = (a: BucketRow, b: BucketRow) => (a.id < b.id ? -1 : 1);
          expect(latestOf(phone.rows).sort(byId)).toEqual(latestOf(all).sort(byId));
        },
      ),
      { numRuns: 15 },
    );
  });
});
