export type Slots = {
  /** Resolves when one is free and taken, in the order of asking; gives how to free it. */
  take(signal: AbortSignal): Promise<() => void>;
  readonly taken: number;
  readonly waiting: number;
};

/** What one runner can do at a time; more than that waits in line (llm/server.go, the runner's semaphore). */
export function createSlots(count: number): Slots {
  const line: { enter: () => void }[] = [];
  let taken = 0;
  const free = () => {
    const next = line.shift();
    if (next === undefined) {
      taken -= 1;
    } else {
      next.enter();
    }
  };
  const freeOnce = () => {
    let isFree = false;
    return () => {
      if (!isFree) {
        isFree = true;
        free();
      }
    };
  };
  return {
    take: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
        } else if (taken < count) {
          taken += 1;
          resolve(freeOnce());
        } else {
          const onAbort = () => {
            line.splice(line.indexOf(waiter), 1);
            reject(signal.reason);
          };
          const waiter = {
            enter: () => {
              signal.removeEventListener('abort', onAbort);
              resolve(freeOnce());
            },
          };
          line.push(waiter);
          signal.addEventListener('abort', onAbort, { once: true });
        }
      }),
    get taken() {
      return taken;
    },
    get waiting() {
      return line.length;
    },
  };
}
