import type { Programme } from '#protocol/wire.ts';
import type { RecordState } from '#protocol/record.ts';
import type { StoredAnswer } from './decide.ts';
import type { Actor, History, NumberedChange } from './port.ts';
import type { RecordRow } from './record-row.ts';

/** One push as it waits for its turn. */
export interface PushJob {
  readonly actor: Actor;
  /** Who brings the changes of the actor by file. */
  readonly carrier?: Actor;
  readonly replica: string;
  readonly changes: readonly NumberedChange[];
  /** By the server's clock. */
  readonly receivedAt: string;
}

/** A number of a replica. */
export interface Place {
  readonly replica: string;
  readonly n: number;
}

export interface StoredReplica {
  readonly id: string;
  readonly userId: string;
  readonly tag: string;
  readonly decided: number;
}

/** What an engine looks up for a batch of pushes of one programme, in three steps, all under the programme's lock. */
export interface StartKeys {
  readonly replicas: readonly string[];
  readonly changes: readonly string[];
}
export interface Start {
  readonly programme: Programme;
  readonly head: number;
  readonly history: History;
  /** Every epoch of the programme's with its last sequence, that of the present one being the head. */
  readonly lastSeqs: ReadonlyMap<string, number>;
  readonly replicas: readonly StoredReplica[];
  /** The number of the next tag. */
  readonly nextTag: number;
  /** What was answered to the changes of these ids, by whatever hash; what was accepted comes first. */
  readonly answers: readonly {
    readonly id: string;
    readonly hash: string;
    readonly answer: StoredAnswer;
    /** Of one that was refused: the number that it has. */
    readonly place?: Place;
  }[];
}

export interface RecordsFound {
  /** With their authors' warnings only. */
  readonly records: readonly RecordState[];
  /** Which of the ids are records of another programme. */
  readonly elsewhere: readonly string[];
}

export interface LinkKeys {
  /** Tasks of records that were found. */
  readonly tasks: readonly string[];
  readonly holders: { readonly teams: readonly string[]; readonly tasks: readonly string[] };
  /** Records whose changes above a sequence are asked for. */
  readonly logs: readonly { readonly record: string; readonly after: number }[];
}
export interface LinksFound {
  readonly tasks: readonly RecordState[];
  /** Of these teams and tasks, which ever belonged together. */
  readonly held: readonly { readonly team: string; readonly task: string }[];
  /** In order of their sequence. */
  readonly logs: readonly { readonly record: string; readonly seq: number; readonly id: string }[];
}

export interface ChangeRow {
  readonly seq: number;
  readonly id: string;
  readonly replica: string;
  readonly n: number;
  readonly record: string;
  readonly text: string;
  readonly hash: string;
  readonly outcome: 'applied' | 'held';
  /** JSON list of groups. */
  readonly held: string | null;
  /** Who sent it, where that was not its author. */
  readonly carried_by: string | null;
  readonly received_at: string;
}

export interface RefusedRow {
  readonly replica: string;
  readonly n: number;
  readonly id: string;
  /** The text as a JSON string, since what is unreadable may hold what a column of text cannot. */
  readonly text_json: string;
  readonly hash: string;
  readonly reason: string;
  readonly message: string;
  readonly received_at: string;
}

/** The number of a change that was decided under another number before. */
export interface RepeatedRow {
  readonly replica: string;
  readonly n: number;
  readonly id: string;
}

export interface MemberRow {
  readonly bucket: string;
  readonly record: string;
  readonly seq: number;
  readonly present: 0 | 1;
}

export interface TaskTeamRow {
  readonly team: string;
  readonly task: string;
  readonly present: 0 | 1;
}

/** What a batch leaves to be written: no two rows of a table have the same key. */
export interface PushRows {
  readonly head: number;
  readonly newReplicas: readonly StoredReplica[];
  readonly movedReplicas: readonly StoredReplica[];
  readonly changes: readonly ChangeRow[];
  readonly refused: readonly RefusedRow[];
  readonly repeated: readonly RepeatedRow[];
  readonly records: readonly RecordRow[];
  readonly members: readonly MemberRow[];
  readonly taskTeams: readonly TaskTeamRow[];
}

/** The columns of the tables that a push writes, after `programme`, and whether they hold numbers. */
export const pushTables = {
  change: {
    seq: 'number',
    id: 'text',
    replica: 'text',
    n: 'number',
    record: 'text',
    text: 'text',
    hash: 'text',
    outcome: 'text',
    held: 'text',
    carried_by: 'text',
    received_at: 'text',
  },
  refused_change: {
    replica: 'text',
    n: 'number',
    id: 'text',
    text_json: 'text',
    hash: 'text',
    reason: 'text',
    message: 'text',
    received_at: 'text',
  },
  repeated_change: { replica: 'text', n: 'number', id: 'text' },
  record: {
    id: 'text',
    kind: 'text',
    first_seq: 'number',
    seq: 'number',
    status: 'text',
    author: 'text',
    recorded_at: 'text',
    comment: 'text',
    body: 'text',
    writer: 'text',
    holds: 'text',
    warnings: 'text',
    flags: 'text',
  },
  member: { bucket: 'text', record: 'text', seq: 'number', present: 'number' },
  task_team: { team: 'text', task: 'text', present: 'number' },
} as const satisfies {
  readonly change: Columns<ChangeRow>;
  readonly refused_change: Columns<RefusedRow>;
  readonly repeated_change: Columns<RepeatedRow>;
  readonly record: Columns<RecordRow>;
  readonly member: Columns<MemberRow>;
  readonly task_team: Columns<TaskTeamRow>;
};
type Columns<Row> = { readonly [Name in keyof Row]: 'text' | 'number' };
export type PushTable = keyof typeof pushTables;

/** What is written where the key is there already; in the words that both engines speak. */
export const onConflict: Readonly<Record<PushTable, string>> = {
  change: '',
  refused_change: '',
  repeated_change: '',
  record: `ON CONFLICT (programme, id) DO UPDATE SET seq = excluded.seq, status = excluded.status,
    comment = excluded.comment, body = excluded.body, writer = excluded.writer, holds = excluded.holds,
    warnings = excluded.warnings, flags = excluded.flags`,
  member: `ON CONFLICT (programme, bucket, record) DO UPDATE SET seq = excluded.seq, present = excluded.present`,
  task_team: 'ON CONFLICT (programme, team, task) DO UPDATE SET present = excluded.present',
};

export const rowsByTable = (rows: PushRows) =>
  ({
    change: rows.changes,
    refused_change: rows.refused,
    repeated_change: rows.repeated,
    record: rows.records,
    member: rows.members,
    task_team: rows.taskTeams,
  }) as const;
