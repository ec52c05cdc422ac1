import { sameValue } from '#domain/merge-groups.ts';
import { readChange } from '#protocol/change.ts';
import type { Refusal } from '#protocol/merge.ts';
import type { RecordState } from '#protocol/record.ts';
import type { Attention } from '#store/phone.ts';
import { accounts, type Person } from '#tests/support/phone/office.ts';
import type { Crew, Post } from './crew.ts';
import { named, says } from './step-kind.ts';
import { refusalsOn } from './steps/attention.ts';
import { tooLarge } from './steps/files.ts';

/** A change that the office refused, on the phone of who made it. */
export type Refused = Extract<Attention, { type: 'refused' }> & { readonly by: Person };

/** What a person may read: everything, or the tasks and records of the own team. */
function readableBy(person: Person, records: readonly RecordState[]): readonly RecordState[] {
  const { role, team } = accounts[person];
  if (role === 'supervisor') return records;
  const tasks = new Set(
    records.filter(({ kind, body }) => kind === 'task' && body.team === team).map(({ id }) => id),
  );
  return records.filter(
    ({ id, body }) => body.team === team || tasks.has(id) || tasks.has(String(body.task)),
  );
}

/** Holds what a phone shows against the records, in each of its tabs. @returns what was refused and waits for its user */
export async function checkPhone(
  crew: Crew,
  post: Post,
  records: readonly RecordState[],
): Promise<readonly Refused[]> {
  const { tab } = post;
  if (tab) await eventually(() => checkTab(crew, { ...post, phone: tab }, records));
  return eventually(() => checkTab(crew, post, records));
}

/** A tab hears of what another one wrote a little after it is written. */
async function eventually<T>(check: () => T): Promise<T> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    try {
      return check();
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return check();
}
const TURNS = 300;

function checkTab(crew: Crew, post: Post, records: readonly RecordState[]): readonly Refused[] {
  const who = says(post);
  const { phase, unsent, problem } = post.phone.sync.value;
  if (phase !== 'idle' || unsent > 0) {
    throw new Error(`${who} is ${phase} (${problem ?? 'no problem'}) with ${unsent} unsent.`);
  }
  const readable = new Map(readableBy(post.user, records).map((record) => [record.id, record]));
  for (const [id, record] of readable) {
    const shown = post.phone.model.get(id)?.state;
    if (!sameValue(shown, record)) {
      throw new Error(`${who} shows ${JSON.stringify(shown)}, the office has ${JSON.stringify(record)}.`);
    }
  }
  const refusals = refusalsOn(post);
  for (const { state } of post.phone.model.all()) {
    if (readable.has(state.id) || refusals.some(({ record }) => record === state.id)) continue;
    throw new Error(`${who} shows ${named(state.id)}, which is not for ${post.user}.`);
  }
  const unreadable = post.phone.attention.value.find(({ type }) => type === 'unreadable');
  if (unreadable) throw new Error(`${who} cannot read something: ${JSON.stringify(unreadable)}.`);
  const odd = refusals.find((refusal) => !isExpected(crew, post, refusal, refusals));
  if (odd) throw new Error(`${who} is told for no reason of the model's: ${JSON.stringify(odd)}.`);
  return refusals.map((refusal) => ({ ...refusal, by: post.user }));
}

/** Whether what happened can lead to such a refusal. */
function isExpected(
  { model }: Crew,
  { user }: Post,
  { reason, record, text }: Pick<Refused, 'reason' | 'record' | 'text'>,
  refusals: readonly Pick<Refused, 'record' | 'text' | 'reason'>[],
): boolean {
  const read = readChange(text);
  const maker = read.ok && read.change.author in accounts ? (read.change.author as Person) : user;
  const causes: Readonly<Record<Refusal, () => boolean>> = {
    stale: () => read.ok && (read.change.act ?? read.change.resolves) !== undefined,
    // It came before what it builds on, which another phone has to bring back; or that was refused itself.
    parent: () =>
      model.restores > 0 ||
      // What it builds on was announced when it was judged; somebody brought both, or a copy of the phone sent both.
      model.carries + model.clones > 0 ||
      refusals.some((each) => each.record === record && each.reason !== 'parent') ||
      model.putAside.some((each) => each.includes(record)),
    // Where the record is decided on meanwhile, only a supervisor chooses between its values.
    forbidden: () =>
      // Of a file, whoever made the change and not who brought it.
      accounts[maker].role !== 'supervisor' &&
      (model.restores > 0 ||
        model.moved.size > 0 ||
        model.carries > 0 ||
        (read.ok && read.change.resolves !== undefined && model.acts.some((act) => act.record === record))),
    unreadable: () => false,
    'other-programme': () => false,
    'id-reused': () => false,
    // Announced; or brought by file, and not to be taken from who brought it.
    void: () => text.includes(tooLarge) || model.carries > 0,
  };
  return causes[reason]();
}
