import type { Notation } from './notation.ts';
import type { LonLat } from './shape.ts';

/** What a text was read as; or what is wrong with it, as a sentence for people. */
export type Reading =
  | { readonly ok: true; readonly position: LonLat; readonly notation: Notation }
  | { readonly ok: false; readonly message: string };

export const refuse = (message: string): Reading => ({ ok: false, message });

/** Said of references near the poles and of polar grids (UPS). */
export const beyondReach =
  'UTM and MGRS end at 80° S and 84° N; write a position nearer to a pole in degrees of latitude and longitude.';
