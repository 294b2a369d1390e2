import { setTimeout as sleep } from 'node:timers/promises';
import { isWorthRetrying } from './database-error.ts';

const PATIENCE_MS = 10_000;
const LONGEST_PAUSE_MS = 200;

/** Does the work again, with growing pauses, while the database is busy; gives up after ten seconds. */
export async function retryWhileBusy<Result>(
  work: () => Promise<Result>,
  onRetry: () => void = () => undefined,
): Promise<Result> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isWorthRetrying(error) || performance.now() > giveUpAt) {
        throw error;
      }
      onRetry();
      await sleep(Math.min(LONGEST_PAUSE_MS, 10 * 2 ** attempt) * (0.5 + Math.random() / 2));
    }
  }
}
