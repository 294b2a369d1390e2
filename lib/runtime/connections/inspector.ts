import 'server-only';
import type { ConnectionReport } from '#lib/domain/connection/diagnosis.ts';
import { createCollection } from '#lib/live/collection.ts';
import { type CheckedConnection, type Operations, PULSE } from '#lib/portal/operations.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Log } from '#lib/ports/log.ts';

/** Between two looks at everything while somebody watches; each asks every system many questions. */
const CHECK_EVERY_MS = 60_000;
/** Something is wrong, and somebody waits for it to be mended. */
const CHECK_AGAIN_MS = 15_000;
/** Between two signs of life of what is only spoken to when there is something to say. */
const ASK_EVERY_MS = 10_000;
const PULSE_MS = 2_000;

export type InspectorOptions = {
  clock: Clock;
  log: Log;
  check(): Promise<ConnectionReport[]>;
  /** Asks for a sign of life; whoever measures the calls notes how it went. */
  ask(): Promise<unknown>;
};
export type Inspector = Pick<Operations, 'checks' | 'pulse' | 'watch'> & { stop(): void };

/** Looks at every connection while somebody has the page open, and at none of them otherwise. */
export function createInspector({ clock, log, check, ask }: InspectorOptions): Inspector {
  const checks = createCollection<CheckedConnection>({ id: 'portal/checks', label: 'Checks of the connections' });
  const pulse = createCollection<number>({ id: 'portal/pulse', label: 'Pulse' });
  let watchers = 0;
  let checkedAt: number | null = null;
  let isChecking = false;
  let askedAt: number | null = null;
  let isAsking = false;
  let watching: AbortController | null = null;
  let beats = 0;
  const beat = () => {
    beats += 1;
    pulse.upsert(PULSE, beats);
  };

  async function look(): Promise<void> {
    isChecking = true;
    try {
      const reports = await check();
      checkedAt = clock.now();
      const at = checkedAt;
      const sinceOf = ({ id, state }: ConnectionReport) => {
        const before = checks.get(id);
        return before?.state === state ? before.since : at;
      };
      const found = reports.map((report) => ({ ...report, checkedAt: at, since: sinceOf(report) }));
      checks.replace(new Map(found.map((one) => [one.id, one])));
      beat();
    } catch (error) {
      log.error('connections could not be checked', { error });
    } finally {
      isChecking = false;
    }
  }

  async function askForLife(): Promise<void> {
    isAsking = true;
    askedAt = clock.now();
    await ask().catch(() => undefined); // It is on the page already.
    isAsking = false;
    beat();
  }

  const isDue = (at: number | null, everyMs: number) => at === null || Math.abs(clock.now() - at) >= everyMs;

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const isWrong = [...checks.values()].some(({ state }) => state === 'problem');
      if (isDue(checkedAt, isWrong ? CHECK_AGAIN_MS : CHECK_EVERY_MS) && !isChecking) {
        void look();
      }
      if (isDue(askedAt, ASK_EVERY_MS) && !isAsking) {
        void askForLife();
      }
      beat();
      await clock.sleep(PULSE_MS, signal).catch(() => undefined);
    }
  }

  return {
    checks,
    pulse,
    watch() {
      watchers += 1;
      if (watching === null) {
        watching = new AbortController();
        void run(watching.signal);
      }
      let isOver = false;
      return () => {
        watchers -= isOver ? 0 : 1;
        isOver = true;
        if (watchers === 0) {
          watching?.abort();
          watching = null;
        }
      };
    },
    stop() {
      watching?.abort();
    },
  };
}
