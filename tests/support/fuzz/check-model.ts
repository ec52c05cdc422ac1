import { sameValue } from '#domain/merge-groups.ts';
import type { Crew } from './crew.ts';
import type { Refused } from './check-phones.ts';
import type { Model } from './model.ts';
import type { Books, Taken } from './office-books.ts';
import { named } from './step-kind.ts';

/** Holds what the office has against what people did, as the model remembers it. */
export function checkModel({ model }: Crew, books: Books, refused: readonly Refused[]): void {
  for (const taken of books.log) checkTaken(model, taken);
  const texts = [...refused.map(({ text }) => text), ...model.putAside];
  checkRecords(model, books, texts);

  const isIn = (record: string, by: string, what: (taken: Taken) => boolean) =>
    books.log.some(
      ({ change, ...rest }) => change.record === record && change.author === by && what({ change, ...rest }),
    );
  for (const { record, group, value, by } of model.writes) {
    const arrived = isIn(record, by, ({ change }) => sameValue(change.set?.[group], value));
    const waits = texts.some((text) => text.includes(record) && text.includes(JSON.stringify(value)));
    if (!arrived && !waits)
      throw lost(`what ${by} wrote (${group}: ${JSON.stringify(value)})`, model, record);
  }
  for (const { record, comment, by } of model.acts) {
    const arrived = isIn(record, by, ({ change }) => change.act?.comment === comment);
    const waits = texts.some((text) => text.includes(JSON.stringify(comment)));
    if (!arrived && !waits) throw lost(`"${comment}" by ${by}`, model, record);
  }
  for (const { record, hold, by } of model.choices) {
    const arrived = isIn(record, by, ({ change }) => change.resolves?.includes(hold) === true);
    const waits = texts.some((text) => text.includes(hold));
    if (!arrived && !waits) throw lost(`the choice of ${by} about ${hold}`, model, record);
  }
}

const lost = (what: string, model: Model, record: string) =>
  new Error(`${what} on ${named(record)} is nowhere. ${model.storyOf(record)}`);

/** Everything that a change says has an effect that can be seen, and what it replaced had been seen by its author. */
function checkTaken(model: Model, { change, before, after }: Taken): void {
  const about = `${JSON.stringify(change)} on ${named(change.record)}`;
  for (const [group, value] of Object.entries(change.set ?? {})) {
    const stands = sameValue(after.body[group] ?? null, value);
    const waits = after.holds.some((hold) => hold.change === change.id && hold.group === group);
    if (!stands && !waits) throw new Error(`${about}: ${group} ${JSON.stringify(value)} has no effect.`);
    const { body = {}, status } = before ?? {};
    const isOpen = status === 'submitted' || status === 'returned';
    if (waits && isOpen && model.wasOnTop(change.record, group, change.author, value, body[group] ?? null)) {
      throw new Error(
        `${about}: ${group} waits beside ${JSON.stringify(body[group])}, which it was written over. ${model.storyOf(change.record)}`,
      );
    }
  }
  if (!before) return;
  for (const group of new Set([...Object.keys(before.body), ...Object.keys(after.body)])) {
    const [old, now] = [before.body[group] ?? null, after.body[group] ?? null];
    // What nobody wrote is overwritten by nobody.
    if (sameValue(old, now) || before.writer[group] === undefined) continue;
    if (before.status === 'approved' || before.status === 'withdrawn') {
      throw new Error(`${about} changed the ${before.status} record.`);
    }
    if (!model.hadSeen(change.record, group, change.author, now, old)) {
      throw new Error(
        `${about} replaced ${group} ${JSON.stringify(old)} by ${JSON.stringify(now)}, unseen. ${model.storyOf(change.record)}`,
      );
    }
  }
  for (const hold of before.holds) {
    if (after.holds.some(({ id }) => id === hold.id)) continue;
    const chosen = model.choices.some(({ hold: id, by }) => id === hold.id && by === change.author);
    if (!chosen) throw new Error(`${about} closed ${hold.id}, which its author did not choose.`);
  }
  const { act } = change;
  if (!act) return;
  const done = model.acts.filter(({ comment, by }) => comment === act.comment && by === change.author);
  if (!done.some((each) => model.hadInView(each, before.body))) {
    throw new Error(
      `${about}: "${act.comment ?? ''}" is about ${JSON.stringify(before.body)}, shown was ${JSON.stringify(done)}.`,
    );
  }
}

/** Every record is there once, under a code of its own. */
function checkRecords(model: Model, { records }: Books, refused: readonly string[]): void {
  const ids = new Set(records.map(({ id }) => id));
  const missing = model.created.filter((id) => !ids.has(id) && !refused.some((text) => text.includes(id)));
  if (missing.length > 0) throw new Error(`${missing.map(named).join(', ')} is not in the office.`);
  const made = new Set(model.created);
  const foreign = records.filter(({ id, kind }) => !made.has(id) && kind !== 'task');
  if (foreign.length > 0) throw new Error(`Nobody made ${foreign.map(({ id }) => named(id)).join(', ')}.`);
  const codes = records.map(({ body }) => body.code);
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  // Two copies of a phone go on under one tag until the office has told them apart.
  if (twice !== undefined && model.clones === 0)
    throw new Error(`Two records are called ${JSON.stringify(twice)}.`);
}
