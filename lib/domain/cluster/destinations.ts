import { ELSEWHERE, type Prefix } from './qualified.ts';

/** A cluster under the names and addresses that an Argo CD elsewhere knows it by. */
export type ReachedAs = { prefix: Prefix; destinations: readonly string[] };

/** How every Argo CD calls the cluster that it runs in itself. */
export const OWN_CLUSTER = ['in-cluster', 'https://kubernetes.default.svc'];

/**
 * Which cluster an application is deployed to: its destination's name or server, as the Argo CD that runs in the cluster
 * `home` has it. `?` for one that is not configured: of that the portal sees nothing, and takes nothing else for it.
 */
export type FindDestination = (destination: string, home: Prefix) => Prefix;

export function createDestinations(clusters: readonly ReachedAs[]): FindDestination {
  const known = new Map(
    clusters.flatMap(({ prefix, destinations }) => destinations.map((one) => [keyOf(one), prefix])),
  );
  const own = new Set(OWN_CLUSTER.map(keyOf));
  return (destination, home) => {
    const key = keyOf(destination);
    if (key === '' || own.has(key)) {
      return home;
    }
    const prefix = known.get(key);
    return prefix === undefined ? ELSEWHERE : prefix;
  };
}

/** Addresses are the same with and without a slash at the end. */
export function keyOf(destination: string): string {
  return destination.trim().replace(/\/+$/, '');
}
