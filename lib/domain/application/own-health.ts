import type { Application, ApplicationResource, HealthStatus } from './application.ts';

export type SeenHealth = { health: HealthStatus; message: string };

/**
 * Fills in the health of managed objects that the portal watches itself, where the engine keeps it out of the
 * application (Argo CD 3.x). What the engine says is never replaced. Gives the same object when nothing is added.
 * @param before what was made of the same application before; of it are taken the resources that are still as they were
 */
export function withOwnHealth(
  application: Application,
  healthOf: (resource: ApplicationResource) => SeenHealth | undefined,
  before: Application | null = null,
): Application {
  if (application.resourceHealth === 'inline') {
    return application;
  }
  let added = false;
  const resources = application.resources.map((resource, index) => {
    const seen = resource.health === undefined ? healthOf(resource) : undefined;
    if (seen === undefined) {
      return resource;
    }
    added = true;
    const known = before?.resources[index];
    const healthMessage = seen.message === '' ? resource.healthMessage : seen.message;
    return known?.health === seen.health && known.healthMessage === healthMessage && known.trouble === resource.trouble
      ? known
      : { ...resource, health: seen.health, ...(seen.message === '' ? {} : { healthMessage: seen.message }) };
  });
  return added ? { ...application, resources } : application;
}
