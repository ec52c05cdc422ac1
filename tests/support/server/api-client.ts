import { randomUUID } from 'node:crypto';
import { type Change, freezeChange } from '#protocol/change.ts';
import { protocolVersion } from '#protocol/version.ts';
import { type PushAnswer, type SessionAnswer, userHeader } from '#protocol/wire.ts';

/** A phone's side of the wire, over a real socket: one signed-in person and one replica. */
export class ApiClient {
  readonly replica: string;
  userId = '';
  epoch = '';
  readonly #url: string;
  cookie = '';
  #made = 0;

  /** @param as somebody whose session and replica are used, such as at another server */
  constructor(url: string, as?: ApiClient) {
    this.#url = url;
    this.replica = as?.replica ?? randomUUID();
    this.userId = as?.userId ?? '';
    this.cookie = as?.cookie ?? '';
  }

  request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookie) headers.set('cookie', this.cookie);
    if (this.userId && !headers.has(userHeader)) headers.set(userHeader, this.userId);
    if (typeof init.body === 'string') headers.set('content-type', 'application/json');
    return fetch(`${this.#url}${path}`, { ...init, headers });
  }

  post(path: string, body: unknown): Promise<Response> {
    return this.request(path, { method: 'POST', body: JSON.stringify(body) });
  }

  async signIn(username: string, password: string): Promise<Response> {
    const response = await this.post('/api/auth/sign-in/username', { username, password });
    if (response.ok) {
      this.cookie = response.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; ');
      this.userId = ((await response.clone().json()) as { user: { id: string } }).user.id;
    }
    return response;
  }

  async session(): Promise<SessionAnswer> {
    const response = await this.post('/api/v1/session', { protocol: protocolVersion, replica: this.replica });
    const answer = (await response.json()) as SessionAnswer;
    this.epoch = answer.epoch;
    return answer;
  }

  /** The next change of this replica, frozen and numbered. */
  change(parts: Partial<Change> = {}) {
    this.#made += 1;
    const change: Change = {
      id: randomUUID(),
      record: randomUUID(),
      kind: 'ordnance',
      base: { epoch: this.epoch, seq: 0 },
      after: [],
      ...(parts.act ? {} : { set: { team: 'team-1', note: 'Found' } }),
      author: this.userId,
      at: '2021-03-14T08:00:00.000Z',
      ...parts,
    };
    return { n: this.#made, ...freezeChange(change), record: change.record };
  }

  push(changes: readonly object[]): Promise<Response> {
    return this.post('/api/v1/push', { protocol: protocolVersion, replica: this.replica, changes });
  }

  async pushed(changes: readonly object[]): Promise<PushAnswer> {
    return (await (await this.push(changes)).json()) as PushAnswer;
  }
}
