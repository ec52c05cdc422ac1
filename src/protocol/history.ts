import * as v from 'valibot';
import { changeSchema } from './change.ts';

const seq = v.pipe(v.number(), v.integer(), v.minValue(0));

/** `GET /api/v1/records/:id/history`: what was decided about a record, in order. */
export const historyAnswerSchema = v.object({
  protocol: seq,
  record: v.string(),
  changes: v.array(
    v.object({
      seq,
      change: changeSchema,
      outcome: v.picklist(['applied', 'held']),
      /** The server's clock. */
      receivedAt: v.string(),
      /** Who sent or brought it, where that was not its author. */
      carriedBy: v.exactOptional(v.string()),
    }),
  ),
});
export type HistoryAnswer = v.InferOutput<typeof historyAnswerSchema>;
