import fc from 'fast-check';
import { accounts, type Person } from '#tests/support/phone/office.ts';
import { aPhone, postOf, says, stepKind } from '../step-kind.ts';

const scene = (crew: Parameters<typeof postOf>[0], phone: number) => ({ post: postOf(crew, phone) });

export const kill = stepKind({
  name: 'kill',
  weight: 2,
  choice: aPhone,
  scene,
  perform: async (crew, { post }) => {
    await crew.restart(post);
    return `${says(post)} dies and is started again`;
  },
});

export const shareWith = stepKind({
  name: 'sign in',
  weight: 3,
  choice: fc.record({ phone: aPhone, person: fc.constantFrom(...(Object.keys(accounts) as Person[])) }),
  scene: (crew, { phone, person }) => {
    const post = postOf(crew, phone);
    // Signing in needs the network; a person whom the phone remembers goes on without one, under the other's cookie.
    return post.handset.wire.up ? { post, person } : undefined;
  },
  perform: async (crew, { post, person }) => {
    const before = says(post);
    const done = await crew.signIn(post, person);
    return `${person} signs in on ${before}${done ? '' : ', and the first start fails'}`;
  },
});

export const takeOver = stepKind({
  name: 'change hands',
  weight: 2,
  choice: fc.record({ phone: aPhone, person: fc.nat({ max: 3 }) }),
  scene: (crew, { phone, person }) => {
    const post = postOf(crew, phone);
    const remembered = [...post.people];
    const next = remembered[person % remembered.length];
    return next && next !== post.user ? { post, person: next } : undefined;
  },
  perform: async (crew, { post, person }) => {
    const { wire } = post.handset;
    const cookie = wire.signedIn;
    const before = says(post);
    await crew.signIn(post, person);
    wire.signedIn = cookie;
    return `${person} goes on with ${before}, without signing in (cookie: ${cookie ?? 'none'})`;
  },
});

export const signOut = stepKind({
  name: 'sign out',
  weight: 1,
  choice: aPhone,
  scene,
  perform: async (_, { post }) => {
    post.handset.wire.signedIn = null;
    return `the session on ${says(post)} ends`;
  },
});

export const clone = stepKind({
  name: 'clone',
  weight: 1,
  choice: aPhone,
  scene,
  perform: async (crew, { post }) => {
    const copy = await crew.clone(post);
    return copy ? `${says(post)} is copied to ${says(copy)}` : 'nobody has another phone to copy to';
  },
});

const DAY_MS = 24 * 3_600_000;

export const setClock = stepKind({
  name: 'clock',
  weight: 1,
  choice: fc.record({ phone: aPhone, days: fc.integer({ min: -10_000, max: 10_000 }) }),
  scene: (crew, { phone, days }) => ({ post: postOf(crew, phone), days }),
  perform: async (_, { post, days }) => {
    post.clock.offMs = days * DAY_MS;
    return `the clock of ${says(post)} is ${days} days off`;
  },
});

export const letTimePass = stepKind({
  name: 'wait',
  weight: 1,
  choice: fc.constantFrom(2 * 60_000, 10 * 60_000, 40 * DAY_MS),
  scene: (_, ms) => ({ ms }),
  perform: async ({ clock }, { ms }) => {
    clock.pass(ms);
    return `${ms / 60_000} minutes pass`;
  },
});
