import type { OpenedPhone } from '#store/open-phone.ts';
import type { Draft, RecordView } from '#store/phone.ts';
import { createFakeClock, createShiftedClock, type ShiftedClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, type Handset } from '#tests/support/phone/handset.ts';
import { cloneStorage } from '#tests/support/phone/handset-storage.ts';
import { accounts, type Office, type Person } from '#tests/support/phone/office.ts';
import { Model } from './model.ts';

/** A telephone, who holds it, and the forms that are open on it. */
export interface Post {
  readonly number: number;
  readonly handset: Handset;
  readonly clock: ShiftedClock;
  readonly people: Set<Person>;
  user: Person;
  phone: OpenedPhone;
  /** The app once more, of the same user, behind the one that is looked at. */
  tab?: OpenedPhone | undefined;
  readonly forms: Map<Person, Draft>;
}

const MOST_POSTS = 6;

/** People with phones, one office, and the model of what they did. */
export class Crew {
  readonly model = new Model();
  readonly posts: Post[] = [];
  readonly office: Office;
  readonly clock;
  /** Puts back the newest backup. */
  restore: (() => Promise<void>) | null = null;
  /** Files of changes that phones exported, the oldest first. */
  readonly files: string[] = [];
  /** What was done so far, a line a step. */
  readonly story: string[] = [];

  constructor(office: Office, clock: ReturnType<typeof createFakeClock>) {
    this.office = office;
    this.clock = clock;
  }

  async addPost(person: Person, place?: Handset['place']): Promise<Post> {
    const number = this.posts.length + 1;
    const clock = createShiftedClock(this.clock);
    const handset = createHandset(this.office, person, { clock, seed: number, ...(place && { place }) });
    const phone = await handset.start(person);
    const post: Post = {
      number,
      handset,
      clock,
      people: new Set([person]),
      user: person,
      phone,
      forms: new Map(),
    };
    this.posts.push(post);
    return post;
  }

  /** A second phone with everything that is on the first. */
  async clone(of: Post): Promise<Post | undefined> {
    if (this.posts.length >= MOST_POSTS) return undefined;
    const copy = await this.addPost(of.user, await cloneStorage(of.handset.place));
    copy.clock.offMs = of.clock.offMs;
    copy.handset.wire.signedIn = of.handset.wire.signedIn;
    for (const person of of.people) copy.people.add(person);
    for (const [person, form] of of.forms) copy.forms.set(person, form);
    this.model.clones += 1;
    return copy;
  }

  async openTab(post: Post): Promise<void> {
    post.tab ??= await post.handset.start(post.user);
  }

  /** All of the app on the phone is gone. */
  stop(post: Post): void {
    post.phone.close();
    post.tab?.close();
    post.tab = undefined;
  }

  /** The app is closed, as it was never told to, and started again. */
  async restart(post: Post): Promise<void> {
    this.stop(post);
    post.phone = await post.handset.start(post.user);
  }

  /** Somebody signs in; where that fails the app stays with whom it had. */
  async signIn(post: Post, person: Person): Promise<boolean> {
    post.handset.wire.signedIn = person;
    if (person === post.user) return true;
    this.stop(post);
    try {
      post.phone = await post.handset.start(person);
    } catch {
      post.phone = await post.handset.start(post.user);
      return false;
    }
    post.user = person;
    post.people.add(person);
    return true;
  }

  async close(): Promise<void> {
    for (const post of this.posts) this.stop(post);
    await this.office.close();
  }
}

/** The record that a number means on a phone, among those that it shows. */
export function pick(
  { phone }: Post,
  number: number,
  suits: (view: RecordView) => boolean,
): RecordView | undefined {
  const views = [...phone.model.all()].filter(suits);
  return views.at(-1 - (number % Math.max(1, views.length)));
}

export const isOrdnance = ({ state }: RecordView) => state.kind === 'ordnance';
export const isTask = ({ state }: RecordView) => state.kind === 'task';
export const isSupervisor = (person: Person) => accounts[person].role === 'supervisor';
