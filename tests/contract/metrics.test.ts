import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SeededServer, startSeededServer } from '#tests/support/server/seeded-server.ts';

const token = 'a token for the monitor';
let seeded: SeededServer;
beforeAll(async () => {
  seeded = await startSeededServer({ env: { SAFELANE_METRICS_TOKEN: token } });
});
afterAll(() => seeded.remove());

const scrape = (authorization?: string) =>
  fetch(
    `${seeded.server.url}/api/v1/metrics`,
    authorization === undefined ? {} : { headers: { authorization } },
  );

it('a monitor with the token reads what was decided, how long requests take, and what is in no backup', async () => {
  const ali = await seeded.as('ali');
  await ali.push([ali.change(), ali.change({ set: { team: 'team-2' } })]);
  const answer = await scrape(`Bearer ${token}`);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const text = await answer.text();
  expect(text).toContain('safelane_changes_total{outcome="applied"} 1');
  expect(text).toContain('safelane_changes_total{outcome="refused-forbidden"} 1');
  expect(text).toContain('safelane_sequence{programme="demo"} 1');
  expect(text).toContain('safelane_backed_up_sequence{programme="demo"} 0');
  expect(text).toMatch(
    /safelane_request_seconds_count\{method="POST",path="\/api\/v1\/push",status="200"\} 1/,
  );
  expect(text).toMatch(/process_resident_memory_bytes \d/);
  // Nobody's name, and no address that somebody made up.
  await ali.request('/api/v1/records/ali-was-here/history');
  expect(await (await scrape(`Bearer ${token}`)).text()).not.toMatch(/\b(ali|leyla)\b|was-here/);
});

it('nobody else does', async () => {
  for (const authorization of [undefined, 'Bearer x', `Basic ${token}`]) {
    expect((await scrape(authorization)).status).toBe(401);
  }
  const plain = await startSeededServer();
  const none = await fetch(`${plain.server.url}/api/v1/metrics`, { headers: { authorization: 'Bearer ' } });
  expect(none.status).toBe(401);
  expect(await none.json()).toMatchObject({ code: 'signed-out' });
  await plain.remove();
});
