import type { PodTrouble } from '../workload/pod-trouble.ts';
import type { Application, ApplicationResource } from './application.ts';

/** Adds what keeps the pods of each managed object from running. Gives the same application when nothing does. */
export function withTroubles(
  application: Application,
  troubleOf: (resource: ApplicationResource) => PodTrouble | undefined,
): Application {
  let added = false;
  const resources = application.resources.map((resource) => {
    const trouble = troubleOf(resource);
    added ||= trouble !== undefined;
    return trouble === undefined ? resource : { ...resource, trouble };
  });
  return added ? { ...application, resources } : application;
}
