/** One at a time, in the order of asking. */
export type Turns = {
  /** Resolves when it is one's turn, with what ends it; calling that again does nothing. */
  take(): Promise<() => void>;
  /** Whether somebody waits for the next one. */
  readonly isWanted: boolean;
};

export function createTurns(): Turns {
  const waiting: (() => void)[] = [];
  let isTaken = false;
  const next = () => {
    const first = waiting.shift();
    if (first === undefined) {
      isTaken = false;
    } else {
      first();
    }
  };
  return {
    async take() {
      if (isTaken) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      isTaken = true;
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
