import type { Cluster } from '../../controllers/api/cluster.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { StoreEvent } from '../../kubernetes/store.ts';
import { keyText, resourceKeyOf } from '../application/resource-key.ts';
import { trackedBy } from '../application/tracking.ts';
import { changesApplication } from '../controller/relevance.ts';
import type { ArgoSettings } from '../settings/settings.ts';

/** Kinds Argo CD leaves alone by default in 3.x (`resource.exclusions`), and the events it writes itself. */
const EXCLUDED = new Set(['Event', 'Endpoints', 'EndpointSlice', 'Lease', 'PolicyReport', 'ClusterPolicyReport']);

/** Which live objects belong to which Application. */
export type LiveObjects = {
  /** By key text. */
  of(application: string): ReadonlyMap<string, KubeObject>;
  /** Works everything out again, after the way of tracking has changed. */
  retrack(): void;
  close(): void;
};

/** @param onChange the Application for which an object was added, changed in a way that matters, or removed */
export function createLiveObjects(
  cluster: Cluster,
  settings: () => Pick<ArgoSettings, 'tracking' | 'hasApplicationHealth'>,
  onChange: (application: string) => void,
): LiveObjects {
  const objects = new Map<string, Map<string, KubeObject>>();
  const owners = new Map<string, string>();

  const take = (uid: string, object: KubeObject): string | undefined => {
    const application = owners.get(uid);
    owners.delete(uid);
    const group = application === undefined ? undefined : objects.get(application);
    group?.delete(keyText(resourceKeyOf(object)));
    if (application !== undefined && group?.size === 0) {
      objects.delete(application);
    }
    return application;
  };
  const put = (object: KubeObject): string | undefined => {
    const application = EXCLUDED.has(object.kind) ? null : trackedBy(object, settings().tracking);
    if (application === null) {
      return undefined;
    }
    owners.set(object.metadata.uid ?? '', application);
    const group = objects.get(application) ?? new Map<string, KubeObject>();
    group.set(keyText(resourceKeyOf(object)), object);
    objects.set(application, group);
    return application;
  };
  const handle = (event: StoreEvent) => {
    const { type, object } = event;
    const before = take(object.metadata.uid ?? '', object);
    const after = type === 'DELETED' ? undefined : put(object);
    const matters = before !== after || changesApplication(event, settings().hasApplicationHealth);
    for (const application of new Set([before, after])) {
      if (application !== undefined && matters) {
        onChange(application);
      }
    }
  };
  const fill = () => {
    objects.clear();
    owners.clear();
    for (const kind of cluster.index.kinds()) {
      for (const object of cluster.index.all(kind)) {
        put(object);
      }
    }
  };
  fill();
  const stop = cluster.index.onChange(handle);
  return {
    of: (application) => objects.get(application) ?? new Map(),
    retrack: fill,
    close: stop,
  };
}
