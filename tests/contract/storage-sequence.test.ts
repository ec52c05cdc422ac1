import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Storage } from '#server/storage/port.ts';
import {
  actors,
  describeEngines,
  programmes,
  type StoragePlace,
} from '#tests/support/server/storage-engines.ts';
import { countedIds, testContext } from '#tests/support/server/test-context.ts';
import { TestPhone } from '#tests/support/server/test-phone.ts';

const SERVERS = 3;
const PHONES = 4;
const PUSHES = 25;

describeEngines('Several servers on the same data', (engine) => {
  let place: StoragePlace;
  let servers: Storage[];
  beforeEach(async () => {
    place = await engine.make();
    // All at once, as after a power cut: each finds tables, or makes them.
    servers = await Promise.all(Array.from({ length: SERVERS }, () => place.open(testContext())));
    await servers[0]?.addProgramme(programmes.demo);
  });
  afterEach(async () => {
    for (const server of servers) await server.close();
    await place.remove();
  });

  const phoneOn = async (server: Storage, prefix: string) => {
    const makeId = countedIds(prefix);
    const phone = new TestPhone(actors.ali, makeId(), makeId);
    await phone.meet(server);
    return { phone, makeId };
  };

  it('number what many phones push at once without a gap, and a reader who asks meanwhile misses nothing', async () => {
    const pushes = { areDone: false };
    const pushing = Promise.all(
      servers.flatMap((server, s) =>
        Array.from({ length: PHONES }, async (_, p) => {
          const { phone, makeId } = await phoneOn(server, `a${s}${p}`);
          for (let push = 0; push < PUSHES; push++) {
            const made = Array.from({ length: 1 + (push % 3) }, () =>
              phone.make({ record: makeId(), set: { team: 'team-1' } }),
            );
            const { outcomes } = await phone.push(server, made);
            expect(outcomes.every(({ outcome }) => outcome === 'applied')).toBe(true);
            // SQLite answers without waiting for anything: the others get their turn.
            await turn();
          }
          return phone.sent.length;
        }),
      ),
    ).finally(() => (pushes.areDone = true));

    const reader = await place.open(testContext());
    const seen: number[] = [];
    let pages = 0;
    const readOn = async () => {
      const { rows } = await reader.rowsAfter('demo', 'all', seen.at(-1) ?? 0, 7);
      seen.push(...rows.map(({ seq }) => seq));
      if (rows.length > 0) pages += 1;
      return rows.length;
    };
    while (!pushes.areDone) {
      await readOn();
      await turn();
    }
    while ((await readOn()) > 0);
    await reader.close();
    const sent = (await pushing).reduce((sum, count) => sum + count, 0);
    // Every record is made once: its sequence is its row's, and any hole would be a row that was passed over.
    expect(seen).toEqual(Array.from({ length: sent }, (_, index) => index + 1));
    expect(pages).toBeGreaterThan(1);
  });

  it('tell each other that a programme has moved, and where it stands to whoever begins to listen', async () => {
    const [one, other] = servers;
    if (!one || !other) throw new Error('two servers');
    await one.addProgramme(programmes.other);
    const { phone, makeId } = await phoneOn(one, 'b');
    await phone.write(one, { record: makeId(), set: { team: 'team-1' } });

    for (const server of [one, other]) {
      const told: [string, number][] = [];
      const arrived = Promise.withResolvers<void>();
      const stop = server.watch((...moved) => {
        told.push(moved);
        if (told.length === 2 || moved[1] === phone.sent.length) arrived.resolve();
      });
      await arrived.promise;
      const before = phone.sent.length;
      const moved = Promise.withResolvers<number>();
      const stopSecond = server.watch((programme, head) => {
        if (programme === 'demo' && head > before) moved.resolve(head);
      });
      await phone.write(one, { record: makeId(), set: { team: 'team-1' } });
      expect(await moved.promise).toBe(before + 1);
      expect(new Map(told.slice(0, 2))).toEqual(
        new Map([
          ['demo', before],
          ['other', 0],
        ]),
      );
      // Who does not move is not told again.
      expect(told.filter(([programme]) => programme === 'other')).toHaveLength(1);
      stop();
      stopSecond();
    }
  });
});
