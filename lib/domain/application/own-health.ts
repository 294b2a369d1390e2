import type { Application, ApplicationResource, HealthStatus } from './application.ts';

export type SeenHealth = { health: HealthStatus; message: string };

/**
 * Fills in the health of managed objects that the portal watches itself, where the engine keeps it out of the
 * application (Argo CD 3.x). What the engine says is never replaced. Gives the same object when nothing is added.
 */
export function withOwnHealth(
  application: Application,
  healthOf: (resource: ApplicationResource) => SeenHealth | undefined,
): Application {
  if (application.resourceHealth === 'inline') {
    return application;
  }
  let added = false;
  const resources = application.resources.map((resource) => {
    const seen = resource.health === undefined ? healthOf(resource) : undefined;
    if (seen === undefined) {
      return resource;
    }
    added = true;
    return { ...resource, health: seen.health, ...(seen.message === '' ? {} : { healthMessage: seen.message }) };
  });
  return added ? { ...application, resources } : application;
}
