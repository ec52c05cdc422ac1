import fc from 'fast-check';
import type { Moment } from '#tests/support/phone/wire.ts';
import { type Crew, isOrdnance, pick, type Post } from '../crew.ts';
import { aPhone, named, postOf, says, stepKind } from '../step-kind.ts';
import { saveForm, typeInto } from './capture.ts';
import { restoreOffice } from './office.ts';

interface Interruption {
  readonly post: Post;
  readonly other: Post;
}

/** Unless it is the one that is sending: its request would wait for itself. */
async function otherTabSends({ tab }: Post): Promise<boolean> {
  if (!tab || tab.sync.value.phase === 'working') return false;
  await tab.sendNow();
  return true;
}

/** What can happen in the middle of a cycle of a phone. */
const interruptions: Readonly<Record<string, (crew: Crew, scene: Interruption) => Promise<string>>> = {
  dies: async (_, { post }) => {
    post.phone.close();
    return 'it dies';
  },
  'the office is put back': async (crew) => {
    if (!crew.restore) return 'nothing happens';
    await restoreOffice(crew);
    return 'the office is put back to its last backup';
  },
  'something is saved': async (crew, { post }) => {
    const view = pick(post, 0, isOrdnance);
    if (!view) return 'nothing happens';
    return saveForm(crew, post, await typeInto(crew, post, view.state.id, 'note'));
  },
  'a form is opened': async (crew, { post }) => {
    const view = pick(post, 0, isOrdnance);
    if (!view || post.forms.has(post.user)) return 'nothing happens';
    const form = await typeInto(crew, post, view.state.id, 'note');
    await post.phone.drafts.put(form);
    post.forms.set(post.user, form);
    return `a form is opened on ${named(view.state.id)}: ${String(form.values.note)}`;
  },
  'the other tab sends': async (_, { post }) => {
    return (await otherTabSends(post)) ? 'the other tab sends' : 'nothing happens';
  },
  'the office is put back, and the other tab sends': async (crew, { post }) => {
    if (!crew.restore) return 'nothing happens';
    await restoreOffice(crew);
    await otherTabSends(post);
    return 'the office is put back to its last backup, and the other tab sends';
  },
  'another sends': async (_, { post, other }) => {
    if (other === post) return 'nothing happens';
    await other.phone.sendNow();
    return `${says(other)} sends`;
  },
};

export const meanwhile = stepKind({
  name: 'meanwhile',
  weight: 8,
  choice: fc.record({
    phone: aPhone,
    other: aPhone,
    moment: fc.record({ request: fc.nat({ max: 6 }), when: fc.constantFrom('before', 'after') }),
    what: fc.constantFrom(...Object.keys(interruptions)),
  }),
  scene: (crew, { phone, other, moment, what }) => ({
    post: postOf(crew, phone),
    other: postOf(crew, other),
    moment: moment as Moment,
    what,
  }),
  perform: async (crew, { post, other, moment, what }) => {
    let happened = 'nothing happens';
    let over = false;
    const whoever = says(post);
    let under: Promise<void> | undefined;
    post.handset.wire.meanwhile(moment, async () => {
      if (over) return;
      over = true;
      under = (async () => {
        happened = (await interruptions[what]?.(crew, { post, other })) ?? happened;
      })();
      await under;
    });
    await post.phone.sendNow();
    over = true;
    // It may have begun in a request of a cycle before.
    await under;
    if (what === 'dies' && happened === 'it dies') post.phone = await post.handset.start(post.user);
    return `while ${whoever} sends, ${moment.when} request ${moment.request}: ${happened}`;
  },
});
