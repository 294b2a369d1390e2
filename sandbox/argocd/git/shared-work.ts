/**
 * Work that many ask for and that is done once for all of them. Who asks while it is under way gets the next turn: what
 * is under way may have looked too early.
 */
export function createSharedWork<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | null = null;
  let next: Promise<Result> | null = null;

  const start = (): Promise<Result> => {
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (running === null) {
      return start();
    }
    const afterRunning = () => {
      next = null;
      return start();
    };
    next ??= running.then(afterRunning, afterRunning);
    return next;
  };
}
