import type { Change, ChangePhase } from '#lib/domain/change/change.ts';
import { isTransient } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { isSame } from '#lib/domain/value/same.ts';
import type { PortalContext, Services } from '#lib/portal/context.ts';
import { followDelivery } from './deliver.ts';
import { finishMerge } from './finish-merge.ts';
import { observeHead } from './observe-head.ts';
import { openOnForge } from './open-on-forge.ts';
import { toProblem } from './problem.ts';
import { saveChange } from './save.ts';

type Step = { during: string; run(context: PortalContext, change: Change): Promise<Change> };

/** What the portal does next by itself for a change in each phase; nothing at its end. */
const STEPS: Partial<Record<ChangePhase, Step>> = {
  opening: { during: 'opening the merge request', run: openOnForge },
  open: { during: 'looking at the merge request', run: observeHead },
  approved: { during: 'looking at the merge request', run: observeHead },
  merging: { during: 'merging', run: finishMerge },
  merged: { during: 'following the delivery', run: followDelivery },
  syncing: { during: 'following the delivery', run: followDelivery },
};

/** No change goes through more phases than this at once; it stops steps that undo each other, and processes that overtake each other. */
const MOST_STEPS = 8;

/**
 * Takes a change as far as it can go now, from wherever it stands, and gives its state. Every step can be cut off and
 * run again; a problem outside is kept with the change instead of thrown.
 */
export function advanceChange(services: Services, changeId: string, requestId: string): Promise<Change> {
  const context: PortalContext = { actor: { kind: 'system', name: 'change-driver' }, requestId, services };
  return services.locks.run(`change:${changeId}`, async () => {
    let change = await loadChange(services, changeId);
    for (let count = 0; count < MOST_STEPS; count += 1) {
      const step = stepFor(change);
      if (step === undefined) {
        return change;
      }
      const next = await runStep(context, change, step);
      if (next?.phase === change.phase) {
        return next;
      }
      // What another process made of it may leave this step to do, even in the same phase: an approval of theirs is not settled yet.
      change = next ?? (await loadChange(services, changeId));
    }
    return change;
  });
}

export async function loadChange({ store }: Services, changeId: string): Promise<Change> {
  const change = await store.changes.findById(changeId);
  if (change === null) {
    throw new PortalError('not-found', 'There is no such change.');
  }
  return change;
}

function stepFor(change: Change): Step | undefined {
  // A delivery that failed may come good; one that never was merged has ended.
  return change.phase === 'failed' && change.mergeSha !== null ? STEPS.syncing : STEPS[change.phase];
}

/** Null where another process wrote to the change meanwhile: theirs is the state to go on from. */
async function runStep(context: PortalContext, change: Change, { during, run }: Step): Promise<Change | null> {
  try {
    return await run(context, change);
  } catch (error) {
    if (error instanceof PortalError && error.code === 'conflict') {
      return null;
    }
    const now = await loadChange(context.services, change.id);
    return await keepProblem(context, now, during, error);
  }
}

async function keepProblem(context: PortalContext, change: Change, during: string, error: unknown): Promise<Change> {
  const problem = toProblem(context.services, change, during, error, change.problem);
  const fields = { changeId: change.id, during, error };
  if (isTransient(error)) {
    context.services.log.info('change waits for another system', fields);
  } else {
    context.services.log.warn('change met a problem', fields);
  }
  const gaveUp = change.phase === 'opening' && !problem.retrying;
  if (!gaveUp && isSame(problem, change.problem)) {
    return change;
  }
  return await saveChange(
    context,
    { ...change, problem, ...(gaveUp ? { phase: 'failed', finishedAt: context.services.clock.now() } : {}) },
    gaveUp
      ? { audit: { action: 'change.failed', outcome: 'failed', detail: { during, message: problem.message } } }
      : {},
  );
}
