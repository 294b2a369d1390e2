import { ApiError } from '../../controllers/api/api-error.ts';
import type { Cluster } from '../../controllers/api/cluster.ts';
import { isFields } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { StoreError } from '../../kubernetes/store.ts';
import { groupOf } from '../application/resource-key.ts';

export type ApplyOutcome = { isApplied: boolean; message: string };

/** What was applied before and is wanted no more goes, everything wanted is laid over: a three-way merge. */
function merge(live: unknown, applied: unknown, wanted: unknown): unknown {
  if (!isFields(wanted) || !isFields(live)) {
    return wanted;
  }
  const before = isFields(applied) ? applied : {};
  const kept = Object.entries(live).filter(([key]) => key in wanted || !(key in before));
  const merged = Object.fromEntries(kept);
  for (const [key, value] of Object.entries(wanted)) {
    if (value === null) {
      delete merged[key];
    } else if (value !== undefined) {
      merged[key] = merge(live[key], before[key], value);
    }
  }
  return merged;
}

function kindText(object: KubeObject): string {
  const group = groupOf(object.apiVersion);
  return `${object.kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${object.metadata.name}`;
}

export type ApplyOptions = {
  /** What this Application applied last time, so that what it no longer wants can be taken away. */
  applied: KubeObject | undefined;
  isServerSide: boolean;
  /** Instead of merging: delete and create where an update is refused. */
  isForced: boolean;
  isReplacing: boolean;
};

function patch(
  cluster: Cluster,
  live: KubeObject,
  target: KubeObject,
  { applied, isReplacing }: ApplyOptions,
): boolean {
  const { status, ...wanted } = target;
  const { status: liveStatus, metadata: liveMetadata, ...liveRest } = live;
  const before: Partial<KubeObject> = applied ?? {};
  const metadata = {
    ...liveMetadata,
    ...(merge(
      { labels: liveMetadata.labels, annotations: liveMetadata.annotations, finalizers: liveMetadata.finalizers },
      { labels: before.metadata?.labels, annotations: before.metadata?.annotations },
      { labels: wanted.metadata.labels, annotations: wanted.metadata.annotations, ...finalizersOf(wanted) },
    ) as Partial<KubeObject['metadata']>),
  };
  const body = isReplacing
    ? wanted
    : (merge(liveRest, { ...before, metadata: undefined, status: undefined }, wanted) as KubeObject);
  const next = { ...body, metadata, ...(liveStatus === undefined ? {} : { status: liveStatus }) } as KubeObject;
  return cluster.update(next) !== live;
}

function finalizersOf(object: KubeObject): { finalizers?: string[] } {
  return object.metadata.finalizers === undefined ? {} : { finalizers: object.metadata.finalizers };
}

function write(cluster: Cluster, live: KubeObject | null, target: KubeObject, options: ApplyOptions): string {
  if (live === null) {
    cluster.create(target);
    return 'created';
  }
  try {
    return patch(cluster, live, target, options) ? 'configured' : 'unchanged';
  } catch (error) {
    if (!options.isForced || !(error instanceof ApiError)) {
      throw error;
    }
    cluster.delete(live);
    cluster.create(target);
    return 'configured';
  }
}

/** Every target names a namespace as long as nobody knows better; what is cluster-scoped loses it here. */
function withoutNamespace(object: KubeObject): KubeObject {
  const { namespace, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** `kubectl apply` of one object: what it prints, or why the API server refused. */
export function applyObject(cluster: Cluster, wanted: KubeObject, options: ApplyOptions): ApplyOutcome {
  try {
    const resource = cluster.resourceOf(wanted);
    const target = resource.namespaced ? wanted : withoutNamespace(wanted);
    const live = cluster.get(resource, target.metadata.namespace, target.metadata.name) ?? null;
    const done = write(cluster, live, target, options);
    return { isApplied: true, message: `${kindText(target)} ${options.isServerSide ? 'serverside-applied' : done}` };
  } catch (error) {
    if (error instanceof ApiError || error instanceof StoreError) {
      return { isApplied: false, message: error.message };
    }
    throw error;
  }
}
