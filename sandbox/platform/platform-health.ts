import { resourceType } from '../kubernetes/resources.ts';
import type { ObjectStore } from '../kubernetes/store.ts';

const APPLICATION = resourceType('Application');

type AppStatus = { sync?: { status?: string }; health?: { status?: string }; operationState?: { phase?: string } };

/** Whether there are Applications and all of them are Synced and Healthy, with nothing going on. */
export function isPlatformHealthy(store: ObjectStore): boolean {
  const applications = store.list(APPLICATION);
  return (
    applications.length > 1 &&
    applications.every(({ status = {} }) => {
      const { sync, health, operationState } = status as AppStatus;
      return sync?.status === 'Synced' && health?.status === 'Healthy' && operationState?.phase === 'Succeeded';
    })
  );
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
