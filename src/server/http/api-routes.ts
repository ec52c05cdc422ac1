import { Hono } from 'hono';
import * as v from 'valibot';
import type { Registry } from '#domain/kinds/registry.ts';
import { uuid } from '#protocol/change.ts';
import type { HistoryAnswer } from '#protocol/history.ts';
import { bucketsOf } from '#protocol/record.ts';
import { oldestProtocol, protocolVersion } from '#protocol/version.ts';
import {
  type PhonesAnswer,
  type PushAnswer,
  pushRequestSchema,
  type SessionAnswer,
  sessionRequestSchema,
} from '#protocol/wire.ts';
import { baseMapFor } from '../base-map/base-map-store.ts';
import type { Account, Storage } from '../storage/port.ts';
import { whoMade } from '../storage/who-made.ts';
import { ApiProblem } from './api-problem.ts';
import { jsonResponse } from './compressed.ts';
import { createPullAnswers } from './pull-page.ts';
import { readJson } from './read-json.ts';
import type { Log } from './request-log.ts';

export interface ApiOptions {
  readonly storage: Storage;
  readonly registry: Registry;
  readonly baseMapFolder: string;
  readonly log: Log;
  /** Told what was decided of a push. */
  readonly pushed?: (outcomes: PushAnswer['outcomes']) => void;
  /** Which versions of the protocol are spoken; those of this program where it is not given. */
  readonly versions?: ProtocolVersions;
}
interface ProtocolVersions {
  readonly oldest: number;
  readonly present: number;
}
export type ApiEnv = { Variables: { account: Account } };

const NO_STORE = { 'cache-control': 'no-store' };
const wholeText = v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'is not a whole number'), v.transform(Number));
const pullSchema = v.object({
  bucket: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  after: v.optional(wholeText, '0'),
  epoch: v.optional(v.string()),
});

/** The programme's data for whoever is signed in. Every answer is scoped by the account; none is kept by a cache. */
export function apiRoutes(options: ApiOptions): Hono<ApiEnv> {
  const { storage, registry, baseMapFolder, log, versions = spoken } = options;
  const routes = new Hono<ApiEnv>();
  const protocol = versions.present;
  const answerPull = createPullAnswers(storage, registry, protocol, (error) => {
    const message = error instanceof Error ? error.message : String(error);
    log({ level: 'warn', event: 'page-not-kept', message });
  });
  const mayRead = async (account: Account, buckets: readonly string[]) =>
    (await storage.buckets(account)).some(({ bucket }) => buckets.includes(bucket));
  const programmeOf = async ({ programme: id }: Account) => {
    const programme = await storage.programme(id);
    if (!programme) throw new Error(`programme ${id} has gone`);
    return programme;
  };

  routes.post('/session', async (c) => {
    const account = c.get('account');
    const request = await readJson(c.req.raw, sessionRequestSchema);
    assertSpoken(request.protocol, versions);
    const replica = await storage.openReplica(account, request.replica);
    if (replica && request.unsent !== undefined) {
      await storage.hear(account.programme, replica.id, request.unsent);
    }
    if (!replica) {
      throw new ApiProblem(409, 'replica-taken', 'This copy of the app is registered for somebody else.');
    }
    const answer: SessionAnswer = {
      protocol,
      ...(await storage.history(account.programme)),
      user: { id: account.userId, name: account.name, role: account.role, team: account.team },
      programme: await programmeOf(account),
      teams: [...(await storage.teams(account.programme))],
      people: (await storage.accounts(account.programme))
        .filter((other) => isNamedTo(account, other))
        .map(({ userId, name }) => ({ id: userId, name })),
      replica,
      buckets: [...(await storage.buckets(account))],
    };
    return jsonResponse(c.req.raw, JSON.stringify(answer), NO_STORE);
  });

  routes.post('/push', async (c) => {
    const account = c.get('account');
    const request = await readJson(c.req.raw, pushRequestSchema);
    assertSpoken(request.protocol, versions);
    const { replica, changes, carried } = request;
    const maker = carried ? await whoMade(storage, account.programme, replica, changes) : account;
    if (!maker) {
      throw new ApiProblem(422, 'maker-unknown', 'These changes were made by nobody of this programme.');
    }
    const pushed = await storage.push(maker, replica, changes, carried && account);
    options.pushed?.(pushed.outcomes);
    for (const outcome of pushed.outcomes) {
      if (outcome.outcome !== 'refused') continue;
      const { id: change, reason } = outcome;
      log({ level: 'warn', event: 'change-refused', programme: account.programme, replica, change, reason });
    }
    const answer: PushAnswer = { protocol, ...pushed };
    return jsonResponse(c.req.raw, JSON.stringify(answer), NO_STORE);
  });

  routes.get('/pull', async (c) => {
    const account = c.get('account');
    const query = v.safeParse(pullSchema, c.req.query());
    if (!query.success) {
      const where = v.getDotPath(query.issues[0]) ?? 'query';
      throw new ApiProblem(400, 'invalid', `"${where}" cannot be used: ${query.issues[0].message}.`);
    }
    const { bucket, after, epoch } = query.output;
    const history = await storage.history(account.programme);
    if (epoch !== undefined && epoch !== history.epoch) {
      throw new ApiProblem(409, 'epoch-changed', 'The server’s history began anew: pull everything again.');
    }
    if (!(await mayRead(account, [bucket]))) {
      throw new ApiProblem(403, 'bucket-forbidden', 'These records are not for this account.');
    }
    return answerPull(c.req.raw, { programme: account.programme, history, bucket, after });
  });

  routes.get('/records/:id/history', async (c) => {
    const account = c.get('account');
    const id = c.req.param('id');
    const record = v.is(uuid, id) ? await storage.record(account.programme, id) : undefined;
    if (!record || !(await mayRead(account, bucketsOf(record)))) {
      throw new ApiProblem(404, 'record-unknown', 'There is no such record for this account.');
    }
    const changes = [...(await storage.changesOf(account.programme, record.id))];
    const answer: HistoryAnswer = { protocol, record: record.id, changes };
    return jsonResponse(c.req.raw, JSON.stringify(answer), NO_STORE);
  });

  routes.get('/phones', async (c) => {
    const { role, programme } = c.get('account');
    if (role !== 'supervisor') throw new ApiProblem(403, 'supervisors-only', 'This is for supervisors.');
    const accounts = new Map((await storage.accounts(programme)).map((each) => [each.userId, each]));
    const phones = (await storage.replicas(programme)).map(({ id, tag, userId, ...said }) => ({
      replica: id,
      tag,
      user: userId,
      name: accounts.get(userId)?.name ?? '',
      team: accounts.get(userId)?.team ?? null,
      ...said,
    }));
    const answer: PhonesAnswer = { protocol, phones };
    return jsonResponse(c.req.raw, JSON.stringify(answer), NO_STORE);
  });

  routes.get('/base-map', async (c) => {
    const { area } = await programmeOf(c.get('account'));
    const { json, etag } = await baseMapFor(area, baseMapFolder);
    const headers = { etag, 'cache-control': 'private, no-cache' };
    const known = (c.req.header('if-none-match') ?? '')
      .split(',')
      .map((tag) => tag.trim().replace(/^W\//, ''));
    if (known.includes(etag)) return new Response(null, { status: 304, headers });
    return jsonResponse(c.req.raw, json, headers);
  });

  return routes;
}

/** A member is told the names of the own team and of those who review. */
const isNamedTo = (account: Account, other: Account) =>
  account.role === 'supervisor' || other.role === 'supervisor' || other.team === account.team;

const spoken: ProtocolVersions = { oldest: oldestProtocol, present: protocolVersion };

function assertSpoken(protocol: number, { oldest, present }: ProtocolVersions): void {
  if (protocol >= oldest && protocol <= present) return;
  throw new ApiProblem(
    400,
    'protocol-unsupported',
    protocol < oldest
      ? 'This version of the app is too old for the server. Update the app; nothing is lost.'
      : 'This version of the app is newer than the server. The server has to be updated.',
  );
}
