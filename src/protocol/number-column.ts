/**
 * Whole numbers as text, digit by digit: the lowest digits (of base 64) of all numbers, then the next higher ones, as far
 * as any number has them. What is chance and what is nearly always nothing are apart, so that it compresses to little
 * more than the chance in it; and a parser reads it as one string. A negative number stands as an odd one: 0, -1, 1, -2 …
 * Numbers too large for that stand as they are.
 */
export type NumberColumn = string[] | number[];

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const valueOf = new Uint8Array(128);
for (let value = 0; value < 64; value += 1) valueOf[digits.charCodeAt(value)] = value;
const largest = 2 ** 51;

export function packNumbers(numbers: readonly number[]): NumberColumn {
  if (numbers.some((n) => Math.abs(n) > largest)) return [...numbers];
  let rest = numbers.map((n) => (n < 0 ? -2 * n - 1 : 2 * n));
  const planes: string[] = [];
  while (rest.some((n) => n > 0)) {
    planes.push(rest.map((n) => digits[n % 64]).join(''));
    rest = rest.map((n) => Math.floor(n / 64));
  }
  return planes;
}

/** So many digits fit into 30 bits. */
const smallPlanes = 5;
const beyondSmall = 2 ** 30;

/** @throws RangeError when the column does not hold as many numbers */
export function unpackNumbers(column: NumberColumn, count: number): Float64Array | Int32Array {
  if (typeof column[0] === 'number') {
    if (column.length !== count) throw new RangeError('a column of another length');
    return Float64Array.from(column as number[]);
  }
  const planes = column as string[];
  const low = digitsOf(planes, 0, Math.min(planes.length, smallPlanes), count);
  if (planes.length > smallPlanes) return withHigh(low, digitsOf(planes, smallPlanes, planes.length, count));
  for (let at = 0; at < count; at += 1) {
    const n = low[at] as number;
    low[at] = (n >>> 1) ^ -(n & 1);
  }
  return low;
}

/** The digits of the planes from the one to before the other, of each number: at most 30 bits. */
function digitsOf(planes: readonly string[], from: number, to: number, count: number): Int32Array {
  const numbers = new Int32Array(count);
  for (let plane = to - 1; plane >= from; plane -= 1) {
    const text = planes[plane] as string;
    if (text.length !== count) throw new RangeError('a column of another length');
    for (let at = 0; at < count; at += 1) {
      numbers[at] = ((numbers[at] as number) << 6) | (valueOf[text.charCodeAt(at) & 127] as number);
    }
  }
  return numbers;
}

function withHigh(low: Int32Array, high: Int32Array): Float64Array {
  const numbers = new Float64Array(low.length);
  for (let at = 0; at < low.length; at += 1) {
    const n = low[at] as number;
    const half = (high[at] as number) * (beyondSmall / 2) + (n >>> 1);
    numbers[at] = (n & 1) === 0 ? half : -half - 1;
  }
  return numbers;
}

export const deltas = (numbers: readonly number[]): number[] =>
  numbers.map((n, index) => n - (numbers[index - 1] ?? 0));

/** The numbers that steps lead to. */
export function addUp(steps: Float64Array | Int32Array): Float64Array {
  const numbers = new Float64Array(steps.length);
  let sum = 0;
  for (let at = 0; at < steps.length; at += 1) {
    sum += steps[at] as number;
    numbers[at] = sum;
  }
  return numbers;
}
