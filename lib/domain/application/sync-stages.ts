import type { Application, ApplicationResource, HookRun } from './application.ts';
import { compareInSync, compareStages, type SyncPhase } from './sync-order.ts';
import { type HealthKnowledge, markProgress } from './sync-progress.ts';
import type { StagedObject, SyncStage } from './sync-stage.ts';

type Placed = StagedObject & { phase: SyncPhase; wave: number | null };
type Synced = Pick<Application, 'resources' | 'hooks' | 'operation' | 'resourceHealth'>;

/**
 * The objects of an application as a sync applies them. Hooks whose phase nobody tells any more are taken for those of
 * the sync itself.
 * @param knowledge what tells of health where the application does not
 */
export function syncStages(
  application: Synced,
  knowledge: Partial<Omit<HealthKnowledge, 'resourceHealth'>> = {},
): SyncStage[] {
  const placed = placeAll(application).toSorted((a, b) => compareInSync(toKeys(a), toKeys(b)));
  const stages: SyncStage[] = [];
  for (const { phase, wave, ...object } of placed) {
    const last = stages.at(-1);
    if (last !== undefined && compareStages(last, { phase, wave }) === 0) {
      last.objects.push(object);
    } else {
      stages.push({ phase, wave, objects: [object], state: null });
    }
  }
  markMoves(stages);
  if (application.operation?.phase === 'Running') {
    const { resourceHealth } = application;
    markProgress(stages, { tree: null, childHealth: null, ...knowledge, resourceHealth });
  }
  return stages;
}

/** Whether a sync waits between its stages: with hooks or more than one wave it does, else all is applied in one go. */
export function waitsBetween(stages: readonly SyncStage[]): boolean {
  return stages.length > 1 || stages.some(({ objects }) => objects.some(({ resource }) => resource.hook));
}

function toKeys({ phase, wave, resource: { kind, name } }: Placed) {
  return { phase, wave, kind, name };
}

function placeAll({ resources, hooks }: Pick<Application, 'resources' | 'hooks'>): Placed[] {
  const runs = Map.groupBy(hooks, keyOf);
  const there = resources.flatMap((resource): Placed[] => {
    const own = runs.get(keyOf(resource)) ?? [];
    runs.delete(keyOf(resource));
    return own.length === 0 || !resource.hook ? [placeOf(resource, null)] : own.map((run) => placeOf(resource, run));
  });
  const unlisted = [...runs.values()].flat().map((run) => ({
    ...placeOf(toResource(run), run),
    // One that runs has not been listed yet.
    isGone: ENDED.includes(run.state),
    wave: null,
  }));
  return [...there, ...unlisted];
}

const ENDED: readonly HookRun['state'][] = ['Succeeded', 'Failed', 'Error'];

function placeOf(resource: ApplicationResource, run: HookRun | null): Placed {
  return { resource, run, isGone: false, movesTo: null, phase: run?.phase ?? 'Sync', wave: resource.wave };
}

function keyOf({ group, kind, namespace, name }: Pick<HookRun, 'group' | 'kind' | 'namespace' | 'name'>): string {
  return [group, kind, namespace, name].join('\n');
}

function toResource({ group, kind, namespace, name }: HookRun): ApplicationResource {
  return { group, kind, namespace, name, wave: 0, hook: true, requiresPruning: false };
}

/** A namespace goes before what lives in it, a definition before what it defines: sync_tasks.go, adjustDeps. */
function markMoves(stages: readonly SyncStage[]): void {
  for (const [index, { objects }] of stages.entries()) {
    for (const object of objects) {
      const needs = neededBy(object.resource);
      const user =
        needs && stages.slice(0, index).find((stage) => stage.objects.some(({ resource }) => needs(resource)));
      object.movesTo = user ? { phase: user.phase, wave: user.wave } : null;
    }
  }
}

type Needs = (resource: ApplicationResource) => boolean;

function neededBy({ group, kind, name }: ApplicationResource): Needs | null {
  if (group === '' && kind === 'Namespace') {
    return ({ namespace }) => namespace === name;
  }
  if (kind !== 'CustomResourceDefinition') {
    return null;
  }
  // Its name is the plural and the group; which kind it defines is not told here, so it is guessed from the plural.
  const plural = name.slice(0, name.indexOf('.'));
  const defined = name.slice(name.indexOf('.') + 1);
  return (other) => other.group === defined && plural.startsWith(other.kind.toLowerCase().replace(/y$/, ''));
}
