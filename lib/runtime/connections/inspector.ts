import 'server-only';
import type { ConnectionReport } from '#lib/domain/connection/diagnosis.ts';
import { createCollection } from '#lib/live/collection.ts';
import { type CheckedConnection, type Operations, PULSE } from '#lib/portal/operations.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Log } from '#lib/ports/log.ts';

/** Between two looks at everything while somebody watches; each asks every system many questions. */
const CHECK_EVERY_MS = 60_000;
/** Between two signs of life of what is only spoken to when there is something to say. */
const ASK_EVERY_MS = 10_000;
const PULSE_MS = 2_000;
/** One that was not given is asked for again with every beat; each question ends by itself, so few are under way. */
const ASK_AGAIN_MS = PULSE_MS / 2;
/** What was found wrong is looked at by itself as often, because somebody waits for it to be mended. Beats come a little early. */
const CHECK_AGAIN_MS = PULSE_MS / 2;
/** So often, which is long enough for most slips; from then on this far apart, because a forge locks out who insists. */
const QUICK_CHECKS = 20;
const SLOW_CHECK_MS = 30_000;

export type InspectorOptions = {
  clock: Clock;
  log: Log;
  /** Looks at all connections, or at those with these ids. */
  check(ids?: ReadonlySet<string>): Promise<ConnectionReport[]>;
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
  let asking = 0;
  let wasGiven = true;
  /** When the look began that found what is known of a connection, and when the last one began. */
  const beganAts = new Map<string, number>();
  const lookedAt = new Map<string, number>();
  /** How often it was looked at again since the problem was found. */
  const looksAgain = new Map<string, number>();
  let watching: AbortController | null = null;
  let beats = 0;
  const beat = () => {
    beats += 1;
    pulse.upsert(PULSE, beats);
  };

  const isDue = (at: number | null, everyMs: number) => at === null || Math.abs(clock.now() - at) >= everyMs;
  const askedRestOf = ({ findings }: ConnectionReport) =>
    Math.max(0, ...findings.map(({ restSeconds = 0 }) => restSeconds * 1000));
  const restOf = (report: ConnectionReport) => {
    const isQuick = (looksAgain.get(report.id) ?? 0) < QUICK_CHECKS;
    return Math.max(askedRestOf(report), isQuick ? CHECK_AGAIN_MS : SLOW_CHECK_MS);
  };

  /** What a look that began earlier has seen says nothing any more. */
  function take(reports: readonly ConnectionReport[], beganAt: number): void {
    const at = clock.now();
    for (const report of reports) {
      if ((beganAts.get(report.id) ?? 0) <= beganAt) {
        beganAts.set(report.id, beganAt);
        const before = checks.get(report.id);
        const since = before?.state === report.state ? before.since : at;
        checks.upsert(report.id, { ...report, checkedAt: at, since });
        if (report.state !== 'problem') {
          looksAgain.delete(report.id);
        }
      }
    }
    beat();
  }

  /** Undefined where that is all, also those that nobody has heard of yet. */
  function idsThatMayBeAsked(): ReadonlySet<string> | undefined {
    const all = [...checks.values()];
    const may = all.filter((report) => isDue(report.checkedAt, askedRestOf(report)));
    return may.length < all.length ? new Set(may.map(({ id }) => id)) : undefined;
  }

  async function look(): Promise<void> {
    isChecking = true;
    const beganAt = clock.now();
    try {
      const ids = idsThatMayBeAsked();
      for (const { id } of checks.values()) {
        if (ids?.has(id) ?? true) {
          lookedAt.set(id, beganAt);
        }
      }
      take(await check(ids), beganAt);
      checkedAt = clock.now();
    } catch (error) {
      log.error('connections could not be checked', { error });
    } finally {
      isChecking = false;
    }
  }

  /** A look may take long where nobody answers. The one after it is not kept waiting: it finds out that somebody does. */
  async function lookAgain(id: string): Promise<void> {
    const beganAt = clock.now();
    lookedAt.set(id, beganAt);
    looksAgain.set(id, (looksAgain.get(id) ?? 0) + 1);
    try {
      take(await check(new Set([id])), beganAt);
    } catch (error) {
      log.error('a connection could not be checked', { id, error });
    }
  }

  async function askForLife(): Promise<void> {
    askedAt = clock.now();
    asking += 1;
    wasGiven = await ask().then(
      () => true,
      () => false, // It is on the page already.
    );
    asking -= 1;
    beat();
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (isDue(checkedAt, CHECK_EVERY_MS) && !isChecking) {
        void look();
      }
      for (const report of checks.values()) {
        const last = Math.max(lookedAt.get(report.id) ?? 0, report.checkedAt);
        if (report.state === 'problem' && isDue(last, restOf(report))) {
          void lookAgain(report.id);
        }
      }
      if (isDue(askedAt, wasGiven ? ASK_EVERY_MS : ASK_AGAIN_MS) && (asking === 0 || !wasGiven)) {
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
        // Who comes to look is not kept waiting.
        looksAgain.clear();
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
