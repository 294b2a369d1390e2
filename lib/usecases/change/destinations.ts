import type { Services } from '#lib/portal/context.ts';

/**
 * By the folder that an application reads, the namespace it delivers to: objects that name no namespace land there.
 * From the applications as they are in the cluster, which is where a manifest really ends up.
 */
export function destinationsOf({
  engine,
  repository,
}: Pick<Services, 'engine' | 'repository'>): ReadonlyMap<string, string> {
  const destinations = new Map<string, string>();
  for (const application of engine.applications.values()) {
    for (const source of application.sources) {
      if (source.path !== undefined && engine.reads({ ...application, sources: [source] }, repository.ref)) {
        destinations.set(source.path.replace(/^\.?\/+|\/+$/g, ''), application.destination.namespace);
      }
    }
  }
  return destinations;
}
