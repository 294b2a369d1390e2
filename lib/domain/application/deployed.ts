import { ELSEWHERE, type Prefix, qualified } from '../cluster/qualified.ts';
import type { Application } from './application.ts';

type Deployed = Pick<Application, 'destination'>;

/** The cluster that an application's objects are in. */
export function deployedTo({ destination }: Deployed): Prefix {
  return destination.at ?? null;
}

/** Whether its objects are in a cluster that the portal looks at. */
export function isInSight(application: Deployed): boolean {
  return deployedTo(application) !== ELSEWHERE;
}

/** One of its objects as the portal knows it among those of all clusters. */
export function asDeployed<Resource extends { namespace: string }>(
  { destination }: Deployed,
  resource: Resource,
): Resource {
  return destination.at === undefined
    ? resource
    : { ...resource, namespace: qualified(destination.at, resource.namespace) };
}
