/** One at a time for each key, in the order of asking. Inside one process; across processes revisions and SHAs guard. */
export type Locks = { run<Result>(key: string, work: () => Promise<Result>): Promise<Result> };

export function createLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>();
  return {
    async run(key, work) {
      const before = tails.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      const settled = mine.catch(() => undefined);
      tails.set(key, settled);
      try {
        return await mine;
      } finally {
        if (tails.get(key) === settled) {
          tails.delete(key);
        }
      }
    },
  };
}
