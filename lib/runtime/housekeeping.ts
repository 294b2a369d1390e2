import 'server-only';
import type { Services } from '#lib/portal/context.ts';

const EVERY_MS = 10 * 60_000;
/** What was wrong with an application is of no use when it has been right for so long; the audit log keeps that it was asked. */
const EXPLANATIONS_MS = 90 * 24 * 3_600_000;

/** Removes what has run out: sessions and tokens that ended, old explanations, and sign-ins that were begun and never finished, which anybody can begin. */
export function startHousekeeping({ store, clock, log }: Pick<Services, 'store' | 'clock' | 'log'>): { stop(): void } {
  const stopping = new AbortController();
  async function keepHouse(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await store.sessions.removeExpired(clock.now());
        await store.apiTokens.removeExpired(clock.now());
        await store.reviews.removeExplanations(clock.now() - EXPLANATIONS_MS);
      } catch (error) {
        log.warn('what has run out could not be removed', { error });
      }
      await clock.sleep(EVERY_MS, stopping.signal).catch(() => undefined);
    }
  }
  void keepHouse();
  return { stop: () => stopping.abort() };
}
