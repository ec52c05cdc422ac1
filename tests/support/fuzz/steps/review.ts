import fc from 'fast-check';
import type { Act } from '#protocol/change.ts';
import type { RecordView } from '#store/phone.ts';
import { StoreProblem } from '#store/store-problem.ts';
import { isOrdnance, isSupervisor, pick, type Post } from '../crew.ts';
import { aPhone, named, postWhere, says, stepKind } from '../step-kind.ts';

const acts: readonly Act['type'][] = ['approve', 'approve', 'return', 'withdraw', 'reopen', 'reopen'];

/** Supervisors decide; members withdraw what is their own. */
export const review = stepKind({
  name: 'review',
  weight: 8,
  choice: fc.record({ phone: aPhone, record: fc.nat({ max: 4 }), type: fc.constantFrom(...acts) }),
  scene: (crew, { phone, record, type }) => {
    const suits = ({ user }: Post, view: RecordView) =>
      isOrdnance(view) && (isSupervisor(user) || (type === 'withdraw' && view.state.author === user));
    const post = postWhere(crew, phone, (each) => pick(each, 0, (view) => suits(each, view)) !== undefined);
    const view = post && pick(post, record, (each) => suits(post, each));
    return post && view && { post, view, type };
  },
  perform: async ({ model }, { post, view, type }) => {
    const { id: record } = view.state;
    const comment = model.fresh(type);
    await post.phone.act(record, { type, comment });
    model.acts.push({ record, type, comment, by: post.user, shown: view.state });
    return `${says(post)}: "${comment}" on ${named(record)}`;
  },
});

export const resolve = stepKind({
  name: 'resolve',
  weight: 6,
  choice: fc.record({ phone: aPhone, record: fc.nat({ max: 4 }), take: fc.boolean() }),
  scene: (crew, { phone, record, take }) => {
    const hasHolds = ({ state }: RecordView) => state.holds.length > 0;
    const post = postWhere(crew, phone, (each) => pick(each, 0, hasHolds) !== undefined);
    const view = post && pick(post, record, hasHolds);
    const hold = view?.state.holds[record % view.state.holds.length];
    return post && view && hold && { post, view, hold, take };
  },
  perform: async ({ model }, { post, view, hold, take }) => {
    const { id: record, body } = view.state;
    const shown = view.state;
    try {
      await post.phone.resolve(record, hold.id, take ? 'take' : 'keep');
    } catch (error) {
      if (!(error instanceof StoreProblem)) throw error;
      return `${says(post)} would choose in ${hold.group} of ${named(record)}: ${error.message}`;
    }
    model.choices.push({ record, hold: hold.id, by: post.user });
    if (take) model.saved(record, post.user, shown, { [hold.group]: hold.value });
    const words = take ? `takes "${String(hold.value)}"` : `keeps "${String(body[hold.group])}"`;
    return `${says(post)} ${words} in ${hold.group} of ${named(record)}`;
  },
});
