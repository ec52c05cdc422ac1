import { ApiClient } from '#tests/support/server/api-client.ts';
import type { RunningServer } from '#tests/support/server/start-server.ts';
import { pushLimits } from '#protocol/wire.ts';
import { median } from './figures.ts';
import { sampleChanges } from './sample-changes.ts';

const runs = 5;
const count = 1_000;

/** A thousand new records of one phone over a real socket, in as many requests as the protocol wants. */
export async function push1000(server: RunningServer) {
  const tookMs: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const client = new ApiClient(server.url);
    await client.signIn('team1', 'safelane-demo');
    const session = await client.session();
    const task = session.buckets
      .find(({ bucket }) => bucket.startsWith('task:'))
      ?.bucket.slice('task:'.length);
    const changes = sampleChanges(count, {
      author: client.userId,
      team: session.user.team ?? '',
      task: task ?? '',
      epoch: session.epoch,
      tag: session.replica.tag,
    });
    const started = performance.now();
    for (let from = 0; from < count; from += pushLimits.changes) {
      const answer = await client.pushed(changes.slice(from, from + pushLimits.changes));
      const applied = answer.outcomes.filter(({ outcome }) => outcome === 'applied').length;
      if (applied !== pushLimits.changes) throw new Error(`Only ${applied} changes were applied.`);
    }
    tookMs.push(performance.now() - started);
  }
  return { push1000Ms: Math.round(median(tookMs)) };
}
