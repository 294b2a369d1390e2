import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import type { Services } from '#lib/portal/context.ts';

/**
 * By the folder of a repository that applications read, the namespaces they deliver to: objects that name no namespace land there.
 * From the applications as they are in the cluster, which is where a manifest really ends up.
 */
export function destinationsOf(
  { engine }: Pick<Services, 'engine'>,
  repository: RepositoryRef,
): ReadonlyMap<string, readonly string[]> {
  const destinations = new Map<string, string[]>();
  for (const application of engine.applications.values()) {
    for (const source of application.sources) {
      if (source.path !== undefined && engine.reads({ ...application, sources: [source] }, repository)) {
        const folder = source.path.replace(/^\.?\/+|\/+$/g, '');
        destinations.set(folder, [...(destinations.get(folder) ?? []), application.destination.namespace]);
      }
    }
  }
  return destinations;
}
