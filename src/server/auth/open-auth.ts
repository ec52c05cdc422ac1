import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { username } from 'better-auth/plugins/username';
import type { Account, Storage } from '../storage/port.ts';
import { AccountProblem, type Accounts, assertUsable, isUserName } from './accounts.ts';
import type { AuthDatabase } from './auth-database.ts';

const DAY_S = 24 * 60 * 60;
/** A season in the field between two visits to the office. */
const SESSION_S = 90 * DAY_S;

export interface SignedIn {
  readonly account: Account;
  /** Cookies to hand on: a session that was prolonged. */
  readonly cookies: readonly string[];
}

export interface Auth extends Accounts {
  /** Answers a request under `/api/auth`. */
  handle(request: Request): Promise<Response>;
  signedIn(headers: Headers): Promise<SignedIn | undefined>;
  close(): Promise<void>;
}

/** @param origins where the app may be served from; the first is the address that people are told */
export async function openAuth(options: {
  /** Closed with the service. */
  readonly database: AuthDatabase;
  readonly storage: Storage;
  readonly origins: readonly [string, ...string[]];
  readonly makeId: () => string;
  readonly now: () => number;
  /** Told of faults, without names. */
  readonly report: (message: string) => void;
}): Promise<Auth> {
  const { database, storage, origins, makeId, now, report } = options;
  const settings = {
    appName: 'Safelane',
    baseURL: origins[0],
    basePath: '/api/auth',
    trustedOrigins: [...origins],
    secret: database.secret,
    database: { dialect: database.dialect, type: database.type, transaction: false },
    emailAndPassword: { enabled: true, disableSignUp: true },
    session: { modelName: 'auth_session', expiresIn: SESSION_S, updateAge: DAY_S },
    user: { modelName: 'auth_user' },
    account: { modelName: 'auth_account' },
    verification: { modelName: 'auth_verification' },
    advanced: { cookiePrefix: 'safelane', database: { generateId: makeId } },
    // By user name instead, where requests come in: a camp's phones share one address.
    rateLimit: { enabled: false },
    logger: { level: 'error' as const, log: (_: string, message: string) => report(message) },
    // A fault comes out as it is: a full disk is then told from a fault of ours, and is not answered as one.
    onAPIError: { throw: true },
    telemetry: { enabled: false },
    plugins: [
      username({
        displayUsername: false,
        minUsernameLength: 2,
        maxUsernameLength: 60,
        usernameValidator: isUserName,
      }),
    ],
  };
  await database.alone(async () => {
    const { toBeCreated, toBeAdded, toBeAddedIndexes, runMigrations } = await getMigrations(settings);
    if (toBeCreated.length + toBeAdded.length + toBeAddedIndexes.length > 0) await runMigrations();
  });
  const auth = betterAuth(settings);
  const { adapter: tables } = await auth.$context;
  const forgetEnded = async () => {
    try {
      const where = [{ field: 'expiresAt', operator: 'lt' as const, value: new Date(now()) }];
      await tables.deleteMany({ model: 'session', where });
    } catch (error) {
      // A full disk or a long writer: the next day will do.
      report(error instanceof Error ? error.message : String(error));
    }
  };
  await forgetEnded();
  const daily = setInterval(() => void forgetEnded(), DAY_S * 1_000).unref();

  return {
    handle: (request) => auth.handler(request),
    async signedIn(headers) {
      const { headers: answered, response } = await auth.api.getSession({ headers, returnHeaders: true });
      if (!response) return undefined;
      const account = await storage.account(response.user.id);
      return account && { account, cookies: answered.getSetCookie() };
    },
    async createAccount(made) {
      assertUsable(made);
      const userName = made.userName.toLowerCase();
      const { adapter, internalAdapter, password } = await auth.$context;
      const where = [{ field: 'username', value: userName }];
      const found = await adapter.findOne<{ id: string }>({ model: 'user', where });
      // One without an account of ours was cut off half-way: it is taken up again.
      if (found && (await storage.account(found.id))) {
        throw new AccountProblem('account-exists', `There is an account "${userName}" already.`);
      }
      const { programme, name, role, team } = made;
      const email = `${userName}@${programme}.invalid`;
      const user =
        found ??
        (await internalAdapter.createUser(
          { email, name, username: userName, emailVerified: true },
          { method: 'admin' },
        ));
      const hash = await password.hash(made.password);
      if (await internalAdapter.findCredentialAccount(user.id)) {
        await internalAdapter.updatePassword(user.id, hash);
      } else {
        const { id } = user;
        await internalAdapter.linkAccount({
          userId: id,
          accountId: id,
          providerId: 'credential',
          password: hash,
        });
      }
      const account: Account = { userId: user.id, userName, name, programme, role, team };
      await storage.addAccount(account);
      return account;
    },
    close: async () => {
      clearInterval(daily);
      await database.close();
    },
  };
}
