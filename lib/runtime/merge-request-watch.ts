import 'server-only';
import { randomUUID } from 'node:crypto';
import { retryAfterMs } from '#lib/live/poll-pace.ts';
import type { PortalContext, Services, WatchedRepository } from '#lib/portal/context.ts';
import type { Attention } from '#lib/ports/attention.ts';
import type { MergeRequest } from '#lib/ports/forge.ts';
import { adoptMergeRequests } from '#lib/usecases/change/adopt.ts';
import type { ChangeDriver } from './change-driver.ts';

const EVERY_MS = 10_000;
const TICK_MS = 1_000;
const LONGEST_PAUSE_MS = 120_000;
/** After a failure, while somebody has a page open: what is well again shows within five seconds. */
const LONGEST_WHILE_SEEN_MS = 3_000;

export type MergeRequestWatch = {
  /** Something was heard of the forge. */
  nudge(): void;
  stop(): Promise<void>;
};

/**
 * Looks through the open merge requests of a repository in one list, again and again: takes note of new ones, and has the driver look at those
 * that differ from the last time, so that it need not ask for each of hundreds. Only the portal that drives changes does this.
 */
export function startMergeRequestWatch(
  services: Services,
  repository: WatchedRepository,
  driver: Pick<ChangeDriver, 'nudge' | 'counts'>,
  attention: Pick<Attention, 'isThere'>,
): MergeRequestWatch {
  const { clock, log } = services;
  const stopping = new AbortController();
  let last: ReadonlyMap<string, string> = new Map();
  let target: string | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  /** The forge wants to be left alone until then. */
  let quietUntil = 0;
  let isNudged = false;
  let failures = 0;
  let isCutTold = false;

  async function look(): Promise<void> {
    const requestId = `merge-requests-${randomUUID()}`;
    const context: PortalContext = { actor: { kind: 'system', name: 'change-driver' }, requestId, services };
    const { sha } = await repository.snapshots.head();
    const { requests, isComplete } = await adoptMergeRequests(context, repository);
    if (!isComplete && !isCutTold) {
      log.warn('there are more open merge requests than are looked at', {
        repository: repository.ref.path,
        looked: requests.size,
      });
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

  /** When the next look is due. Nobody sees that the list is old where nobody has a page open. */
  function dueAt(): number {
    if (failures === 0) {
      return lookedAt + EVERY_MS;
    }
    const longest = attention.isThere ? LONGEST_WHILE_SEEN_MS : LONGEST_PAUSE_MS;
    return Math.max(quietUntil, lookedAt + Math.min(longest, EVERY_MS * 2 ** failures));
  }

  async function tick(): Promise<void> {
    const now = clock.now();
    // The wall clock was set back: an early look does no harm.
    const isDue = isNudged || now >= dueAt() || now < lookedAt;
    if (!driver.counts().isHolder || !isDue) {
      return;
    }
    isNudged = false;
    try {
      await look();
      failures = 0;
    } catch (error) {
      failures += 1;
      quietUntil = clock.now() + retryAfterMs(error, Math.random());
      log.warn('open merge requests could not be looked through', { repository: repository.ref.path, error });
    }
    lookedAt = clock.now();
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
      isNudged ||= failures === 0;
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
