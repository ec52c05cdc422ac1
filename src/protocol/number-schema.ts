import * as v from 'valibot';
import type { NumberColumn } from './number-column.ts';

export const numbersSchema: v.GenericSchema<NumberColumn> = v.union([
  v.array(v.string()),
  v.array(v.pipe(v.number(), v.integer())),
]);
