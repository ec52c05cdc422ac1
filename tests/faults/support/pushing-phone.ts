import type { Change } from '#protocol/change.ts';
import { type Outcome, type PushAnswer, pushLimits } from '#protocol/wire.ts';
import type { Random } from '#server/demo/random.ts';
import type { ApiClient } from '#tests/support/server/api-client.ts';

type Made = ReturnType<ApiClient['change']>;

const mostAtOnce = 20;

/** A phone that makes changes of every sort and pushes them as fast as it can, and keeps what it was told. */
export class PushingPhone {
  readonly client: ApiClient;
  readonly made: Made[] = [];
  /** By the id of the change. */
  readonly acknowledged = new Map<string, Outcome>();
  readonly #random: Random;
  /** Records that all phones write on: what they do to these is held where they had not seen the other's. */
  readonly #shared: string[];

  constructor(client: ApiClient, random: Random, shared: string[]) {
    this.client = client;
    this.#random = random;
    this.#shared = shared;
  }

  get unacknowledged(): readonly Made[] {
    return this.made.filter(({ id }) => !this.acknowledged.has(id));
  }

  /** Pushes what it has not heard of, together with new changes, until there is no server any more. */
  async pushUntilCut(): Promise<void> {
    for (;;) {
      const fresh = Array.from({ length: this.#random.int(1, mostAtOnce) }, () => this.#change());
      this.made.push(...fresh);
      try {
        await this.pushAll();
      } catch (error) {
        // What `fetch` says of a connection that broke; anything else is an answer that should not have come.
        if (error instanceof TypeError) return;
        throw error;
      }
    }
  }

  /** @throws TypeError when the connection breaks */
  async pushAll(): Promise<void> {
    while (this.unacknowledged.length > 0) {
      const batch = this.unacknowledged.slice(0, pushLimits.changes);
      const response = await this.client.push(batch);
      if (!response.ok) throw new Error(`the push was answered ${response.status}: ${await response.text()}`);
      const { outcomes, stopped } = (await response.json()) as PushAnswer;
      if (stopped !== undefined) throw new Error(`the push was stopped: ${JSON.stringify(stopped)}`);
      for (const outcome of outcomes) {
        this.acknowledged.set(outcome.id, outcome);
        const change = batch.find(({ id }) => id === outcome.id);
        if (change && outcome.outcome === 'applied') this.#shared.push(change.record);
      }
    }
  }

  #change(): Made {
    const random = this.#random;
    const team = 'team-1';
    const note = `note ${random.int(0, 999)}`;
    const last = this.made.at(-1);
    const parts: Readonly<Record<string, () => Partial<Change>>> = {
      create: () => ({ set: { team, note } }),
      // On top of what this phone did last, heard of or not.
      edit: () => (last ? { record: last.record, after: [last.id], set: { note } } : {}),
      // On a record that somebody else may have changed: held, then.
      blind: () => (this.#shared.length > 0 ? { record: random.pick(this.#shared), set: { note } } : {}),
      // For a team that is not theirs: refused.
      forbidden: () => ({ set: { team: 'team-2', note } }),
    };
    const kind = random.weighted({ create: 6, edit: 3, blind: 2, forbidden: 1 });
    return this.client.change(parts[kind]?.() ?? {});
  }
}
