import type { PushRequest } from '#protocol/wire.ts';
import { userHeader } from '#protocol/wire.ts';
import type { Transport, WireAnswer, WireRequest } from '#sync/transport.ts';
import type { Office, Person } from './office.ts';

/** What a wire does with the next requests that match. */
export type Trouble =
  /** The server never sees it. */
  | 'cut-before'
  /** The server does it; the answer is lost. */
  | 'cut-after'
  /** Arrives twice, as a retry by something in between does. */
  | 'twice'
  | { readonly status: number; readonly body: string };

export interface Moment {
  /** How many requests from now: 0 is the next one. */
  readonly request: number;
  readonly when: 'before' | 'after';
}

/** A network between a phone and the office that a test can cut, portal, or hold up. */
export interface Wire extends Transport {
  /** `session`, `push:1-3`, `pull:all:0`, with `!` where no answer came back. */
  readonly log: string[];
  up: boolean;
  /** Whose cookie the browser holds. */
  signedIn: Person | null;
  /** The next request to the path (or any) meets the trouble. */
  next(trouble: Trouble, path?: string): void;
  /** Does something else while a request is under way: before the server has it, or before its answer is here. */
  meanwhile(moment: Moment, run: () => Promise<void>): void;
  /** Takes back what was still to come. */
  forget(): void;
  /** Every request meets it, until it is null. */
  always: Trouble | null;
  /** The server fails at every push that holds the text. */
  breakOn(text: string | null, status: number): void;
  /** Requests wait until the returned function is called. */
  hold(): () => void;
}

export const captivePortal: Trouble = {
  status: 200,
  body: '<html><body>Welcome to Free Wi-Fi</body></html>',
};

export function createWire(office: Office, person: Person): Wire {
  const queue: { trouble: Trouble; path: string }[] = [];
  let moments: { readonly at: number; readonly when: Moment['when']; readonly run: () => Promise<void> }[] =
    [];
  let requests = 0;
  let poison: { text: string; status: number } | null = null;
  let gate: Promise<void> = Promise.resolve();

  const deliver = async (request: WireRequest): Promise<WireAnswer> => {
    if (wire.signedIn === null) return answerOf(problem(401, 'signed-out'));
    if (request.user !== wire.signedIn) return answerOf(problem(409, 'other-user'));
    const { method, path, body, user } = request;
    const response = await office.handle(
      wire.signedIn,
      new Request(`http://office.test${path}`, {
        method,
        headers: { 'content-type': 'application/json', [userHeader]: user },
        ...(body !== undefined && { body }),
      }),
    );
    request.headCame?.(response.headers);
    return answerOf(response);
  };

  const happen = async (at: number, when: Moment['when']) => {
    const due = moments.filter((moment) => moment.at === at && moment.when === when);
    moments = moments.filter((moment) => !due.includes(moment));
    for (const { run } of due) await run();
  };

  const carry = async (request: WireRequest): Promise<WireAnswer> => {
    await gate;
    const at = requests;
    requests += 1;
    await happen(at, 'before');
    if (!wire.up) throw new TypeError('no network');
    const index = queue.findIndex(({ path }) => request.path.includes(path));
    const trouble = wire.always ?? (index < 0 ? undefined : queue.splice(index, 1)[0]?.trouble);
    if (trouble === 'cut-before') throw new TypeError('connection cut');
    if (typeof trouble === 'object') return answerOf(new Response(trouble.body, { status: trouble.status }));
    if (poison && request.body?.includes(poison.text)) return answerOf(problem(poison.status, 'broken'));
    const answer = await deliver(request);
    await happen(at, 'after');
    if (trouble === 'cut-after') throw new TypeError('connection cut');
    return trouble === 'twice' ? deliver(request) : answer;
  };

  const wire: Wire = {
    log: [],
    up: true,
    signedIn: person,
    always: null,
    next: (trouble, path = '') => {
      queue.push({ trouble, path });
    },
    breakOn: (text, status) => {
      poison = text === null ? null : { text, status };
    },
    meanwhile: ({ request, when }, run) => {
      moments.push({ at: requests + request, when, run });
    },
    forget: () => {
      queue.length = 0;
      moments = [];
    },
    hold: () => {
      let open = () => {};
      gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      return open;
    },
    send: async (request) => {
      const line = lineOf(request);
      try {
        const answer = await carry(request);
        if (line !== null) wire.log.push(answer.status === 200 ? line : `${line}:${answer.status}`);
        return answer;
      } catch (error) {
        if (line !== null) wire.log.push(`${line}!`);
        throw error;
      }
    },
  };
  return wire;
}

function lineOf({ path, body }: WireRequest): string | null {
  const url = new URL(path, 'http://office.test');
  const call = url.pathname.split('/').at(-1) ?? '';
  if (call === 'base-map') return null;
  if (call === 'pull') return `pull:${url.searchParams.get('bucket')}:${url.searchParams.get('after')}`;
  if (call !== 'push') return call;
  const { changes } = JSON.parse(body ?? '{}') as PushRequest;
  const numbers = changes.map((change) => change.n);
  return numbers.length === 1 ? `push:${numbers[0]}` : `push:${numbers[0]}-${numbers.at(-1)}`;
}

async function answerOf(response: Response): Promise<WireAnswer> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, bytes, text: new TextDecoder().decode(bytes) };
}

const problem = (status: number, code: string) =>
  new Response(JSON.stringify({ type: `urn:safelane:problem:${code}`, title: code, status, code }), {
    status,
  });
