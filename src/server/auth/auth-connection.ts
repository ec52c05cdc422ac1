import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type Dialect, type SqliteDatabase, SqliteDialect } from 'kysely';

const TRANSACTION = /^\s*(begin|commit|rollback)/i;

/**
 * A connection of the sign-in service's own. Sharing the storage's would mix their transactions: a rollback of one took
 * with it a session that the other had reported stored.
 *
 * Each statement commits by itself. A transaction of the sign-in service would hold the write lock while it awaits, and
 * the storage's connection would wait for that lock on the same thread: neither would ever go on.
 */
export function authDialect(db: DatabaseSync): Dialect {
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
