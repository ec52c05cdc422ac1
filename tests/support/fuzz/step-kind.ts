import fc from 'fast-check';
import type { Crew, Post } from './crew.ts';

/** Something that can happen. A new one is a file here and a line in the list of all. */
export interface StepKind<Choice, Scene> {
  readonly name: string;
  /** How often, beside the others. */
  readonly weight: number;
  /** What is left to chance, the same whatever came before. */
  readonly choice: fc.Arbitrary<Choice>;
  /** Whom and what it is about; undefined when it cannot happen now. */
  readonly scene: (crew: Crew, choice: Choice) => Scene | undefined;
  /** Does it, tells the model, and says in words what was done. */
  readonly perform: (crew: Crew, scene: Scene) => Promise<string>;
}

/** A step as it was drawn. */
export interface Step {
  readonly name: string;
  readonly choice: unknown;
  /** @returns what was done, or null when it could not happen */
  readonly perform: (crew: Crew) => Promise<string | null>;
}

export interface DrawnKind {
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<Step>;
}

export function stepKind<Choice, Scene>(kind: StepKind<Choice, Scene>): DrawnKind {
  const { name, weight } = kind;
  const arbitrary = kind.choice.map(
    (choice): Step => ({
      name,
      choice,
      perform: async (crew) => {
        const scene = kind.scene(crew, choice);
        return scene === undefined ? null : kind.perform(crew, scene);
      },
    }),
  );
  return { weight, arbitrary };
}

/** Which of the phones: what is drawn is a number, since phones come to it under way. */
export const aPhone = fc.nat({ max: 11 });

export function postOf({ posts }: Crew, number: number): Post {
  const post = posts[number % posts.length];
  if (!post) throw new Error('nobody has a phone');
  return post;
}

/** One of the phones with which it can be done, so that little is drawn in vain. */
export function postWhere({ posts }: Crew, number: number, suits: (post: Post) => boolean): Post | undefined {
  const suiting = posts.filter(suits);
  return suiting[number % Math.max(1, suiting.length)];
}

export const says = ({ number, user }: Post) => `phone ${number} (${user})`;
/** A record by the end of its id, which is what tells it from others. */
export const named = (record: string) => `record …${record.slice(-12).replace(/^0+/, '')}`;
