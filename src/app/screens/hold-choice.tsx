import type { JSX } from 'preact';
import type { RecordView } from '#store/phone.ts';
import { comparedPlaces, heldQuestions } from '../held/held-question.ts';
import { HeldValuesList } from '../held/held-values-list.tsx';
import { QuestionAnswers } from '../held/question-answers.tsx';
import { comparisonKey, showComparison } from '../held/show-comparison.ts';
import { useChosenElsewhere } from '../held/use-chosen-elsewhere.ts';
import { useDecision } from '../held/use-decision.ts';
import { usePhone } from '../shell/app-context.ts';
import { LiveMap } from './live-map.tsx';
import { namesOf } from './names.ts';

/** What waits on a record for somebody to choose, with both places on a map of their own. */
export function HoldChoices({ view }: { view: RecordView }): JSX.Element {
  const { phone } = usePhone();
  const { user, programme } = phone.session.value;
  const names = namesOf(phone);
  const decision = useDecision();
  const [elsewhere, chosenHere] = useChosenElsewhere(view, names);
  const questions = heldQuestions(view, names);
  const places = comparedPlaces(questions);
  const at = (instant: string) =>
    new Date(instant).toLocaleString('en-GB', {
      timeZone: programme.timeZone,
      dateStyle: 'medium',
      timeStyle: 'short',
    });
  return (
    <>
      <div role="status" class="held-said">
        {elsewhere === null ? null : <p class="notice">{elsewhere}</p>}
      </div>
      {questions.map((question, index) => (
        <section key={question.key} class="notice warn stack" aria-label={question.title}>
          <b>{question.title}</b>
          {/* Once, where several are about the same place. */}
          {places.length > 0 && index === questions.findIndex(isAboutPlaces) ? (
            <div class="record-map">
              <LiveMap
                key={comparisonKey(places)}
                label="Map of the places to choose from"
                bounds={programme.area}
                onReady={(map) => showComparison(map, places)}
              />
            </div>
          ) : null}
          <HeldValuesList question={question} places={places} names={names} user={user.id} timeText={at} />
          <QuestionAnswers
            phone={phone}
            view={view}
            question={question}
            names={names}
            decision={decision}
            onChoose={chosenHere}
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

  function isAboutPlaces({ parts }: (typeof questions)[number]): boolean {
    return parts.some(({ values }) => values.some(({ hold, shape }) => hold && shape));
  }
}
