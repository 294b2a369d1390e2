import type { ChildHealthCheck } from '../wave/child-health.ts';
import type { Application, HealthStatus } from './application.ts';
import { mayHaveHealth } from './has-health.ts';
import { type LiveTree, objectId } from './live-tree.ts';
import type { StagedObject, SyncStage } from './sync-stage.ts';

/** What the health of objects is known by, besides what stands in the application itself. */
export type HealthKnowledge = {
  resourceHealth: Application['resourceHealth'];
  /** From the engine's own API, which tells of all that have a health; null where it was not asked. */
  tree: LiveTree | null;
  /** What the engine makes of the health of applications; null where that is not known. */
  childHealth: ChildHealthCheck | null;
};

/** Marks which stages of a running sync are done, which it is at, and which come after. */
export function markProgress(stages: readonly SyncStage[], knowledge: HealthKnowledge): void {
  const isDone = doneBy(knowledge);
  const reached = reachedStage(stages);
  const done = stages.map(({ objects }, index) => {
    const tolds = objects.map(isDone);
    return tolds.includes(false) ? false : tolds.includes(null) && index >= reached ? null : true;
  });
  const [current, doubt] = [done.indexOf(false), done.indexOf(null)];
  const isDoubted = doubt !== -1 && (current === -1 || doubt < current);
  for (const [index, stage] of stages.entries()) {
    if (stage.wave === null && done[index] === true) {
      stage.state = 'done';
    } else if (isDoubted && index >= doubt) {
      stage.state = done[index] === false ? 'waits' : 'unknown';
    } else {
      stage.state = current === -1 || index < current ? 'done' : index === current ? 'current' : 'waits';
    }
  }
}

/** The last stage that surely has begun, because a hook in it has: all before it are done. */
function reachedStage(stages: readonly SyncStage[]): number {
  const begun = stages.findLast(
    ({ phase, objects }) => phase !== 'SyncFail' && objects.some(({ run }) => run !== null && run.state !== null),
  );
  // Of a hook whose wave nobody tells only its phase is known.
  return stages.findIndex((stage) => stage === begun || (begun?.wave === null && stage.phase === begun.phase));
}

/** Whether the sync goes on past an object; null where its health decides and is not known. */
function doneBy({ resourceHealth, tree, childHealth }: HealthKnowledge): (object: StagedObject) => boolean | null {
  const nodes = new Map(tree?.nodes.map((node) => [node.id, node]));
  return ({ resource, run }) => {
    if (resource.hook) {
      return run?.state === 'Succeeded';
    }
    if (resource.sync !== 'Synced') {
      return false;
    }
    if (resourceHealth === 'inline') {
      return isHealthy(resource.health);
    }
    const node = nodes.get(objectId(resource));
    if (resource.group === 'argoproj.io' && resource.kind === 'Application') {
      // What the portal sees of an application is not what the engine makes of it.
      return node !== undefined
        ? isHealthy(node.health)
        : childHealth === 'none' ||
            (childHealth === 'passes-on' && resource.health ? isHealthy(resource.health) : null);
    }
    return resource.health !== undefined || node !== undefined || !mayHaveHealth(resource)
      ? isHealthy(resource.health)
      : null;
  };
}

/** What has no health counts as done once it is applied. */
function isHealthy(health: HealthStatus = 'Healthy'): boolean {
  return health === 'Healthy';
}
