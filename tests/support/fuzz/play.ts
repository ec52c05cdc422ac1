import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { type OfficeOptions, openOffice, type Person } from '#tests/support/phone/office.ts';
import { checkModel } from './check-model.ts';
import { checkPhone, type Refused } from './check-phones.ts';
import { Crew } from './crew.ts';
import { auditOffice } from './office-books.ts';
import type { Step } from './step-kind.ts';

/** Who has a phone in the beginning: two of one team, one of another, and a supervisor. */
const people: readonly Person[] = ['anna', 'boris', 'chen', 'dora'];

/** More than enough to send, to hear what the others sent, and once more where a phone had to begin anew. */
const MOST_ROUNDS = 5;

export interface Played {
  /** What happened, a line a step. */
  readonly story: readonly string[];
  readonly failure?: Error;
}

/** Plays a story and checks what it came to. */
export async function play(steps: readonly Step[], options: OfficeOptions): Promise<Played> {
  const clock = createFakeClock();
  const crew = new Crew(await openOffice(() => clock.now(), options), clock);
  try {
    for (const person of people) await crew.addPost(person);
    for (const { phone } of crew.posts) await phone.sendNow();
    for (const [index, step] of steps.entries()) {
      const done = await step.perform(crew);
      if (done !== null) crew.story.push(`${String(index + 1).padStart(3)}. ${done}`);
      clock.pass(7);
    }
    await finish(crew);
    return { story: crew.story };
  } catch (error) {
    return { story: crew.story, failure: error instanceof Error ? error : new Error(String(error)) };
  } finally {
    await crew.close();
  }
}

/** Everybody has a network and signs in; when nobody has anything more to send, all is held against each other. */
async function finish(crew: Crew): Promise<void> {
  for (const { handset } of crew.posts) {
    handset.wire.up = true;
    handset.wire.forget();
  }
  let before: string | undefined;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    await everybodySends(crew, async () => undefined);
    const now = JSON.stringify((await crew.office.records()).map(({ id, seq }) => [id, seq]));
    if (now === before) break;
    before = now;
  }
  const books = await auditOffice(crew.office);
  const refused: Refused[] = [];
  await everybodySends(crew, async (post) => {
    refused.push(...(await checkPhone(crew, post, books.records)));
  });
  checkModel(crew, books, refused);
}

async function everybodySends(
  crew: Crew,
  then: (post: Crew['posts'][number]) => Promise<void>,
): Promise<void> {
  for (const post of crew.posts) {
    for (const person of post.people) {
      await crew.signIn(post, person);
      await post.phone.sendNow();
      await post.tab?.sendNow();
      await then(post);
    }
  }
}
