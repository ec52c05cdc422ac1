import fc from 'fast-check';
import { readChange } from '#protocol/change.ts';
import { StoreProblem } from '#store/store-problem.ts';
import type { Draft } from '#store/phone.ts';
import { openWorkDatabase } from '#store/work-database.ts';
import type { Crew, Post } from '../crew.ts';
import { nothingShown } from '../model.ts';
import { aPhone, named, postWhere, says, stepKind } from '../step-kind.ts';

const choice = fc.record({ phone: aPhone, change: fc.nat({ max: 3 }) });

export const refusalsOn = ({ phone }: Post) =>
  phone.attention.value.flatMap((each) => (each.type === 'refused' ? [each] : []));

/**
 * Saves a form. On a record that the office refused it stands for what was refused, which is put aside with that: also what
 * another tab has heard of and this one has not.
 */
export async function saveOn({ model }: Crew, post: Post, form: Draft): Promise<void> {
  await post.phone.save(form, []);
  const work = openWorkDatabase(post.handset.place);
  try {
    const rows = await work.outbox.where('[user+record]').equals([post.user, form.record]).toArray();
    for (const { state, text } of rows) {
      if (state === 'dismissed' && !model.putAside.includes(text)) model.putAside.push(text);
    }
  } finally {
    work.closeForGood();
  }
}

const scene = (crew: Crew, { phone, change }: { readonly phone: number; readonly change: number }) => {
  const post = postWhere(crew, phone, (each) => refusalsOn(each).length > 0);
  const refusals = post ? refusalsOn(post) : [];
  const refusal = refusals[change % Math.max(1, refusals.length)];
  return post && refusal && { post, refusal };
};

export const retry = stepKind({
  name: 'retry',
  weight: 4,
  choice,
  scene,
  perform: async ({ model }, { post, refusal }) => {
    const { record, change, text, reason } = refusal;
    const shown = post.phone.model.get(record)?.state ?? nothingShown;
    const read = readChange(text);
    if (!read.ok) throw new Error(read.message);
    const { set, act } = read.change;
    try {
      await post.phone.retry(change);
    } catch (error) {
      if (!(error instanceof StoreProblem)) throw error;
      return `${says(post)} would try again what was refused (${reason}): ${error.message}`;
    }
    if (set) model.saved(record, post.user, shown, set);
    if (act) {
      model.acts.push({ record, type: act.type, comment: act.comment ?? '', by: post.user, shown });
    }
    return `${says(post)} tries again what was refused (${reason}) on ${named(record)}`;
  },
});

export const putAside = stepKind({
  name: 'put aside',
  weight: 1,
  choice,
  scene,
  perform: async ({ model }, { post, refusal }) => {
    await post.phone.dismiss(refusal.change);
    model.putAside.push(refusal.text);
    return `${says(post)} puts aside what was refused (${refusal.reason}) on ${named(refusal.record)}`;
  },
});
