import fc from 'fast-check';
import { log, opened } from '#tests/support/phone/handset.ts';
import { isOrdnance, isSupervisor, isTask, pick } from '../crew.ts';
import { saveOn } from './attention.ts';
import { nothingShown } from '../model.ts';
import { aPhone, named, postOf, postWhere, says, stepKind } from '../step-kind.ts';

const teams = ['team-1', 'team-2', null] as const;

export const moveRecord = stepKind({
  name: 'move',
  weight: 4,
  choice: fc.record({ phone: aPhone, record: fc.nat({ max: 4 }), task: fc.nat({ max: 3 }) }),
  scene: (crew, { phone, record, task }) => {
    const post = postOf(crew, phone);
    const view = pick(post, record, isOrdnance);
    const to = pick(post, task, isTask);
    if (!view || !to || view.state.body.task === to.state.id) return undefined;
    // A form that was begun on the record would be saved along with it.
    if (post.forms.get(post.user)?.record === view.state.id) return undefined;
    return { post, record: view.state.id, task: to.state.id };
  },
  perform: async (crew, { post, record, task }) => {
    const { model } = crew;
    const shown = post.phone.model.get(record)?.state ?? nothingShown;
    await saveOn(crew, post, await opened(post.phone, record, { task }));
    model.saved(record, post.user, shown, { task });
    model.moved.add(record);
    return `${says(post)} moves ${named(record)} to ${named(task)}`;
  },
});

export const giveTask = stepKind({
  name: 'give a task',
  weight: 3,
  choice: fc.record({ phone: aPhone, task: fc.nat({ max: 3 }), team: fc.constantFrom(...teams) }),
  scene: (crew, { phone, task, team }) => {
    const post = postWhere(crew, phone, ({ user }) => isSupervisor(user));
    const view = post && pick(post, task, isTask);
    if (!post || !view || (view.state.body.team ?? null) === team) return undefined;
    return { post, task: view.state.id, team };
  },
  perform: async (crew, { post, task, team }) => {
    const { model } = crew;
    const shown = post.phone.model.get(task)?.state ?? nothingShown;
    await saveOn(crew, post, await opened(post.phone, task, { team }));
    model.saved(task, post.user, shown, { team });
    model.moved.add(task);
    return `${says(post)} gives ${named(task)} to ${team ?? 'nobody'}`;
  },
});

export const makeTask = stepKind({
  name: 'new task',
  weight: 1,
  choice: fc.record({ phone: aPhone, team: fc.constantFrom(...teams) }),
  scene: (crew, { phone, team }) => {
    const post = postWhere(crew, phone, ({ user }) => isSupervisor(user));
    return post && { post, team };
  },
  perform: async ({ model }, { post, team }) => {
    const name = model.fresh('task');
    const { state } = await log(post.phone, { name, team }, 'task');
    model.created.push(state.id);
    model.saved(state.id, post.user, nothingShown, { name, team });
    return `${says(post)} makes ${named(state.id)}, "${name}", for ${team ?? 'nobody'}`;
  },
});
