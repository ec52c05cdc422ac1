import type { LonLat } from '#domain/geo/shape.ts';

export interface District {
  readonly name: string;
  /** Begins the numbers of its tasks. */
  readonly code: string;
  /** Its town, from GeoNames to about 100 m. */
  readonly seat: LonLat;
  /** Share of team-days lost to snow from December to February. */
  readonly snow: number;
  /** How much of each is found there, relative to the others. */
  readonly ap: number;
  readonly at: number;
  readonly uxo: number;
}

/** The districts in and around which the real work was done; the figures of each are made up. */
export const districts: readonly District[] = [
  { name: 'Aghdam', code: 'AGD', seat: [46.927, 39.991], snow: 0.1, ap: 1.7, at: 1.6, uxo: 1.1 },
  { name: 'Fuzuli', code: 'FZL', seat: [47.145, 39.601], snow: 0.05, ap: 1.5, at: 1.8, uxo: 1.4 },
  { name: 'Jabrayil', code: 'JBR', seat: [47.028, 39.399], snow: 0.05, ap: 1.3, at: 1.5, uxo: 1.3 },
  { name: 'Zangilan', code: 'ZNG', seat: [46.66, 39.084], snow: 0.1, ap: 0.8, at: 0.9, uxo: 1 },
  { name: 'Gubadli', code: 'GBD', seat: [46.582, 39.344], snow: 0.15, ap: 0.6, at: 0.7, uxo: 0.9 },
  { name: 'Lachin', code: 'LCH', seat: [46.55, 39.637], snow: 0.45, ap: 0.5, at: 0.4, uxo: 0.6 },
  { name: 'Kalbajar', code: 'KLB', seat: [46.044, 40.11], snow: 0.6, ap: 1, at: 0.6, uxo: 0.5 },
  { name: 'Khojavend', code: 'KJV', seat: [47.112, 39.795], snow: 0.1, ap: 1.2, at: 1, uxo: 1.2 },
  { name: 'Khojaly', code: 'KJL', seat: [46.792, 39.914], snow: 0.2, ap: 0.7, at: 0.5, uxo: 0.8 },
  { name: 'Shusha', code: 'SHU', seat: [46.75, 39.76], snow: 0.3, ap: 0.7, at: 0.3, uxo: 1.5 },
  { name: 'Tartar', code: 'TRT', seat: [46.932, 40.342], snow: 0.1, ap: 1.4, at: 1.3, uxo: 1.6 },
  { name: 'Aghjabadi', code: 'AJB', seat: [47.459, 40.05], snow: 0.05, ap: 0.4, at: 0.5, uxo: 1 },
];
