import { type Act, type Change, freezeChange } from '#protocol/change.ts';
import type { WholeChange } from '#protocol/wire.ts';
import type { Actor, PushOutcome, Storage } from '#server/storage/port.ts';

export interface ChangeParts {
  readonly record: string;
  readonly kind?: string;
  /** Sequence of the record that the form showed. */
  readonly seen?: number;
  readonly after?: readonly string[];
  readonly set?: Readonly<Record<string, unknown>>;
  readonly act?: Act;
  readonly resolves?: readonly string[];
  readonly author?: string;
  readonly warnings?: Change['warnings'];
}

/** One replica as a test drives it: it makes changes, numbers them and sends what it is told to. */
export class TestPhone {
  readonly actor: Actor;
  readonly replica: string;
  readonly sent: WholeChange[] = [];
  readonly #makeId: () => string;
  #epoch = '';

  constructor(actor: Actor, replica: string, makeId: () => string) {
    this.actor = actor;
    this.replica = replica;
    this.#makeId = makeId;
  }

  async meet(storage: Storage): Promise<void> {
    this.#epoch = (await storage.history(this.actor.programme)).epoch;
  }

  make(parts: ChangeParts): WholeChange & { readonly change: Change } {
    const change: Change = {
      id: this.#makeId(),
      record: parts.record,
      kind: parts.kind ?? 'ordnance',
      base: { epoch: this.#epoch, seq: parts.seen ?? 0 },
      after: [...(parts.after ?? [])],
      ...(parts.act ? { act: parts.act } : { set: { ...parts.set } }),
      ...(parts.resolves ? { resolves: [...parts.resolves] } : {}),
      ...(parts.warnings ? { warnings: parts.warnings } : {}),
      author: parts.author ?? this.actor.userId,
      at: '2021-03-14T08:00:00.000Z',
    };
    const numbered = { n: this.sent.length + 1, ...freezeChange(change), change };
    this.sent.push(numbered);
    return numbered;
  }

  push(storage: Storage, changes: readonly WholeChange[]): Promise<PushOutcome> {
    const plain = changes.map(({ n, id, text, hash }) => ({ n, id, text, hash }));
    return storage.push(this.actor, this.replica, plain);
  }

  /** Makes one change and sends it. */
  async write(storage: Storage, parts: ChangeParts) {
    const made = this.make(parts);
    const { outcomes, stopped } = await this.push(storage, [made]);
    return { ...made, outcome: outcomes[0], stopped };
  }
}
