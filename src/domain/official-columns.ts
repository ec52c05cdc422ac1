import type { OrdnanceCategory } from './ordnance-category.ts';

/** Which categories an official figure adds up, by column. Categories of no column are given beside them. */
export type OfficialColumns = Readonly<Record<string, readonly string[]>>;

/**
 * The columns that national agencies report in, as ANAMA does in its weekly figures. Small arms ammunition stands
 * apart, since it comes in thousands of rounds, and explosive by weight is in none: it is no number of items.
 */
export const officialColumns = {
  apMines: ['ap-mine', 'improvised-ap-mine'],
  atMines: ['at-mine'],
  uxo: ['submunition', 'uxo', 'axo', 'ied', 'booby-trap', 'fuze', 'other', 'unknown'],
  saa: ['saa'],
} as const satisfies Readonly<Record<string, readonly OrdnanceCategory[]>>;

export const officialColumnLabels: Readonly<Record<keyof typeof officialColumns, string>> = {
  apMines: 'AP mines',
  atMines: 'AT mines',
  uxo: 'UXO',
  saa: 'Small arms ammunition',
};
