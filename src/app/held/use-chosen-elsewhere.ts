import { useEffect, useRef, useState } from 'preact/hooks';
import type { RecordView } from '#store/phone.ts';
import { heldQuestions, type Names } from './held-question.ts';

interface Shown {
  readonly record: string;
  /** By hold: what it was about. */
  readonly labels: ReadonlyMap<string, string>;
}

/**
 * A question that goes away under somebody's eyes was answered by somebody else: it says so, and what stands now.
 * @returns the sentence, and how to tell it of own choices
 */
export function useChosenElsewhere(
  view: RecordView,
  names: Names,
): readonly [sentence: string | null, chosenHere: (holds: readonly string[]) => void] {
  const [sentence, setSentence] = useState<string | null>(null);
  const shown = useRef<Shown>({ record: view.state.id, labels: new Map() });
  const mine = useRef(new Set<string>());
  useEffect(() => {
    const before = shown.current;
    const labels = new Map(
      heldQuestions(view, names).flatMap(({ holds, parts }) =>
        holds.map((hold) => [hold.id, parts.find(({ group }) => group === hold.group)?.label ?? hold.group]),
      ),
    );
    shown.current = { record: view.state.id, labels };
    if (before.record !== view.state.id) {
      setSentence(null);
      return;
    }
    const gone = [...before.labels].filter(([hold]) => !labels.has(hold) && !mine.current.has(hold));
    const what = [...new Set(gone.map(([, label]) => label))].join(', ');
    if (gone.length > 0)
      setSentence(`Somebody else has chosen meanwhile: ${what}. What stands now is below.`);
    // Names are made anew with each drawing; what is asked follows from the record.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [view]);
  return [
    sentence,
    (holds) => {
      setSentence(null);
      for (const hold of holds) mine.current.add(hold);
    },
  ];
}
