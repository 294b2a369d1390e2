import type { CDPSession, Page } from '@playwright/test';
import { readMetrics } from './metrics.ts';

export type MainThread = {
  /** How much of the time it was busy, in percent. */
  busyPercent: number;
  /** The longest task; 0 where none was longer than 50 ms. */
  longestMs: number;
};

type Observing = { portolanTasks: { longestMs: number; observer: PerformanceObserver } };

/** What a page's main thread does while `work` goes on, which need not have to do with the page. */
export async function watchMainThread(
  { page, session }: { page: Page; session: CDPSession },
  work: () => Promise<void>,
): Promise<MainThread> {
  await page.evaluate(() => {
    const tasks = { longestMs: 0, observer: new PerformanceObserver((list) => note(list.getEntries())) };
    const note = (entries: readonly PerformanceEntry[]) => {
      tasks.longestMs = Math.max(tasks.longestMs, ...entries.map(({ duration }) => duration));
    };
    tasks.observer.observe({ type: 'longtask' });
    Object.assign(window, { portolanTasks: tasks });
  });
  const before = await readMetrics(session);
  await work();
  const after = await readMetrics(session);
  const longestMs = await page.evaluate(() => {
    const { portolanTasks } = window as unknown as Observing;
    portolanTasks.observer.disconnect();
    return portolanTasks.longestMs;
  });
  const grown = (name: string) => after(name) - before(name);
  return { busyPercent: (100 * grown('TaskDuration')) / grown('Timestamp'), longestMs };
}
