import { createTurns } from '../turns.ts';
import type { Connection } from './connection.ts';

/** No more transactions than these wait for one another to reach the disk. */
const LARGEST_GROUP = 32;

/** One transaction on the connection that writes. */
export type Member = {
  /** A statement of it. */
  run<Value>(work: () => Value): Value;
  /** Resolves when it is on the disk. */
  commit(): Promise<void>;
  rollback(): void;
};

export type Writer = {
  /** Waits for its turn, then takes the right to write. Throws SQLite's own error while another process has it. */
  begin(): Promise<Member>;
};

type Waiting = { resolve(): void; reject(error: unknown): void };

/**
 * Transactions one after the other. Those that wait for their turn while one commits share its way to the disk: each
 * is a savepoint, and all are told that they are done after the one COMMIT. On a disk that takes 10 ms to sync, eight
 * writers are eight times as fast.
 * @param takenBack called when something that was written is taken back, before anybody else writes
 */
export function createWriter({ database, prepare }: Connection, takenBack: () => void): Writer {
  const turns = createTurns();
  /** Those that are done but for the disk. */
  let group: Waiting[] = [];
  /** Whether the open transaction holds what was refused and could not be rolled back: it must not be committed. */
  let isSpoilt = false;

  function abandonGroup(error: unknown): void {
    const members = group;
    group = [];
    // First of all: whatever fails below, nobody waits for good.
    for (const { reject } of members) {
      reject(error);
    }
    takenBack();
    rollBackAll();
  }

  /** A refused commit may leave the transaction open; nothing else could be written then. */
  function rollBackAll(): void {
    isSpoilt = database.isTransaction;
    if (isSpoilt) {
      prepare('ROLLBACK').run();
      isSpoilt = false;
    }
  }

  function commitGroup(): void {
    try {
      prepare('COMMIT').run();
    } catch (error) {
      abandonGroup(error);
      throw error;
    }
    const members = group;
    group = [];
    for (const { resolve } of members) {
      resolve();
    }
  }

  /** Gives the turn on; who is last of a group takes it to the disk. */
  function leave(done: () => void): void {
    try {
      if (database.isTransaction && !isSpoilt && (!turns.isWanted || group.length >= LARGEST_GROUP)) {
        commitGroup();
      }
    } finally {
      done();
    }
  }

  function createMember(done: () => void): Member {
    const run = <Value>(work: () => Value): Value => {
      if (!database.isTransaction) {
        // Outside any transaction it would be on the disk at once.
        throw new Error('the transaction was taken back by SQLite after an error');
      }
      try {
        return work();
      } catch (error) {
        // After some errors SQLite has taken everything back by itself, as it does when the disk is full.
        if (!database.isTransaction) {
          abandonGroup(error);
        }
        throw error;
      }
    };
    return {
      run,
      async commit() {
        try {
          run(() => prepare('RELEASE member').run());
        } catch (error) {
          done();
          throw error;
        }
        const onDisk = new Promise<void>((resolve, reject) => group.push({ resolve, reject }));
        try {
          leave(done);
        } catch {
          // It is told by `onDisk`, as it is to all of the group.
        }
        await onDisk;
      },
      rollback() {
        try {
          if (database.isTransaction) {
            takeBack();
            // Why it failed may lie in what the group did; whoever is told so finds that on the disk.
            commitGroup();
          }
        } finally {
          done();
        }
      },
    };
  }

  /** Takes back what the member at the turn did; where that cannot be done alone, with all of the group. */
  function takeBack(): void {
    try {
      takenBack();
      prepare('ROLLBACK TO member').run();
      prepare('RELEASE member').run();
    } catch (error) {
      abandonGroup(error);
      throw error;
    }
  }

  return {
    async begin() {
      const done = await turns.take();
      try {
        if (isSpoilt) {
          rollBackAll();
        }
        if (!database.isTransaction) {
          prepare('BEGIN IMMEDIATE').run();
        }
        prepare('SAVEPOINT member').run();
      } catch (error) {
        leave(done);
        throw error;
      }
      return createMember(done);
    },
  };
}
