import { isReady } from '../controllers/api/pod-state.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import { resourceType } from '../kubernetes/resources.ts';
import type { ObjectStore } from '../kubernetes/store.ts';

const APPLICATION = resourceType('Application');
const POD = resourceType('Pod');

type AppStatus = { sync?: { status?: string }; health?: { status?: string }; operationState?: { phase?: string } };

/** Whether there are Applications and all of them are Synced and Healthy, with nothing going on. */
export function isPlatformHealthy(store: ObjectStore): boolean {
  const applications = store.list(APPLICATION);
  return (
    applications.length > 1 &&
    applications.every(({ status = {} }) => {
      const { sync, health, operationState } = status as AppStatus;
      // What has nothing to bring is as git says without ever having been synced.
      const { phase = 'Succeeded' } = operationState ?? {};
      return sync?.status === 'Synced' && health?.status === 'Healthy' && phase === 'Succeeded';
    })
  );
}

/** How many Applications are healthy and Pods ready: it grows until nothing more comes up. */
export function countUp(store: ObjectStore): number {
  return store.list(APPLICATION).filter(isHealthy).length + store.list(POD).filter(isReady).length;
}

export function growthInWords(store: ObjectStore): string {
  const applications = store.list(APPLICATION);
  return `${applications.filter(isHealthy).length} of ${applications.length} applications are healthy so far`;
}

function isHealthy({ status = {} }: KubeObject): boolean {
  return (status as AppStatus).health?.status === 'Healthy';
}

/** Resolves when every Application is Synced and Healthy; rejects after real ms. */
export function whenHealthy(store: ObjectStore, timeoutMs: number): Promise<void> {
  if (isPlatformHealthy(store)) {
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`the platform was not healthy after ${timeoutMs} ms: ${unhealthy(store)}`));
    }, timeoutMs);
    const stop = store.subscribe(({ resource }) => {
      if (resource.kind === APPLICATION.kind && isPlatformHealthy(store)) {
        clearTimeout(timer);
        stop();
        resolve();
      }
    });
  });
}

function unhealthy(store: ObjectStore): string {
  return store
    .list(APPLICATION)
    .map(({ metadata, status = {} }) => {
      const { sync, health } = status as AppStatus;
      return `${metadata.name} ${sync?.status ?? '-'}/${health?.status ?? '-'}`;
    })
    .join(', ');
}
