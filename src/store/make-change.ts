import type { AnyValues } from '#domain/fields/field.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import { type Body, differenceOf } from '#domain/merge-groups.ts';
import { makeRecordCode } from '#domain/record-code.ts';
import { relevantValues } from '#domain/validate.ts';
import type { Change, Flag } from '#protocol/change.ts';
import { replacing } from '#protocol/record.ts';
import type { SessionAnswer } from '#protocol/wire.ts';
import type { Draft } from './phone.ts';
import { StoreProblem } from './store-problem.ts';

export interface ChangeContext {
  readonly session: SessionAnswer;
  readonly tag: string;
  /** The number in the code of a new record. */
  readonly codeNumber: number;
  /** The task's number as people say it; undefined when the phone does not know the task. */
  readonly taskCode: string | undefined;
  /** The programme's calendar day. */
  readonly today: string;
  readonly at: string;
  /** The id of the change. */
  readonly id: string;
}

/** Whether the draft makes a record, rather than changes one. */
export const isCreate = (draft: Draft) => draft.base.seq === 0 && draft.after.length === 0;

/**
 * The change that a draft amounts to. A new record says all of its values and gets its code here; a changed one says what
 * differs from what the form showed when it opened.
 * @throws StoreProblem nothing-changed
 */
export function changeOf(
  draft: Draft,
  kind: KindDeclaration,
  warnings: readonly Flag[],
  context: ChangeContext,
): Change {
  const values = relevantValues(kind.fields, draft.values);
  const set = isCreate(draft)
    ? createdSet(kind, values, draft.known.code, context)
    : differenceOf(kind.fields, draft.opening, values, draft.known);
  if (Object.keys(set).length === 0) {
    throw new StoreProblem('nothing-changed', 'Nothing was changed: there is nothing to save.');
  }
  return {
    id: context.id,
    record: draft.record,
    kind: draft.kind,
    base: isCreate(draft) ? { epoch: context.session.epoch, seq: 0 } : draft.base,
    after: [...draft.after],
    ...replacing(draft.writer, Object.keys(set)),
    set,
    ...(warnings.length > 0 && { warnings: [...warnings] }),
    author: context.session.user.id,
    at: context.at,
  };
}

/** @param known the code of a record that is made anew after the server refused it: people have said it already */
function createdSet(kind: KindDeclaration, values: AnyValues, known: unknown, context: ChangeContext): Body {
  const { session } = context;
  const own = session.user.team;
  const given = values.team == null && own !== null && kind.fields.team ? { ...values, team: own } : values;
  const set = differenceOf(kind.fields, {}, given);
  if (Object.keys(differenceOf(kind.fields, {}, values)).length === 0) return {};
  if (typeof known === 'string') return { ...set, code: known };
  const code = makeRecordCode({
    task: context.taskCode ?? session.programme.short,
    letter: kind.letter,
    date: typeof values.date === 'string' ? values.date : context.today,
    tag: context.tag,
    number: context.codeNumber,
  });
  return { ...set, code };
}
