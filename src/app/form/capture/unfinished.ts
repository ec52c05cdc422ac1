import type { Place } from '#domain/fields/place.ts';
import type { Problem } from '#domain/problem.ts';
import type { TypedCorners } from './typed-corners.ts';
import type { KeptTraverse } from './typed-traverse.ts';

/** What the fields of an area hold beside its place, by way of giving it; part of the draft. */
export interface UnfinishedArea {
  readonly type?: TypedCorners;
  readonly bearing?: KeptTraverse;
}

/**
 * What was typed and is no part of the area: an error where the area is given in that way, since it is not whole
 * without it; a warning where it is given in another.
 */
export function unfinishedProblems(
  field: string,
  { type, bearing }: UnfinishedArea,
  source: Place['source'] | null,
): readonly Problem[] {
  const problems: Problem[] = [];
  const left = unreadText(type);
  if (left !== '') {
    const [first = '', ...more] = left.split('\n');
    const lines = more.length === 1 ? 'line' : 'lines';
    const what = more.length > 0 ? `“${first}” and ${more.length} more ${lines}` : `“${first}”`;
    problems.push({
      code: 'unread-corners',
      severity: source === 'typed' ? 'error' : 'warning',
      field,
      message: `Under "Type corners" ${what} was typed and is no corner yet. Add it, or empty the field.`,
    });
  }
  if (bearing && !bearing.isWhole) {
    problems.push({
      code: 'unfinished-legs',
      severity: source === 'traverse' ? 'error' : 'warning',
      field,
      message:
        'Under "Bearing and distance" something is missing or cannot be read. Complete it, or delete it.',
    });
  }
  return problems;
}

/** What stands in the field for new corners, or in that of a corner which is typed anew and is not as it was. */
function unreadText(typed: TypedCorners | undefined): string {
  const fresh = typed?.field.trim() ?? '';
  if (fresh !== '' || !typed?.editing) return fresh;
  const { text, was } = typed.editing;
  return text.trim() === was ? '' : text.trim();
}
