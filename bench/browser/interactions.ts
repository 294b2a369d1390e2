import type { Page } from '@playwright/test';

/** The shortest that the browser tells of; what it does not tell of was shorter. */
const TOLD_FROM_MS = 16;

type Timing = PerformanceEntry & { interactionId: number };
type Noting = { portolanInteractions: Map<number, number> };

/** Notes from now on, in this page and those it leads to without a load, what each click and key waited for. */
export async function noteInteractions(page: Page): Promise<void> {
  await page.evaluate((durationThreshold) => {
    const longest = new Map<number, number>();
    new PerformanceObserver((list) => {
      for (const { interactionId, duration } of list.getEntries() as Timing[]) {
        if (interactionId > 0) {
          longest.set(interactionId, Math.max(duration, longest.get(interactionId) ?? 0));
        }
      }
    }).observe({ type: 'event', durationThreshold } as PerformanceObserverInit);
    Object.assign(window, { portolanInteractions: longest });
  }, TOLD_FROM_MS);
}

export type Interactions = {
  /** ms from the input to the next picture, of each interaction. */
  durations: number[];
  /** How many the browser says that there were. */
  counted: number;
};

/** What was noted. Interactions too short to be told of count as the shortest that is. */
export async function readInteractions(page: Page): Promise<Interactions> {
  const { told, counted } = await page.evaluate(() => ({
    told: [...(window as unknown as Noting).portolanInteractions.values()],
    counted: (performance as Performance & { interactionCount: number }).interactionCount,
  }));
  const untold = Math.max(0, counted - told.length);
  return { durations: [...told, ...Array.from({ length: untold }, () => TOLD_FROM_MS)], counted };
}
