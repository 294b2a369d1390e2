import type { Application, ApplicationResource, HealthStatus } from './application.ts';
import { type LiveTree, objectId } from './live-tree.ts';

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

/** The same with what the engine's own API tells; what the application says itself, or the portal has seen, stays. */
export function withTreeHealth(application: Application, tree: LiveTree | null): Application {
  if (tree === null) {
    return application;
  }
  const nodes = new Map(tree.nodes.map((node) => [node.id, node]));
  return withOwnHealth(application, (resource) => {
    const node = nodes.get(objectId(resource));
    return node?.health === undefined ? undefined : { health: node.health, message: node.healthMessage ?? '' };
  });
}
