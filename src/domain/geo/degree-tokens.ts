/** What a text of degrees is made of. */
export type DegreeToken =
  | {
      readonly is: 'number';
      /** Without its sign. */
      readonly value: number;
      readonly isWhole: boolean;
      readonly isNegative: boolean;
      readonly unit: '°' | "'" | '"' | null;
      readonly text: string;
    }
  | { readonly is: 'letter'; readonly axis: Axis; readonly isNegative: boolean; readonly text: string }
  | { readonly is: 'label'; readonly axis: Axis; readonly text: string };
export type Axis = 'lat' | 'lon';

const word =
  /\s*(?:(?<sign>[+-]?)\s*(?<number>\d+(?:\.\d*)?|\.\d+)\s*(?<unit>[°'"])?|(?<letter>north|south|east|west|[nsew])(?![a-z])|(?<label>lat(?:itude)?|lon(?:g|gitude)?|lng)(?![a-z])\s*[:=]?|[,;:()]|$)/iy;

/** The tokens of a plain text with decimal points; or the rest that is none. */
export function degreeTokens(text: string): readonly DegreeToken[] | { readonly strange: string } {
  const tokens: DegreeToken[] = [];
  word.lastIndex = 0;
  while (word.lastIndex < text.length) {
    const from = word.lastIndex;
    const groups = word.exec(text)?.groups;
    if (groups === undefined) return { strange: text.slice(from).trim() };
    const token = tokenOf(groups);
    if (token) tokens.push(token);
  }
  return tokens;
}

function tokenOf({
  sign,
  number,
  unit,
  letter,
  label,
}: Record<string, string | undefined>): DegreeToken | null {
  if (number !== undefined) {
    const isWhole = !number.includes('.');
    const text = (sign ?? '') + number;
    const mark = (unit ?? null) as '°' | "'" | '"' | null;
    return { is: 'number', value: Number(number), isWhole, isNegative: sign === '-', unit: mark, text };
  }
  if (letter !== undefined) {
    const initial = letter.charAt(0).toUpperCase();
    const axis = initial === 'N' || initial === 'S' ? 'lat' : 'lon';
    return { is: 'letter', axis, isNegative: initial === 'S' || initial === 'W', text: initial };
  }
  if (label === undefined) return null;
  return { is: 'label', axis: label.toLowerCase().startsWith('la') ? 'lat' : 'lon', text: label };
}
