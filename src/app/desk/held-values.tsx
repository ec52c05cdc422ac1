import type { JSX } from 'preact';
import type { RecordView } from '#store/phone.ts';
import { comparedPlaces, heldQuestions, type HeldValue } from '../held/held-question.ts';
import { HeldValuesList } from '../held/held-values-list.tsx';
import { QuestionAnswers } from '../held/question-answers.tsx';
import { useChosenElsewhere } from '../held/use-chosen-elsewhere.ts';
import { useReceivedAt } from './use-received-at.ts';
import { useDecision } from '../held/use-decision.ts';
import { clockText } from '../shell/clock-text.ts';
import { deskNames, type Desk } from './use-desk.ts';

interface HeldValuesProps {
  readonly desk: Desk;
  readonly view: RecordView;
  /** After a choice, when its button is gone. */
  readonly onChosen: () => void;
}

/** Values that wait beside the standing ones, until a person chooses. */
export function HeldValues({ desk, view, onChosen }: HeldValuesProps): JSX.Element | null {
  const { phone } = desk;
  const { user, programme } = phone.session.value;
  const names = deskNames(desk);
  const decision = useDecision();
  const [elsewhere, chosenHere] = useChosenElsewhere(view, names);
  const questions = heldQuestions(view, names);
  const places = comparedPlaces(questions);
  const receivedAt = useReceivedAt(phone, view);
  const receivedText = ({ hold, by }: HeldValue, group: string) => {
    const received = receivedAt.get((hold ?? view.state.writer[group])?.change ?? '');
    // A value that somebody took is in another change than the one that chose it.
    if (!received || received.author !== by?.author) return null;
    return `received ${clockText(received.at, programme.timeZone)}`;
  };
  return (
    <>
      <div role="status" class="held-said">
        {elsewhere === null ? null : <p class="notice">{elsewhere}</p>}
      </div>
      {questions.map((question) => (
        <section key={question.key} class="notice warn desk-hold" aria-label={question.title}>
          <h3>{question.title}</h3>
          <HeldValuesList
            question={question}
            places={places}
            names={names}
            user={user.id}
            timeText={(instant) => clockText(instant, programme.timeZone)}
            receivedText={receivedText}
          />
          <QuestionAnswers
            phone={phone}
            view={view}
            question={question}
            names={names}
            decision={decision}
            onChoose={chosenHere}
            onChosen={onChosen}
          />
        </section>
      ))}
      {decision.problem === null ? null : (
        <p class="notice bad" role="alert">
          {decision.problem}
        </p>
      )}
    </>
  );
}
