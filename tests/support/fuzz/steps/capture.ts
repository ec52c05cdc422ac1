import fc from 'fast-check';
import { log, opened } from '#tests/support/phone/handset.ts';
import type { Draft } from '#store/phone.ts';
import { type Crew, isOrdnance, isTask, pick, type Post } from '../crew.ts';
import { type Model, nothingShown } from '../model.ts';
import { saveOn } from './attention.ts';
import { aPhone, named, postOf, postWhere, says, stepKind } from '../step-kind.ts';

const groups = ['note', 'depthCm', 'condition'] as const;
const aGroup = fc.constantFrom(...groups);
/** Counted from the newest, so that people meet on the same records. */
const aRecord = fc.nat({ max: 4 });

const valueFor = (model: Model, group: (typeof groups)[number]) =>
  group === 'depthCm' ? model.freshNumber() : model.fresh(group);

export const logRecord = stepKind({
  name: 'log',
  weight: 8,
  choice: fc.record({ phone: aPhone, task: fc.nat({ max: 3 }) }),
  scene: (crew, { phone, task }) => {
    const post = postOf(crew, phone);
    const of = pick(post, task, isTask);
    return of && { post, task: of.state.id };
  },
  perform: async ({ model }, { post, task }) => {
    const note = model.fresh('note');
    const { state } = await log(post.phone, { note, task });
    model.created.push(state.id);
    model.saved(state.id, post.user, nothingShown, { note, task });
    return `${says(post)} logs ${named(state.id)}: "${note}" in ${named(task)}`;
  },
});

interface Edit {
  readonly post: Post;
  readonly record: string;
  readonly group: (typeof groups)[number];
}
const edit = fc.record({ phone: aPhone, record: aRecord, group: aGroup });
const sceneOfEdit = (
  crew: Crew,
  choice: { readonly phone: number; readonly record: number; readonly group: Edit['group'] },
): Edit | undefined => {
  const post = postWhere(crew, choice.phone, (each) => pick(each, 0, isOrdnance) !== undefined);
  const view = post && pick(post, choice.record, isOrdnance);
  return post && view && { post, record: view.state.id, group: choice.group };
};

/** Opens a form, or the one that was begun, and types into it. */
export async function typeInto(
  { model }: Crew,
  post: Post,
  record: string,
  group: (typeof groups)[number],
): Promise<Draft> {
  const shown = post.phone.model.get(record)?.state ?? nothingShown;
  const form = await opened(post.phone, record, { [group]: valueFor(model, group) });
  if (!model.forms.has(form.id)) model.forms.set(form.id, shown);
  return form;
}

export async function saveForm(crew: Crew, post: Post, form: Draft): Promise<string> {
  const { model } = crew;
  await saveOn(crew, post, form);
  const typed = Object.fromEntries(groups.map((group) => [group, form.values[group] ?? null]));
  model.saved(form.record, post.user, model.forms.get(form.id) ?? nothingShown, typed);
  if (post.forms.get(post.user)?.id === form.id) post.forms.delete(post.user);
  return `saves ${named(form.record)}: ${JSON.stringify(typed)}`;
}

export const editRecord = stepKind({
  name: 'edit',
  weight: 12,
  choice: edit,
  scene: sceneOfEdit,
  perform: async (crew, { post, record, group }) => {
    const form = await typeInto(crew, post, record, group);
    return `${says(post)} ${await saveForm(crew, post, form)}`;
  },
});

export const openForm = stepKind({
  name: 'open a form',
  weight: 6,
  choice: edit,
  scene: (crew, choice) => {
    const scene = sceneOfEdit(crew, choice);
    return scene && !scene.post.forms.has(scene.post.user) ? scene : undefined;
  },
  perform: async (crew, { post, record, group }) => {
    const form = await typeInto(crew, post, record, group);
    await post.phone.drafts.put(form);
    post.forms.set(post.user, form);
    return `${says(post)} opens a form on ${named(record)} and types ${group}: ${String(form.values[group])}`;
  },
});

export const saveOpenForm = stepKind({
  name: 'save the form',
  weight: 6,
  choice: aPhone,
  scene: (crew, phone) => {
    const post = postWhere(crew, phone, ({ forms, user }) => forms.has(user));
    return post && { post };
  },
  perform: async (crew, { post }) => {
    const form = post.forms.get(post.user);
    const stored = form && (await post.phone.drafts.get(form.id));
    if (!stored) throw new Error(`A form that was open on ${says(post)} is not there any more.`);
    return `${says(post)} comes back to the form and ${await saveForm(crew, post, stored)}`;
  },
});
