import type { DatabaseSync } from 'node:sqlite';
import { newerData } from '../storage-problem.ts';
import { inWrite } from './connection.ts';

/**
 * The steps that lead from an empty file to the present tables; `user_version` counts those taken. A released step is
 * never changed, only followed by another. Every key leads with the programme.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE programme (
    id TEXT NOT NULL PRIMARY KEY,
    short TEXT NOT NULL UNIQUE COLLATE NOCASE,
    settings TEXT NOT NULL,
    head INTEGER NOT NULL DEFAULT 0,
    backed_up INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;

  -- last_seq: where the history was cut off when the next epoch began; null for the present one.
  CREATE TABLE epoch (
    programme TEXT NOT NULL REFERENCES programme,
    epoch TEXT NOT NULL,
    last_seq INTEGER,
    PRIMARY KEY (programme, epoch)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX epoch_present ON epoch (programme) WHERE last_seq IS NULL;

  CREATE TABLE team (
    programme TEXT NOT NULL REFERENCES programme,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (programme, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE account (
    programme TEXT NOT NULL REFERENCES programme,
    user_id TEXT NOT NULL UNIQUE,
    user_name TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    team TEXT,
    PRIMARY KEY (programme, user_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE replica (
    programme TEXT NOT NULL REFERENCES programme,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    tag TEXT NOT NULL,
    decided INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (programme, id),
    UNIQUE (programme, tag)
  ) STRICT, WITHOUT ROWID;

  -- carried_by: who sent it, where that was not its author.
  CREATE TABLE change (
    programme TEXT NOT NULL REFERENCES programme,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    replica TEXT NOT NULL,
    n INTEGER NOT NULL,
    record TEXT NOT NULL,
    text TEXT NOT NULL,
    hash TEXT NOT NULL,
    outcome TEXT NOT NULL,
    held TEXT,
    carried_by TEXT,
    received_at TEXT NOT NULL,
    PRIMARY KEY (programme, seq),
    UNIQUE (programme, id),
    UNIQUE (programme, replica, n)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX change_record ON change (programme, record, seq);

  -- Apart from the others: they have no sequence, and one may bear the id of another change.
  -- text_json: the text as a JSON string, since what is unreadable may hold what a column of text cannot.
  CREATE TABLE refused_change (
    programme TEXT NOT NULL REFERENCES programme,
    replica TEXT NOT NULL,
    n INTEGER NOT NULL,
    id TEXT NOT NULL,
    text_json TEXT NOT NULL,
    hash TEXT NOT NULL,
    reason TEXT NOT NULL,
    message TEXT NOT NULL,
    received_at TEXT NOT NULL,
    PRIMARY KEY (programme, replica, n)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX refused_change_id ON refused_change (programme, id);

  -- warnings: what the author of the latest values was warned of; flags: what the server has to say.
  CREATE TABLE record (
    programme TEXT NOT NULL REFERENCES programme,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    first_seq INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    status TEXT NOT NULL,
    author TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    comment TEXT,
    body TEXT NOT NULL,
    writer TEXT NOT NULL,
    holds TEXT NOT NULL,
    warnings TEXT NOT NULL,
    flags TEXT NOT NULL,
    UNIQUE (programme, id),
    UNIQUE (programme, first_seq)
  ) STRICT;
  CREATE INDEX record_kind ON record (programme, kind, first_seq);

  CREATE TABLE member (
    programme TEXT NOT NULL REFERENCES programme,
    bucket TEXT NOT NULL,
    record TEXT NOT NULL,
    seq INTEGER NOT NULL,
    present INTEGER NOT NULL,
    PRIMARY KEY (programme, bucket, record)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX member_seq ON member (programme, bucket, seq);

  -- Every team that ever held a task; present: whether it does now.
  CREATE TABLE task_team (
    programme TEXT NOT NULL REFERENCES programme,
    team TEXT NOT NULL,
    task TEXT NOT NULL,
    present INTEGER NOT NULL,
    PRIMARY KEY (programme, team, task)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What the phone last said of itself: how many changes it holds that are not decided, and when.
  ALTER TABLE replica ADD COLUMN unsent INTEGER;
  ALTER TABLE replica ADD COLUMN heard_at TEXT;
  CREATE INDEX refused_change_void ON refused_change (programme, replica) WHERE reason = 'void';

  -- A number whose change was known already under another one: with it a replica's numbers have no gap.
  CREATE TABLE repeated_change (
    programme TEXT NOT NULL REFERENCES programme,
    replica TEXT NOT NULL,
    n INTEGER NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (programme, replica, n)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Pages of buckets as they went out; they can be made anew.
  CREATE TABLE kept_page (
    programme TEXT NOT NULL REFERENCES programme,
    bucket TEXT NOT NULL,
    after INTEGER NOT NULL,
    epoch TEXT NOT NULL,
    protocol INTEGER NOT NULL,
    through INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (programme, bucket, after)
  ) STRICT;
  `,
];

/** @throws StorageProblem newer-data */
export function migrate(db: DatabaseSync, steps: readonly string[] = migrations): void {
  const version = () => Number(db.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version() > steps.length) throw newerData();
  while (version() < steps.length) {
    inWrite(db, () => {
      // Read again under the lock: another process may have taken the step meanwhile.
      const next = version();
      const step = steps[next];
      if (step === undefined) return;
      db.exec(step);
      db.exec(`PRAGMA user_version = ${next + 1}`);
    });
  }
}
