import * as v from 'valibot';
import { type BaseMap, baseMapSchema } from '#domain/base-map.ts';
import { type HistoryAnswer, historyAnswerSchema } from '#protocol/history.ts';
import { type Page, pageSchema } from '#protocol/page.ts';
import { protocolVersion } from '#protocol/version.ts';
import {
  type PhonesAnswer,
  phonesAnswerSchema,
  type PushAnswer,
  type PushRequest,
  problemSchema,
  pushAnswerSchema,
  type SessionAnswer,
  sessionAnswerSchema,
  throughHeader,
} from '#protocol/wire.ts';
import type { Transport, WireAnswer, WireRequest } from './transport.ts';

/** Why a call has no value, and the sentence for people. */
export interface Fault {
  readonly type: /** Nothing answered, or something that is not the server. */
    | 'offline'
    /** The server answered that it cannot now (5xx, 429). */
    | 'server-error'
    | 'signed-out'
    | 'other-user'
    | 'too-large'
    /** The server cannot take what is in the request. */
    | 'rejected'
    /** The server will not take any request like it: of this person, at this address. */
    | 'denied'
    /** The two do not speak the same protocol. */
    | 'blocked';
  readonly status?: number;
  /** Of the server's problem details. */
  readonly code?: string;
  readonly message: string;
}

type Reply<T> =
  | { readonly ok: true; readonly value: T; readonly answer: WireAnswer }
  | { readonly ok: false; readonly fault: Fault };

/** The server's calls, each answer checked against its schema: a captive portal answers 200 with a page of its own. */
export interface Calls {
  /** @param unsent how many changes the phone holds that are not decided */
  session(replica: string, unsent?: number): Promise<Reply<SessionAnswer>>;
  push(
    replica: string,
    changes: PushRequest['changes'],
    options?: Pick<PushRequest, 'carried'>,
  ): Promise<Reply<PushAnswer>>;
  /** @param following told the cursor after the page as soon as its head says it, where there is more behind it */
  pull(bucket: string, after: number, following?: (through: number) => void): Promise<Reply<Page>>;
  baseMap(): Promise<Reply<BaseMap>>;
  phones(): Promise<Reply<PhonesAnswer>>;
  history(record: string): Promise<Reply<HistoryAnswer>>;
}

const paths = {
  session: '/api/v1/session',
  push: '/api/v1/push',
  pull: (bucket: string, after: number) => `/api/v1/pull?bucket=${encodeURIComponent(bucket)}&after=${after}`,
  baseMap: '/api/v1/base-map',
  phones: '/api/v1/phones',
  history: (record: string) => `/api/v1/records/${record}/history`,
} as const;

export function createCalls(
  transport: Transport,
  { user, timeoutMs }: { readonly user: string; readonly timeoutMs: number },
): Calls {
  const protocol = protocolVersion;
  const call = async <T>(
    schema: v.GenericSchema<unknown, T>,
    request: Pick<WireRequest, 'method' | 'path' | 'body' | 'packed' | 'headCame'>,
  ): Promise<Reply<T>> => {
    let answer: WireAnswer;
    try {
      answer = await transport.send({ ...request, user, timeoutMs });
    } catch {
      return { ok: false, fault: { type: 'offline', message: 'No connection to the server.' } };
    }
    return read(schema, answer);
  };
  return {
    session: async (replica, unsent) => {
      const reply = await call(sessionAnswerSchema, {
        method: 'POST',
        path: paths.session,
        body: JSON.stringify({ protocol, replica, ...(unsent !== undefined && { unsent }) }),
      });
      return reply.ok && reply.value.user.id !== user ? { ok: false, fault: otherUser } : reply;
    },
    push: async (replica, changes, options) =>
      call(pushAnswerSchema, {
        method: 'POST',
        path: paths.push,
        body: JSON.stringify({ protocol, replica, ...options, changes }),
      }),
    pull: async (bucket, after, following) =>
      call(pageSchema, {
        method: 'GET',
        path: paths.pull(bucket, after),
        packed: true,
        headCame: (head) => {
          const through = Number(head.get(throughHeader) ?? 'none');
          if (Number.isSafeInteger(through) && through > after) following?.(through);
        },
      }),
    baseMap: async () => call(baseMapSchema, { method: 'GET', path: paths.baseMap }),
    phones: async () => call(phonesAnswerSchema, { method: 'GET', path: paths.phones }),
    history: async (record) => call(historyAnswerSchema, { method: 'GET', path: paths.history(record) }),
  };
}

const otherUser: Fault = {
  type: 'other-user',
  message: 'Somebody else is signed in in this browser. Sign in again to send your records.',
};

const foreign: Fault = {
  type: 'offline',
  message:
    'Something else than the server answered. The network may want you to sign in to it: open a page in the browser.',
};

function read<T>(schema: v.GenericSchema<unknown, T>, answer: WireAnswer): Reply<T> {
  const json = parsed(answer.text);
  if (answer.status < 200 || answer.status >= 300) return { ok: false, fault: faultOf(answer.status, json) };
  const value = v.safeParse(schema, json);
  if (value.success) return { ok: true, value: value.output, answer };
  const envelope = v.safeParse(v.object({ protocol: v.number() }), json);
  if (envelope.success && envelope.output.protocol !== protocolVersion) {
    const message = 'The server speaks a newer version than this app. Update the app; nothing is lost.';
    return { ok: false, fault: { type: 'blocked', message } };
  }
  return { ok: false, fault: foreign };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** By status and, where the server itself speaks, by the code of its problem details (RFC 9457). */
function faultOf(status: number, json: unknown): Fault {
  const problem = v.safeParse(problemSchema, json);
  const details = problem.success ? problem.output : undefined;
  const sentence = typeof details?.detail === 'string' ? details.detail : details?.title;
  if (status === 401) {
    return { type: 'signed-out', status, message: 'Sign in to send. What you log is kept on the phone.' };
  }
  if (status === 409 && details?.code === 'other-user') return otherUser;
  if (status === 413) return { type: 'too-large', status, message: 'Too much to send in one piece.' };
  if (status >= 500 || status === 429) {
    return { type: 'server-error', status, message: sentence ?? `The server has a problem (${status}).` };
  }
  if (!details) return foreign;
  const { code } = details;
  if (code === 'protocol-unsupported') return { type: 'blocked', status, code, message: details.title };
  return {
    type: status === 400 || status === 422 ? 'rejected' : 'denied',
    status,
    code,
    message: sentence ?? `The server refused the request (${status}).`,
  };
}
