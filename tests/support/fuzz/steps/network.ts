import fc from 'fast-check';
import { captivePortal, type Trouble } from '#tests/support/phone/wire.ts';
import { aPhone, postOf, says, stepKind } from '../step-kind.ts';

const scene = (crew: Parameters<typeof postOf>[0], phone: number) => ({ post: postOf(crew, phone) });

export const send = stepKind({
  name: 'send',
  weight: 12,
  choice: aPhone,
  scene,
  perform: async (_, { post }) => {
    await post.phone.sendNow();
    return `${says(post)} sends (${post.phone.sync.value.phase})`;
  },
});

/** So that people edit what everybody has: what nobody else ever saw tells little of a restore. */
export const sendAll = stepKind({
  name: 'all send',
  weight: 3,
  choice: fc.constant(null),
  scene: () => ({}),
  perform: async ({ posts }) => {
    for (const { phone } of posts) await phone.sendNow();
    return 'everybody sends who can';
  },
});

export const loseNetwork = stepKind({
  name: 'offline',
  weight: 4,
  choice: aPhone,
  scene,
  perform: async (_, { post }) => {
    post.handset.wire.up = false;
    return `${says(post)} loses its network`;
  },
});

export const findNetwork = stepKind({
  name: 'online',
  weight: 4,
  choice: aPhone,
  scene,
  perform: async (_, { post }) => {
    post.handset.wire.up = true;
    await post.phone.wake('online');
    return `${says(post)} finds a network (${post.phone.sync.value.phase})`;
  },
});

const troubles: readonly Trouble[] = [
  'cut-before',
  'cut-after',
  'cut-after',
  'twice',
  captivePortal,
  { status: 500, body: '' },
  { status: 503, body: '' },
];

export const meetTrouble = stepKind({
  name: 'trouble',
  weight: 4,
  choice: fc.record({
    phone: aPhone,
    trouble: fc.constantFrom(...troubles),
    path: fc.constantFrom('/push', '/push', '/pull', '/session'),
  }),
  scene: (crew, { phone, trouble, path }) => ({ post: postOf(crew, phone), trouble, path }),
  perform: async (_, { post, trouble, path }) => {
    post.handset.wire.next(trouble, path);
    const words = typeof trouble === 'string' ? trouble : `${trouble.status} "${trouble.body.slice(0, 6)}"`;
    return `the next ${path} of ${says(post)} meets ${words}`;
  },
});
