/** So many at a time, in the order of asking. */
export type Turns = {
  /** Resolves when it is one's turn, with what ends it; calling that again does nothing. */
  take(): Promise<() => void>;
  /** Whether somebody waits for the next one. */
  readonly isWanted: boolean;
};

export function createTurns(places = 1): Turns {
  const waiting: (() => void)[] = [];
  let free = places;
  const next = () => {
    const first = waiting.shift();
    if (first === undefined) {
      free += 1;
    } else {
      first();
    }
  };
  return {
    async take() {
      if (free > 0) {
        free -= 1;
      } else {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      let hasEnded = false;
      return () => {
        if (!hasEnded) {
          hasEnded = true;
          next();
        }
      };
    },
    get isWanted() {
      return waiting.length > 0;
    },
  };
}
