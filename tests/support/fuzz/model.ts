import { sameValue } from '#domain/merge-groups.ts';
import type { Act } from '#protocol/change.ts';
import type { RecordState } from '#protocol/record.ts';
import type { Person } from '#tests/support/phone/office.ts';

/** A value that somebody saved, and the values that were shown in its place: the standing one, and those that waited. */
export interface Write {
  readonly record: string;
  readonly group: string;
  readonly value: unknown;
  readonly by: Person;
  readonly seen: readonly unknown[];
}

/** An act, known by its comment, and what its author had in view. */
export interface ActDone {
  readonly record: string;
  readonly type: Act['type'];
  readonly comment: string;
  readonly by: Person;
  readonly shown: Shown;
}

/** A record as it was in view. */
export type Shown = Pick<RecordState, 'body' | 'holds'>;

export const nothingShown: Shown = { body: {}, holds: [] };

/** Somebody chose between the standing value and one that waited. */
export interface Choice {
  readonly record: string;
  readonly hold: string;
  readonly by: Person;
}

/**
 * What people did and what they had in view when they did it, in their own terms: it knows of no sequence, base, replica
 * or number. What the phones and the server come to in the end is held against it.
 */
export class Model {
  readonly created: string[] = [];
  readonly writes: Write[] = [];
  readonly acts: ActDone[] = [];
  readonly choices: Choice[] = [];
  /** Texts of refused changes that somebody put aside for good. */
  readonly putAside: string[] = [];
  /** What was in view when a form was opened, by the form's id. */
  readonly forms = new Map<string, Shown>();
  /** Records that somebody gave to another task, and tasks that were given to another team. */
  readonly moved = new Set<string>();
  restores = 0;
  clones = 0;
  /** Changes of others that a phone took in by file. */
  carries = 0;
  private count = 0;

  /** Something that nobody wrote before. */
  fresh(what: string): string {
    this.count += 1;
    return `${what} ${this.count}`;
  }

  freshNumber(): number {
    this.count += 1;
    return this.count;
  }

  saved(record: string, by: Person, shown: Shown, values: Readonly<Record<string, unknown>>): void {
    for (const [group, value] of Object.entries(values)) {
      const standing = shown.body[group] ?? null;
      if (sameValue(standing, value ?? null)) continue;
      const waiting = shown.holds.filter((hold) => hold.group === group).map((hold) => hold.value);
      this.writes.push({ record, group, value: value ?? null, by, seen: [standing, ...waiting] });
    }
  }

  /**
   * Whether who wrote the value had seen the other one: in the form itself, or because whoever wrote what the form showed
   * had seen it.
   */
  hadSeen(record: string, group: string, by: string, value: unknown, other: unknown): boolean {
    const ofGroup = this.writes.filter((write) => write.record === record && write.group === group);
    const reached = new Set(ofGroup.filter((write) => write.by === by && sameValue(write.value, value)));
    for (const { seen } of reached) {
      if (seen.some((each) => sameValue(each, other))) return true;
      for (const write of ofGroup) if (seen.some((each) => sameValue(write.value, each))) reached.add(write);
    }
    // Who wrote the other value too, and has chosen in the record, has decided against it with both in view.
    const chose = this.choices.some((choice) => choice.record === record && choice.by === by);
    return chose && ofGroup.some((write) => write.by === by && sameValue(write.value, other));
  }

  /**
   * Whether the value was written over the other one and no third, so that nobody has to choose between them. Not asked of
   * what can come back under another change: what a choice took, what two copies of a phone tried again, a task or team.
   */
  wasOnTop(record: string, group: string, by: string, value: unknown, other: unknown): boolean {
    const isTold = this.choices.some((choice) => choice.record === record) || this.clones > 0;
    if (isTold || group === 'task' || group === 'team') return false;
    const made = this.writes.filter(
      (write) =>
        write.record === record && write.group === group && write.by === by && sameValue(write.value, value),
    );
    return made.length > 0 && made.every(({ seen: [standing] }) => sameValue(standing, other));
  }

  /**
   * Whether the act was made by somebody who had every one of the values in view, standing or waiting. After a restore a
   * later value of theirs may wait beside an earlier one, since what it was written over has to come back first; and until
   * the next pull a phone shows its own edits without the decisions that they were made on.
   */
  hadInView({ shown, record, by }: ActDone, body: RecordState['body']): boolean {
    return [...new Set([...Object.keys(body), ...Object.keys(shown.body)])].every((group) => {
      const waiting = shown.holds.filter((hold) => hold.group === group).map((hold) => hold.value);
      const isTheirs = (write: Write) =>
        write.record === record &&
        write.group === group &&
        write.by === by &&
        [write.value, ...write.seen].some((each) => sameValue(each, body[group] ?? null));
      return (
        [shown.body[group] ?? null, ...waiting].some((each) => sameValue(each, body[group] ?? null)) ||
        (this.restores > 0 && this.writes.some(isTheirs))
      );
    });
  }

  /** How many changes to a record the model knows of, for the message of a failure. */
  storyOf(record: string): string {
    return JSON.stringify({
      writes: this.writes.filter((each) => each.record === record),
      acts: this.acts.filter((each) => each.record === record),
    });
  }
}
