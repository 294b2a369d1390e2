import type { Cluster } from '../../controllers/api/cluster.ts';
import { resolveResource } from '../../controllers/api/resolve-resource.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { COMPARE_OPTIONS, hasOption, IGNORE_HEALTH_CHECK, SYNC_OPTIONS } from '../application/annotations.ts';
import { keyText, type ResourceKey, resourceKeyOf } from '../application/resource-key.ts';
import type { ApplicationSpec } from '../application/spec.ts';
import { type Tracking, trackedBy } from '../application/tracking.ts';
import { resourceHealth } from '../health/health.ts';
import { type Health, type HealthStatus, isWorse } from '../health/health-status.ts';
import type { Rendered } from '../manifests/render.ts';
import type { ArgoSettings } from '../settings/settings.ts';
import { isHook, isSkipped } from '../sync/hooks.ts';
import { isInSync } from './compare-object.ts';

/** One object that an Application wants, has, or both. */
export type ManagedResource = {
  key: ResourceKey;
  version: string;
  target: KubeObject | null;
  live: KubeObject | null;
  isHook: boolean;
  /** Absent for hooks. */
  sync: 'Synced' | 'OutOfSync' | null;
  requiresPruning: boolean;
  health: Health | null;
};

export type Comparison = {
  resources: ManagedResource[];
  sync: 'Synced' | 'OutOfSync';
  health: HealthStatus;
  /** Texts of SharedResourceWarnings. */
  shared: string[];
};

export type ComparisonInput = {
  application: KubeObject;
  spec: ApplicationSpec;
  rendered: Rendered;
  live: ReadonlyMap<string, KubeObject>;
  settings: ArgoSettings;
  cluster: Cluster;
  /** What was applied last, by key text. */
  applied: ReadonlyMap<string, KubeObject>;
  /** Remembers for a wanted and a live object whether they agree. */
  memory: ComparisonMemory;
};

/** Comparing is the dearest thing the controller does, and most objects have not changed since it was done. */
export type ComparisonMemory = WeakMap<
  KubeObject,
  { live: KubeObject; applied: KubeObject | undefined; isSame: boolean }
>;

function findLive({ live, cluster }: ComparisonInput, target: KubeObject): KubeObject | null {
  const tracked = live.get(keyText(resourceKeyOf(target)));
  if (tracked !== undefined) {
    return tracked;
  }
  const resource = resolveResource(cluster.index, target.apiVersion, target.kind);
  return resource === undefined
    ? null
    : (cluster.get(resource, target.metadata.namespace, target.metadata.name) ?? null);
}

function agree(input: ComparisonInput, target: KubeObject, live: KubeObject): boolean {
  const applied = input.applied.get(keyText(resourceKeyOf(target)));
  const known = input.memory.get(target);
  if (known !== undefined && known.live === live && known.applied === applied) {
    return known.isSame;
  }
  const isSame = isInSync(target, live, applied, input.spec.ignoreDifferences);
  input.memory.set(target, { live, applied, isSame });
  return isSame;
}

function compareOne(input: ComparisonInput, target: KubeObject | null, live: KubeObject | null): ManagedResource {
  const object = (target ?? live) as KubeObject;
  const hook = isHook(object);
  const requiresPruning = target === null && !hook;
  const isSame = target !== null && live !== null && agree(input, target, live);
  const health = live === null ? null : resourceHealth(live, input.settings.hasApplicationHealth);
  return {
    key: resourceKeyOf(object),
    version: object.apiVersion.slice(object.apiVersion.indexOf('/') + 1),
    target,
    live,
    isHook: hook,
    sync: hook || isSkipped(object) ? null : isSame ? 'Synced' : 'OutOfSync',
    requiresPruning,
    health,
  };
}

/** Objects that say they should not make the Application OutOfSync. */
function isIgnoredInSync({ target, live, requiresPruning }: ManagedResource): boolean {
  const isExtraneous = requiresPruning && hasOption(live, COMPARE_OPTIONS, 'IgnoreExtraneous');
  const keepsIt = requiresPruning && hasOption(live, SYNC_OPTIONS, 'Prune=false');
  return isExtraneous || keepsIt || hasOption(target, COMPARE_OPTIONS, 'IgnoreExtraneous');
}

/** The Application's health: the worst of its resources, with the exceptions of controller/health.go. */
function aggregateHealth(
  { application, settings }: ComparisonInput,
  resources: readonly ManagedResource[],
): HealthStatus {
  let worst: HealthStatus = 'Healthy';
  const counted = resources.filter((one) => !one.isHook && one.sync !== null);
  for (const { key, live, health } of counted) {
    const isItself = key.kind === 'Application' && key.name === application.metadata.name;
    const isIgnored = live?.metadata.annotations?.[IGNORE_HEALTH_CHECK] === 'true';
    const status = live === null ? 'Missing' : health?.status;
    if (status === undefined || isItself || isIgnored) {
      continue;
    }
    const isChild = key.group === 'argoproj.io' && key.kind === 'Application';
    if (isChild && (status === 'Missing' || status === 'Unknown')) {
      continue;
    }
    // In 3.x one missing object only shows in the sync status; in 2.x it made the Application Missing.
    if (status === 'Missing' && settings.style === '3.x') {
      continue;
    }
    worst = isWorse(worst, status) ? status : worst;
  }
  const isEmpty = counted.length > 0 && counted.every(({ live }) => live === null);
  return isEmpty && isWorse(worst, 'Missing') ? 'Missing' : worst;
}

function sharedWarnings(application: KubeObject, resources: readonly ManagedResource[], tracking: Tracking): string[] {
  return resources.flatMap(({ key, target, live }) => {
    const other = target === null || live === null ? null : trackedBy(live, tracking);
    return other === null || other === application.metadata.name
      ? []
      : [
          `${key.kind}/${key.name} is part of applications ${application.metadata.namespace}/${application.metadata.name} and ${other}`,
        ];
  });
}

function compareKeys(a: ManagedResource, b: ManagedResource): number {
  const [one, other] = [keyText(a.key), keyText(b.key)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Lays what an Application wants beside what is there: controller/state.go, CompareAppState. */
export function compareApplication(input: ComparisonInput): Comparison {
  const { application, rendered, live, settings } = input;
  const named = rendered.objects.filter((object) => object.metadata.name !== '');
  const wanted = named
    .map((target) => compareOne(input, target, findLive(input, target)))
    // A hook counts for as long as it is there: gitops-engine pkg/sync/reconcile.go splits the others off.
    .filter(({ isHook: isForSync, live: there }) => !isForSync || there !== null);
  const keys = new Set(wanted.map(({ key }) => keyText(key)));
  const extra = [...live].filter(([key]) => !keys.has(key)).map(([, object]) => compareOne(input, null, object));
  const resources = [...wanted, ...extra].sort(compareKeys);
  const isOutOfSync = resources.some((one) => one.sync === 'OutOfSync' && !isIgnoredInSync(one));
  return {
    resources,
    sync: isOutOfSync ? 'OutOfSync' : 'Synced',
    health: aggregateHealth(input, resources),
    shared: sharedWarnings(application, resources, settings.tracking),
  };
}
