import 'server-only';
import { randomUUID } from 'node:crypto';
import type { PortalContext, Services } from '#lib/portal/context.ts';
import type { MergeRequest } from '#lib/ports/forge.ts';
import { adoptMergeRequests } from '#lib/usecases/change/adopt.ts';
import type { ChangeDriver } from './change-driver.ts';

const EVERY_MS = 10_000;
const TICK_MS = 1_000;
const LONGEST_PAUSE_MS = 120_000;

export type MergeRequestWatch = {
  /** Something was heard of the forge. */
  nudge(): void;
  stop(): Promise<void>;
};

/**
 * Looks through the open merge requests in one list, again and again: takes note of new ones, and has the driver look at those
 * that differ from the last time, so that it need not ask for each of hundreds. Only the portal that drives changes does this.
 */
export function startMergeRequestWatch(
  services: Services,
  driver: Pick<ChangeDriver, 'nudge' | 'counts'>,
): MergeRequestWatch {
  const { clock, log, snapshots } = services;
  const stopping = new AbortController();
  let last: ReadonlyMap<string, string> = new Map();
  let target: string | null = null;
  let dueAt = 0;
  let failures = 0;
  let isCutTold = false;

  async function look(): Promise<void> {
    const requestId = `merge-requests-${randomUUID()}`;
    const context: PortalContext = { actor: { kind: 'system', name: 'change-driver' }, requestId, services };
    const { sha } = await snapshots.head();
    const { requests, isComplete } = await adoptMergeRequests(context);
    if (!isComplete && !isCutTold) {
      log.warn('there are more open merge requests than are looked at', { looked: requests.size });
    }
    isCutTold = !isComplete;
    const now = new Map([...requests].map(([id, request]) => [id, stateOf(request)]));
    if (target !== null && target !== sha) {
      driver.nudge();
    } else {
      for (const id of new Set([...last.keys(), ...now.keys()])) {
        if (last.get(id) !== now.get(id)) {
          driver.nudge(id);
        }
      }
    }
    target = sha;
    last = now;
  }

  async function tick(): Promise<void> {
    if (!driver.counts().isHolder || clock.now() < dueAt) {
      return;
    }
    dueAt = clock.now() + EVERY_MS;
    try {
      await look();
      failures = 0;
    } catch (error) {
      failures += 1;
      dueAt = clock.now() + Math.min(LONGEST_PAUSE_MS, EVERY_MS * 2 ** failures);
      log.warn('open merge requests could not be looked through', { error });
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await tick();
      await clock.sleep(TICK_MS, stopping.signal).catch(() => undefined);
    }
  }

  const running = run();
  return {
    nudge() {
      // Who is down is not asked more often because others speak.
      if (failures === 0) {
        dueAt = 0;
      }
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** What a look at a merge request would find otherwise than the last did. */
function stateOf({ headSha, title, isDraft, updatedAt, targetBranch }: MergeRequest): string {
  return JSON.stringify([headSha, title, isDraft, updatedAt, targetBranch]);
}
