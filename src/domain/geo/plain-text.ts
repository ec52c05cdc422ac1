/** Marks of degrees as phones, word processors and other keyboards write them. */
const marks: readonly (readonly [written: RegExp, meant: string])[] = [
  [/[\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g, ''],
  [/[\u2212\u2010-\u2014\uFE63\uFF0D]/g, '-'],
  [/\u066B/g, '.'],
  [/[\u060C\u066C\uFF0C]/g, ','],
  [/[\u00BA\u02DA\u1D52]/g, '°'],
  [/['\u2018\u2019\u2032\u02B9\u00B4`]{2}|[\u201C\u201D\u201E\u2033\u02BA]/g, '"'],
  [/[\u2018\u2019\u2032\u02B9\u00B4`]/g, "'"],
];

/** Units in words and letters. A small s after minutes is seconds; a capital is the south. */
const units: readonly (readonly [written: RegExp, meant: string])[] = [
  [/(\d\s*)(?:degrees|degree|degs|deg|d)(?![a-z])\.?/gi, '$1°'],
  [/(\d\s*)(?:minutes|minute|mins|min)(?![a-z])\.?/gi, "$1'"],
  [/(\d\s*)(?:seconds|second|secs|sec)(?![a-z])\.?/gi, '$1"'],
  [/(°\s*[\d.,]+\s*)m(?![a-z])/gi, "$1'"],
  [/('\s*[\d.,]+\s*)s(?![a-z])/g, '$1"'],
];

/** A text with its digits, signs and marks in one spelling, Arabic and Persian digits among them. */
export function plainText(text: string): string {
  const latin = text.replace(/[\u0660-\u0669\u06F0-\u06F9\uFF10-\uFF19]/g, (digit) =>
    String(digit.charCodeAt(0) & 0xf),
  );
  return replaceAll(latin, marks).trim();
}

export const plainUnits = (text: string) => replaceAll(text, units);

function replaceAll(text: string, pairs: typeof marks): string {
  return pairs.reduce((plain, [written, meant]) => plain.replace(written, meant), text);
}
