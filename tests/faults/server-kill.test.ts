/**
 * `kill -9` of the server while several phones push: a real process on a real socket. 25 rounds an engine, or KILL_ROUNDS
 * (`npm run test:kill`: 200). The same KILL_SEED gives the same changes, batches and delays; where exactly in the
 * server's work a kill falls is the machine's affair.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createRandom } from '#server/demo/random.ts';
import { startSeededServer } from '#tests/support/server/seeded-server.ts';
import { killEngines, type StoredRow } from './support/kill-engines.ts';
import { PushingPhone } from './support/pushing-phone.ts';
import { roundsAndSeed } from './support/rounds.ts';

const { rounds, seed } = roundsAndSeed(25);
const latestKillMs = 60;

/** Every acknowledged change once and as it was answered; no number and no sequence left out or given twice. */
function assertWhole(rows: readonly StoredRow[], phones: readonly PushingPhone[]): void {
  const accepted = rows.filter(({ seq }) => seq !== null);
  expect(accepted.map(({ seq }) => seq)).toEqual(accepted.map((_, index) => index + 1));
  const byId = new Map(rows.map((row) => [row.id, row]));
  expect(byId.size).toBe(rows.length);
  for (const { client, acknowledged } of phones) {
    const numbers = rows.filter(({ replica }) => replica === client.replica).map(({ n }) => n);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
    const told = [...acknowledged.values()].map(({ n, id, ...answer }) => ({
      n,
      id,
      outcome: answer.outcome,
      seq: 'seq' in answer ? answer.seq : null,
    }));
    const kept = told.map(({ id }) => {
      const row = byId.get(id);
      return row && { n: row.n, id, outcome: row.outcome, seq: row.seq };
    });
    expect(kept).toEqual(told);
  }
}

for (const engine of killEngines) {
  const missing = engine.missing();
  const why = missing === undefined ? '' : ` (${missing})`;
  describe.skipIf(missing !== undefined)(`the server on ${engine.name}${why}`, () => {
    it(`killed ${rounds} times while phones push, keeps what it acknowledged, once (KILL_SEED=${seed})`, {
      timeout: 60_000 + rounds * 10_000,
    }, async () => {
      const random = createRandom(seed);
      const place = await engine.make();
      const seeded = await startSeededServer(place);
      try {
        const shared: string[] = [];
        const phones: PushingPhone[] = [];
        for (const person of ['ali', 'ali', 'rauf', 'leyla'] as const) {
          const of = createRandom(random.int(0, 2 ** 31));
          phones.push(new PushingPhone(await seeded.as(person), of, shared));
        }
        let heldBack = 0;
        for (let round = 0; round < rounds; round += 1) {
          const pushing = phones.map((phone) => phone.pushUntilCut());
          await wait(random.between(0, latestKillMs));
          await seeded.server.kill();
          await Promise.all(pushing);
          const rows = await place.rows();
          assertWhole(rows, phones);
          const stored = new Map(rows.map(({ id, seq }) => [id, seq]));
          const unheard = phones.flatMap(({ unacknowledged }) => unacknowledged);
          heldBack += unheard.filter(({ id }) => stored.has(id)).length;

          await seeded.server.start();
          for (const phone of phones) {
            const { decided } = (await phone.client.session()).replica;
            expect(decided).toBe(rows.filter(({ replica }) => replica === phone.client.replica).length);
            await phone.pushAll();
            // What was stored before the kill is answered as it was decided then.
            for (const { id, seq } of [...phone.acknowledged.values()].map((o) => ({ seq: null, ...o }))) {
              if (stored.has(id)) expect(stored.get(id)).toBe(seq);
            }
          }
        }
        const rows = await place.rows();
        assertWhole(rows, phones);
        const made = phones.flatMap((phone) => phone.made.map(({ id }) => id));
        expect(rows.map(({ id }) => id).toSorted()).toEqual(made.toSorted());
        const outcomes = new Set(rows.map(({ outcome }) => outcome));
        expect(outcomes).toEqual(new Set(['applied', 'held', 'refused']));
        console.log(`${engine.name}: ${made.length} changes; ${heldBack} stored that nobody had heard of`);
      } finally {
        await seeded.remove();
        await place.remove();
      }
    });
  });
}
