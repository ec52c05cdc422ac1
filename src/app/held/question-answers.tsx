import type { JSX } from 'preact';
import type { Phone, RecordView } from '#store/phone.ts';
import { choiceWords } from './choice-words.ts';
import type { HeldQuestion, Names } from './held-question.ts';
import type { Decision } from './use-decision.ts';

interface QuestionAnswersProps {
  readonly phone: Phone;
  readonly view: RecordView;
  readonly question: HeldQuestion;
  readonly names: Names;
  readonly decision: Decision;
  /** Called with the holds that are being closed, before they are. */
  readonly onChoose: (holds: readonly string[]) => void;
  readonly onChosen?: () => void;
}

/** The answers that there are to a question: each is one press, one change, and can be read back in the history. */
export function QuestionAnswers(props: QuestionAnswersProps): JSX.Element {
  const { phone, view, question, names, decision, onChoose, onChosen } = props;
  const { id, status } = view.state;
  const ids = question.holds.map((hold) => hold.id);
  const [first = '', ...others] = ids;
  const answer = (text: string, closes: readonly string[], action: () => Promise<void>, done: string) => (
    <button
      type="button"
      class="button"
      key={text}
      disabled={decision.isBusy}
      onClick={() => {
        onChoose(closes);
        void decision.decide(action, done).then((stored) => {
          if (stored) onChosen?.();
        });
      }}
    >
      {text}
    </button>
  );
  if (question.type === 'choice') {
    const values = question.parts[0]?.values ?? [];
    const words = choiceWords(values, names);
    return (
      <div class="buttons">
        {values.map(({ hold }, index) => {
          const word = words[index] ?? '';
          if (!hold) {
            const keep = async () => phone.resolve(id, first, 'keep', others);
            return answer(`Keep ${word}`, ids, keep, `Kept ${word}. The other stays in the history.`);
          }
          const beside = ids.filter((each) => each !== hold.id);
          const take = async () => phone.resolve(id, hold.id, 'take', beside);
          return answer(`Take ${word}`, ids, take, `Took ${word}. The other stays in the history.`);
        })}
      </div>
    );
  }
  if (phone.session.value.user.role !== 'supervisor') {
    return <p>It waits at the office: a supervisor reopens the record or dismisses the change.</p>;
  }
  const reopen = { type: 'reopen' } as const;
  return (
    <>
      <div class="buttons">
        {answer(
          'Reopen and take it',
          ids,
          async () => phone.act(id, reopen, ids),
          'Reopened, and the change is taken.',
        )}
        {answer('Reopen', [], async () => phone.act(id, reopen), 'Reopened. The change still waits: choose.')}
        {answer(
          'Dismiss',
          ids,
          async () => phone.resolve(id, first, 'keep', others),
          `Dismissed. It stays in the history; the record stays ${status}.`,
        )}
      </div>
      <ul class="held-hints">
        <li>Reopen and take it: the record gets the change, and is open to be approved again.</li>
        <li>Reopen: the record is open; the change waits for a choice.</li>
        <li>Dismiss: the record stays {status}; the change stays in the history.</li>
      </ul>
    </>
  );
}
