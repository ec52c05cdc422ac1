/** One row of a table or one feature of a collection, as it stands in the file. */
export interface SourceRow {
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
  /** Its text, untouched. */
  readonly raw: string;
  /** Texts by column; empty where the row could not be read. */
  readonly columns: Readonly<Record<string, string>>;
  /** As it is given: whether it is a shape of ours is asked when it is used. */
  readonly geometry?: unknown;
  /** Why it cannot be read at all. */
  readonly unreadable?: string;
}

/** A file opened for reading. */
export interface RowSource {
  /** Every column that a row may have. */
  readonly columns: ReadonlySet<string>;
  readonly rows: AsyncIterable<SourceRow>;
}
