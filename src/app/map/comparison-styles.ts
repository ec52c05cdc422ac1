/** What tells compared places apart without colour: a letter, and lines that are solid, dashed, dotted or both. */
const styles = [
  { colour: 'ink', dashes: '' },
  { colour: 'info', dashes: '10 7' },
  { colour: 'unsent', dashes: '3 6' },
  { colour: 'ink', dashes: '14 5 3 5' },
] as const;

export const comparisonStyles = (index: number): (typeof styles)[number] =>
  styles[index % styles.length] ?? styles[0];

/** A for the standing one, B, C … for the others. */
export const letterOf = (index: number): string => String.fromCharCode(65 + (index % 26));
