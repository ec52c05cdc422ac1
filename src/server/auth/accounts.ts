import type { Account } from '../storage/port.ts';

export interface NewAccount {
  readonly userName: string;
  readonly password: string;
  readonly name: string;
  readonly programme: string;
  readonly role: Account['role'];
  readonly team: string | null;
}

/** Makes the accounts that people sign in with. */
export interface Accounts {
  /** @throws AccountProblem */
  createAccount(made: NewAccount): Promise<Account>;
}

export class AccountProblem extends Error {
  readonly code: 'user-name' | 'password' | 'account-exists';

  constructor(code: AccountProblem['code'], message: string) {
    super(message);
    this.name = 'AccountProblem';
    this.code = code;
  }
}

const USER_NAME = /^[a-z0-9][a-z0-9._-]{1,59}$/;
export const isUserName = (text: string) => USER_NAME.test(text.toLowerCase());

/** @throws AccountProblem when the name or the password will not do */
export function assertUsable({ userName, password }: NewAccount): void {
  if (!isUserName(userName)) {
    throw new AccountProblem(
      'user-name',
      `"${userName}" cannot be a user name: use 2 to 60 letters (a–z), digits, dots, hyphens or underscores.`,
    );
  }
  if (password.length < 8 || password.length > 128) {
    throw new AccountProblem('password', 'A password has 8 to 128 characters.');
  }
}
