import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type Dialect, type SqliteDatabase, SqliteDialect } from 'kysely';
import { databaseFile, openConnection } from '../storage/sqlite/connection.ts';
import type { AuthDatabase } from './auth-database.ts';
import { secretFile } from './secret.ts';

const TRANSACTION = /^\s*(begin|commit|rollback)/i;

/** The sign-in service's tables in the data folder. @param secret in place of the one that is kept there */
export async function openSqliteAuth(folder: string, secret?: string): Promise<AuthDatabase> {
  const db = openConnection(databaseFile(folder));
  return {
    dialect: dialectOf(db),
    type: 'sqlite',
    secret: secret ?? secretFile(folder),
    alone: (work) => work(),
    close: async () => db.close(),
  };
}

/**
 * A connection of the sign-in service's own. Sharing the storage's would mix their transactions: a rollback of one took
 * with it a session that the other had reported stored.
 *
 * Each statement commits by itself. A transaction of the sign-in service would hold the write lock while it awaits, and
 * the storage's connection would wait for that lock on the same thread: neither would ever go on.
 */
function dialectOf(db: DatabaseSync): Dialect {
  const database: SqliteDatabase = {
    close: () => db.close(),
    prepare(sql) {
      if (TRANSACTION.test(sql)) return nothing;
      const statement = db.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
        run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
        iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
      };
    },
  };
  return new SqliteDialect({ database });
}

const nothing: ReturnType<SqliteDatabase['prepare']> = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};
