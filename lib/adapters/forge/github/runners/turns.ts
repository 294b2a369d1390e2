/** Lets so many be at work at once; the rest wait for their turn, the first to come first. */
export function createTurns(width: number): <Value>(work: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async (work) => {
    if (busy < width) {
      busy += 1;
    } else {
      // Whoever ends hands its place on.
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) {
        busy -= 1;
      } else {
        next();
      }
    }
  };
}
