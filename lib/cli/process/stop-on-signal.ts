const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export type Ending = {
  /** Stops everything and ends this process with a status; does nothing when that is already under way. */
  end(status: number): void;
  readonly isUnderWay: boolean;
  /** What is to be stopped, once there is something. Until then a signal ends the process at once. */
  stops(stop: () => Promise<void>): void;
};

/** Lets Ctrl-C, and whoever ends this process, end it cleanly. */
export function stopOnSignal(): Ending {
  let isUnderWay = false;
  let stop: (() => Promise<void>) | undefined;
  const end = (status: number, statusAtOnce = status) => {
    if (stop === undefined) {
      process.exit(statusAtOnce);
    }
    if (!isUnderWay) {
      isUnderWay = true;
      stop().then(
        () => process.exit(status),
        (error: unknown) => {
          console.error(error instanceof Error ? error.message : error);
          process.exit(1);
        },
      );
    }
  };
  for (const [signal, status] of Object.entries(SIGNALS)) {
    process.on(signal, () => end(0, status));
  }
  return {
    end,
    get isUnderWay() {
      return isUnderWay;
    },
    stops: (work) => {
      stop = work;
    },
  };
}
