import { areaM2 } from '#domain/geo/area.ts';
import { intersection } from '#domain/geo/clip.ts';
import { inverse } from '#domain/geo/distance.ts';
import type { Shape } from '#domain/geo/shape.ts';
import { numberText } from '../form/value-text.ts';
import type { HeldValue, Names } from './held-question.ts';

/** Longer ones would make a button that nobody reads. */
const buttonCharacters = 24;

/** Whose a value is: `Boris’s`. */
const whose = ({ by }: HeldValue, { personOf }: Names): string =>
  by ? `${personOf(by.author)}’s` : 'the earlier one';

/**
 * What the buttons say after "Keep" and "Take": the values themselves where they are short and differ, or else whose
 * they are. In the order of the values.
 */
export function choiceWords(values: readonly HeldValue[], names: Names): readonly string[] {
  const texts = values.map(({ shape, text }) => (shape ? areaWords(shape) : text));
  const short = texts.every(
    (text) => text.length > 0 && text.length <= buttonCharacters && text !== 'nothing',
  );
  if (short && areDistinct(texts)) return texts;
  const owners = values.map((value) => whose(value, names));
  if (areDistinct(owners)) return owners;
  return values.map(({ hold }, index) =>
    hold ? `the ${values.length === 2 ? 'later' : ordinal(index)} one` : 'the first one',
  );
}

const areDistinct = (texts: readonly string[]) => new Set(texts).size === texts.length;
const ordinal = (index: number) => ['first', 'second', 'third', 'fourth'][index] ?? `${index + 1}th`;

/** The area of a polygon; nothing for a point, which no button can name. */
const areaWords = (shape: Shape) => (shape.type === 'Point' ? '' : `${metresText(areaM2(shape))} m²`);

const metresText = (metres: number) => numberText(metres < 100 ? metres : Math.round(metres));

/** How a place that waits compares with the one that stands, as a sentence; empty where it cannot be said. */
export function comparisonText(standing: Shape | undefined, waiting: Shape | undefined): string {
  if (!standing || !waiting) return '';
  if (standing.type === 'Point' || waiting.type === 'Point') {
    if (standing.type !== 'Point' || waiting.type !== 'Point') return '';
    const { distanceM } = inverse(standing.coordinates, waiting.coordinates);
    return `${metresText(distanceM)} m from it`;
  }
  const difference = areaM2(waiting) - areaM2(standing);
  const shared = intersection(standing, waiting);
  const both = shared ? areaM2(shared) : 0;
  const size =
    Math.abs(difference) < 0.05
      ? 'just as large'
      : `${metresText(Math.abs(difference))} m² ${difference > 0 ? 'larger' : 'smaller'}`;
  return `${size}; ${both < 0.05 ? 'no land lies in both' : `${metresText(both)} m² lie in both`}`;
}
