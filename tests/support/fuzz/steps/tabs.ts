import { aPhone, postOf, postWhere, says, stepKind } from '../step-kind.ts';

export const openTab = stepKind({
  name: 'second tab',
  weight: 3,
  choice: aPhone,
  scene: (crew, phone) => {
    const post = postOf(crew, phone);
    return post.tab ? undefined : { post };
  },
  perform: async (crew, { post }) => {
    await crew.openTab(post);
    return `${says(post)} opens the app in a second tab`;
  },
});

/** What is done next is done in the other tab. */
export const switchTab = stepKind({
  name: 'switch tabs',
  weight: 6,
  choice: aPhone,
  scene: (crew, phone) => {
    const post = postWhere(crew, phone, ({ tab }) => tab !== undefined);
    return post && { post };
  },
  perform: async (_, { post }) => {
    const { phone, tab } = post;
    if (tab) [post.phone, post.tab] = [tab, phone];
    return `${says(post)} goes to the other tab`;
  },
});

export const sendBoth = stepKind({
  name: 'both tabs send',
  weight: 3,
  choice: aPhone,
  scene: (crew, phone) => {
    const post = postWhere(crew, phone, ({ tab }) => tab !== undefined);
    return post && { post };
  },
  perform: async (_, { post }) => {
    await Promise.all([post.phone.sendNow(), post.tab?.sendNow()]);
    return `both tabs of ${says(post)} send at once`;
  },
});
