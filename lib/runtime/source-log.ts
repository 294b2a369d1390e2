import 'server-only';
import type { Clock } from '#lib/ports/clock.ts';
import type { Log } from '#lib/ports/log.ts';

/** A source that is down is asked again every second or so; the log hears the same of it no more often than this. */
const QUIET_MS = 10 * 60_000;

/** Tells the log of sources that do not answer: at once what is new, and rarely what it has heard already. */
export function createSourceLog(clock: Pick<Clock, 'now'>, log: Log): (source: string, error: unknown) => void {
  const told = new Map<string, { at: number; unsaid: number }>();
  return (source, error) => {
    const now = clock.now();
    const what = `${source} ${error instanceof Error ? error.message : String(error)}`;
    const before = told.get(what);
    if (before !== undefined && now - before.at < QUIET_MS) {
      before.unsaid += 1;
      return;
    }
    for (const [key, { at }] of told) {
      if (now - at >= QUIET_MS) {
        told.delete(key);
      }
    }
    told.set(what, { at: now, unsaid: 0 });
    const again = before?.unsaid ?? 0;
    log.warn('a source did not answer', { source, error, ...(again === 0 ? {} : { again }) });
  };
}
