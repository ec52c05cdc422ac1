/** Something wrong with a record, in words for the person who made it. Errors block "Save"; warnings go with the record. */
export interface Problem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The field concerned, by name. */
  readonly field?: string;
  /** Where on the shape: the side or corner, counted from 0. */
  readonly at?: { readonly side?: number; readonly corner?: number };
  /** How much, in the unit the message names. */
  readonly amount?: number;
}
