/** Categories of explosive ordnance in IMAS 04.10 terms, with the words that the tiles show. */
export const ordnanceCategories = {
  'ap-mine': 'AP mine',
  'improvised-ap-mine': 'Improvised AP mine',
  'at-mine': 'AT mine',
  submunition: 'Submunition',
  uxo: 'UXO',
  axo: 'AXO',
  ied: 'IED',
  'booby-trap': 'Booby-trap',
  fuze: 'Fuze',
  saa: 'Small arms ammunition',
  'explosive-kg': 'Explosive (kg)',
  other: 'Other',
  unknown: 'Unknown',
} as const;
export type OrdnanceCategory = keyof typeof ordnanceCategories;
