import type { Application, ApplicationResource, HealthStatus, SyncStatus } from '../application/application.ts';

/** What of an application decides whether its rung is done. */
export type Settling = { sync: SyncStatus; health: HealthStatus; operation: { phase: string } | null };

/** Whether an application is where git wants it and works: then its rung does not wait for it. */
export function isSettled(application: Settling): boolean {
  return (
    application.sync === 'Synced' && application.health === 'Healthy' && application.operation?.phase !== 'Running'
  );
}

/** How an application stands in one word, worst aspects first. */
export type Standing = 'failing' | 'moving' | 'out-of-sync' | 'suspended' | 'unknown' | 'settled';

const FAILED_PHASES = ['Failed', 'Error'];

/**
 * Pods that fail make an application fail at once, although its engine calls it progressing until a deadline: what
 * failed is tried again, but seldom comes good alone.
 */
export function standingOf(application: Settling & Pick<Application, 'resources'>): Standing {
  if (application.health === 'Degraded' || FAILED_PHASES.includes(application.operation?.phase ?? '')) {
    return 'failing';
  }
  if (!isSettled(application) && application.resources.some(({ trouble }) => trouble?.isFailing)) {
    return 'failing';
  }
  if (application.operation?.phase === 'Running' || application.health === 'Progressing') {
    return 'moving';
  }
  if (application.health === 'Unknown' || application.sync === 'Unknown') {
    return 'unknown';
  }
  if (application.health === 'Missing' || application.sync === 'OutOfSync') {
    return 'out-of-sync';
  }
  return application.health === 'Suspended' ? 'suspended' : 'settled';
}

/** Worst first: the order in which a reader wants to hear about applications. */
export const STANDINGS: readonly Standing[] = ['failing', 'moving', 'out-of-sync', 'unknown', 'suspended', 'settled'];

const WORST_HEALTH: HealthStatus[] = ['Degraded', 'Missing', 'Progressing', 'Unknown', 'Suspended', 'Healthy'];

/** The managed object that an application most likely waits for: one whose pods fail, or the worst in its lowest wave. */
export function heldByResource(application: Application): ApplicationResource | undefined {
  const waiting = application.resources.filter(
    (resource) =>
      !resource.hook &&
      ((resource.health ?? 'Healthy') !== 'Healthy' || resource.sync === 'OutOfSync' || resource.trouble !== undefined),
  );
  return waiting.toSorted(
    (a, b) =>
      Number(b.trouble?.isFailing ?? false) - Number(a.trouble?.isFailing ?? false) ||
      a.wave - b.wave ||
      WORST_HEALTH.indexOf(a.health ?? 'Healthy') - WORST_HEALTH.indexOf(b.health ?? 'Healthy'),
  )[0];
}
