import type { Clock } from '#lib/ports/clock.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Portal } from './portal.ts';

/** How long a stop may take before the process ends anyway. */
const STOP_MS = 5_000;

type Ending = {
  portal: Pick<Portal, 'isStopping' | 'stop'> & {
    services: { clock: Pick<Clock, 'sleep'>; log: Pick<Log, 'error' | 'warn'> };
  };
  exit(status: number): void;
};

/** What a signal to end does: stops the portal, then ends the process. A stop that fails, or takes too long, is told in the log. */
export function createEnd({ portal, exit }: Ending): () => Promise<void> {
  const { clock, log } = portal.services;
  return async () => {
    // Being told twice changes nothing.
    if (portal.isStopping) {
      return;
    }
    const done = new AbortController();
    const late = clock.sleep(STOP_MS, done.signal).then(
      () => {
        // No failure: whatever is cut off is taken up at the next start, and a forge may take longer to answer than that.
        log.warn('the portal is ended before everything under way had ended', { waitedMs: STOP_MS });
        return 0;
      },
      // It stopped in time.
      () => 0,
    );
    const stopped = portal.stop().then(
      () => 0,
      (error: unknown) => {
        log.error('the portal did not stop as it should', { error });
        return 1;
      },
    );
    const status = await Promise.race([stopped, late]);
    done.abort();
    exit(status);
  };
}
