import * as v from 'valibot';
import { uuid } from './change.ts';
import { refusals } from './merge.ts';

const seq = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(500));

/** At most this many changes in one push, and this many bytes of body. */
export const pushLimits = { changes: 200, bytes: 1_000_000 } as const;
export const pageRows = 2_000;

/** Every request names the user it is made for: another user's session is answered 409 and pauses sync. */
export const userHeader = 'x-safelane-user';

/** A page as a gzip file, for whoever keeps it as it is. */
export const gzipType = 'application/gzip';

/** In the head of a page that has another behind it: the cursor after it, so that the next can be asked for at once. */
export const throughHeader = 'x-safelane-through';

/** `POST /api/v1/session`: who am I, what may I pull, and how far is my replica decided. */
export const sessionRequestSchema = v.object({
  protocol: seq,
  replica: uuid,
  /** Changes that this phone holds and the server has not decided, as far as the phone knows. */
  unsent: v.exactOptional(seq),
});

export const roles = ['member', 'supervisor'] as const;
export type Role = (typeof roles)[number];

const tileLayerSchema = v.object({ url: text, attribution: text, maxZoom: seq });

const programmeSchema = v.object({
  id: text,
  name: text,
  short: text,
  area: v.strictTuple([v.number(), v.number(), v.number(), v.number()]),
  timeZone: text,
  /** Made-up records, to be marked as such wherever they are shown. */
  synthetic: v.boolean(),
  tileLayer: v.exactOptional(tileLayerSchema),
});
export type Programme = v.InferOutput<typeof programmeSchema>;

const named = v.object({ id: text, name: text });

export const sessionAnswerSchema = v.object({
  protocol: seq,
  epoch: text,
  backedUpSeq: seq,
  user: v.object({ id: text, name: text, role: v.picklist(roles), team: v.nullable(text) }),
  programme: programmeSchema,
  teams: v.array(named),
  /** Names of the people whose records the user may read. */
  people: v.array(named),
  replica: v.object({ id: uuid, tag: text, decided: seq }),
  /** The buckets the user may read, each with the sequence of its newest row. */
  buckets: v.array(v.object({ bucket: text, head: seq })),
});
export type SessionAnswer = v.InferOutput<typeof sessionAnswerSchema>;

const changeKeys = { n: v.pipe(seq, v.minValue(1)), id: uuid, hash: v.pipe(v.string(), v.length(64)) };
/** A change as it was frozen. */
const wholeChangeSchema = v.object({ ...changeKeys, text: v.string() });
/** A change that its phone cannot send: that it is there, and how many bytes of text it has. */
const voidChangeSchema = v.object({ ...changeKeys, size: seq });

/** `POST /api/v1/push`. */
export const pushRequestSchema = v.object({
  protocol: seq,
  replica: uuid,
  /** The changes were brought by file from the phone of another replica. */
  carried: v.exactOptional(v.literal(true)),
  changes: v.pipe(
    v.array(v.union([wholeChangeSchema, voidChangeSchema])),
    v.minLength(1),
    v.maxLength(pushLimits.changes),
  ),
});
export type PushRequest = v.InferOutput<typeof pushRequestSchema>;
export type WholeChange = v.InferOutput<typeof wholeChangeSchema>;

const outcomeSchema = v.variant('outcome', [
  v.object({ n: seq, id: uuid, outcome: v.literal('applied'), seq }),
  v.object({ n: seq, id: uuid, outcome: v.literal('held'), seq, groups: v.array(text) }),
  v.object({
    n: seq,
    id: uuid,
    outcome: v.literal('refused'),
    reason: v.picklist(refusals),
    message: v.string(),
  }),
]);
export type Outcome = v.InferOutput<typeof outcomeSchema>;

export const pushAnswerSchema = v.object({
  protocol: seq,
  epoch: text,
  backedUpSeq: seq,
  outcomes: v.array(outcomeSchema),
  /** Why the rest was not looked at: a missing number, or a replica that lives twice. */
  stopped: v.exactOptional(
    v.variant('type', [
      v.object({ type: v.literal('gap'), expected: seq }),
      v.object({ type: v.literal('fork') }),
    ]),
  ),
});
export type PushAnswer = v.InferOutput<typeof pushAnswerSchema>;

/** `GET /api/v1/phones`: what the server knows of the phones of a programme, for its supervisors. */
export const phonesAnswerSchema = v.object({
  protocol: seq,
  phones: v.array(
    v.object({
      replica: uuid,
      tag: text,
      user: text,
      name: text,
      team: v.nullable(text),
      /** Changes that the server has decided. */
      decided: seq,
      /** Changes that the phone said it holds and the server has not decided; null before it has said so. */
      unsent: v.nullable(seq),
      /** Changes that the phone announced and could not send. */
      announced: seq,
      /** By the server's clock. */
      heardAt: v.nullable(text),
    }),
  ),
});
export type PhonesAnswer = v.InferOutput<typeof phonesAnswerSchema>;

/** Errors are RFC 9457 problem details with a stable code. */
export const problemSchema = v.looseObject({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: v.string(),
});
export type ProblemDetails = v.InferOutput<typeof problemSchema>;
