import type { Programme } from '#protocol/wire.ts';
import type { Account, Actor, KeptPage, Named, PageKey, PushOutcome, Replica } from '../port.ts';
import type { PushJob } from '../push-rows.ts';

/** All that is written to a data folder, each call one transaction. */
export interface WriteCalls {
  addProgramme(made: Programme, epoch: string): Promise<void>;
  addTeams(programme: string, teams: readonly Named[]): Promise<void>;
  addAccount(account: Account): Promise<void>;
  openReplica(actor: Actor, id: string): Promise<Replica | undefined>;
  hear(programme: string, replica: string, unsent: number, at: string): Promise<void>;
  keepPage(key: PageKey, page: KeptPage, madeAt: string, olderThan: string): Promise<void>;
  backedUp(heads: ReadonlyMap<string, number>): Promise<void>;
  push(jobs: readonly PushJob[]): Promise<readonly PushOutcome[]>;
  /** After the calls before it. */
  close(): Promise<void>;
}

/** The calls as they are carried out, by the thread that has the connection. */
export type Writer = {
  readonly [Name in keyof WriteCalls]: (
    ...args: Parameters<WriteCalls[Name]>
  ) => Awaited<ReturnType<WriteCalls[Name]>>;
};

/** Writes where the caller is: a command that does nothing else meanwhile. */
export function writeHere(writer: Writer): WriteCalls {
  return {
    addProgramme: async (...args) => writer.addProgramme(...args),
    addTeams: async (...args) => writer.addTeams(...args),
    addAccount: async (...args) => writer.addAccount(...args),
    openReplica: async (...args) => writer.openReplica(...args),
    hear: async (...args) => writer.hear(...args),
    keepPage: async (...args) => writer.keepPage(...args),
    backedUp: async (...args) => writer.backedUp(...args),
    push: async (...args) => writer.push(...args),
    close: async () => writer.close(),
  };
}
