import 'server-only';
import { randomUUID } from 'node:crypto';
import type { Change, ChangePhase } from '#lib/domain/change/change.ts';
import type { Services } from '#lib/portal/context.ts';
import { advanceChange } from '#lib/usecases/change/advance.ts';
import { reviewNewHead } from '#lib/usecases/review/review-new-head.ts';

/** Phases in which the portal has something to do or to look at. */
const DRIVEN: ChangePhase[] = ['opening', 'open', 'approved', 'merging', 'merged', 'syncing', 'failed'];

/** Those of them whose next step depends on what the cluster does. */
const DELIVERED: ReadonlySet<ChangePhase> = new Set<ChangePhase>(['merged', 'syncing', 'failed']);

/** How long until a change is looked at again, in ms: soon while it moves, rarely while it waits for people. */
const PAUSE_MS: Partial<Record<ChangePhase, number>> = { open: 60_000, approved: 60_000, failed: 60_000 };
const MOVING_PAUSE_MS = 2_000;
const WATCHED_PAUSE_MS = 3_000;
/** Who has its page open sees within five seconds that what it waited for is back, and what happened meanwhile. */
const WATCHED_FAILING_PAUSE_MS = 1_500;
const LONGEST_PAUSE_MS = 120_000;
/** A delivery that failed is followed for this long. */
const FOLLOWED_MS = 24 * 3600_000;
const TICK_MS = 1_000;
const LEASE_MS = 15_000;
/** Often enough that a renewal or two may fail, or come late, before anybody else takes the work. */
const RENEW_MS = 5_000;
const AT_ONCE = 4;

/** `failing` are those that were tried and are tried again later. Another replica may have the work: then there is none here. */
export type DriverCounts = { driven: number; failing: number; isHolder: boolean };

export type ChangeDriver = {
  /** Look at this change soon, or at all of them: something was heard. */
  nudge(changeId?: string): void;
  /** Something was heard of the cluster, which says nothing of changes that the forge still has: it need not be asked for them. */
  nudgeDeliveries(): void;
  /** What it has to do, as of its last look. */
  counts(): DriverCounts;
  stop(): Promise<void>;
};

/**
 * Takes unfinished changes further by itself: after a restart, when the forge comes back, when a head moves, when
 * the cluster reports. Of several portals on one database, one does this at a time.
 * @param options.isWatched whether somebody has the change's page open
 */
export function startChangeDriver(services: Services, options: { isWatched(changeId: string): boolean }): ChangeDriver {
  const stopping = new AbortController();
  const holder = randomUUID();
  const due = new Map<string, { at: number; failures: number }>();
  /** What is followed, as of the last look. */
  let phases: ReadonlyMap<string, ChangePhase> = new Map();
  /** Those that are looked at just now, and whether something was heard of them since that began. */
  const underWay = new Map<string, { isNudged: boolean }>();
  let isHolder = false;
  const { clock, store, log } = services;

  function pauseOf(change: Change, failures: number): number {
    if (failures > 0) {
      const longest = options.isWatched(change.id) ? WATCHED_FAILING_PAUSE_MS : LONGEST_PAUSE_MS;
      return Math.min(longest, 2_000 * 2 ** failures) * (0.75 + Math.random() / 2);
    }
    const pause = PAUSE_MS[change.phase] ?? MOVING_PAUSE_MS;
    return options.isWatched(change.id) ? Math.min(pause, WATCHED_PAUSE_MS) : pause;
  }

  async function drive(changeId: string): Promise<void> {
    const failures = due.get(changeId)?.failures ?? 0;
    const look = { isNudged: false };
    underWay.set(changeId, look);
    try {
      const requestId = `driver-${randomUUID()}`;
      const change = await advanceChange(services, changeId, requestId);
      void haveLookedAt(change, requestId);
      const isFailing = change.problem?.retrying === true && change.problem.isWait !== true;
      const failed = isFailing && change.phase !== 'failed' ? failures + 1 : 0;
      // What it could not see while it failed is looked at next.
      const isStale = failed === 0 && (look.isNudged || failures > 0);
      due.set(changeId, { at: isStale ? 0 : clock.now() + pauseOf(change, failed), failures: failed });
    } catch (error) {
      log.error('change could not be taken further', { changeId, error });
      due.set(changeId, { at: clock.now() + LONGEST_PAUSE_MS, failures: failures + 1 });
    } finally {
      underWay.delete(changeId);
    }
  }

  /** What a model says helps people; without it, everything goes on. */
  async function haveLookedAt(change: Change, requestId: string): Promise<void> {
    try {
      await reviewNewHead({ actor: { kind: 'system', name: 'change-driver' }, requestId, services }, change);
    } catch (error) {
      log.warn('no model was asked to look at a change', { changeId: change.id, error });
    }
  }

  function nudgeWhere(isMeant: (changeId: string) => boolean): void {
    for (const [id, entry] of due) {
      // A change that fails keeps its pause: a nudge is no reason to press a system that is down.
      if (entry.failures === 0 && isMeant(id)) {
        due.set(id, { ...entry, at: 0 });
      }
    }
    for (const [id, look] of underWay) {
      look.isNudged ||= isMeant(id);
    }
  }

  function isDelivered(changeId: string): boolean {
    const phase = phases.get(changeId);
    return phase !== undefined && DELIVERED.has(phase);
  }

  const acquire = () => store.leases.acquire('change-driver', holder, clock.now(), LEASE_MS);

  /** A step may wait for a forge for longer than the lease lasts. @param signal when the work is done */
  async function keepLease(signal: AbortSignal): Promise<void> {
    while (isHolder) {
      await clock.sleep(RENEW_MS, signal);
      try {
        isHolder = await acquire();
      } catch (error) {
        // Nobody knows whose the work is: nothing new is begun.
        isHolder = false;
        log.warn('lease was not renewed', { error });
      }
    }
  }

  async function tick(): Promise<void> {
    isHolder = await acquire();
    if (!isHolder) {
      return;
    }
    const done = new AbortController();
    const kept = keepLease(done.signal).catch(() => undefined);
    try {
      await driveAll();
    } finally {
      done.abort();
      await kept;
    }
  }

  async function driveAll(): Promise<void> {
    const now = clock.now();
    const changes = (await store.changes.listByPhase(DRIVEN)).filter((change) => isFollowed(change, now));
    phases = new Map(changes.map(({ id, phase }) => [id, phase]));
    for (const id of due.keys()) {
      if (!phases.has(id)) {
        due.delete(id);
      }
    }
    const ready = changes.filter(({ id }) => isDue(due.get(id)?.at ?? 0, now));
    // A forge that is silent holds up the changes of no other.
    const byForge = Map.groupBy(ready, ({ repository }) => repository.forgeId);
    await Promise.all([...byForge.values()].map((those) => driveSome(those.map(({ id }) => id))));
  }

  async function driveSome(ready: readonly string[]): Promise<void> {
    for (let index = 0; index < ready.length && isHolder && !stopping.signal.aborted; index += AT_ONCE) {
      await Promise.all(ready.slice(index, index + AT_ONCE).map(drive));
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await tick();
      } catch (error) {
        log.warn('changes could not be looked through', { error });
      }
      await clock.sleep(TICK_MS, stopping.signal).catch(() => undefined);
    }
    await store.leases
      .release('change-driver', holder)
      .catch((error: unknown) => log.warn('lease was not given back', { error }));
  }

  const running = run();
  return {
    nudge: (changeId) => nudgeWhere((id) => changeId === undefined || id === changeId),
    nudgeDeliveries: () => nudgeWhere(isDelivered),
    counts: () => ({
      driven: isHolder ? phases.size : 0,
      failing: isHolder ? [...due.values()].filter(({ failures }) => failures > 0).length : 0,
      isHolder,
    }),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Nothing rests for longer than the longest pause: what seems to was put down before the clock was set back. */
function isDue(at: number, now: number): boolean {
  return at <= now || at - now > LONGEST_PAUSE_MS * 1.25;
}

function isFollowed(change: Change, now: number): boolean {
  return change.phase !== 'failed' || (change.mergeSha !== null && now - (change.finishedAt ?? 0) < FOLLOWED_MS);
}
