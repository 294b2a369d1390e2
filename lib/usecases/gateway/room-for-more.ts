import { posix } from 'node:path';
import type { Application } from '#lib/domain/application/application.ts';
import { deployedTo, isInSight } from '#lib/domain/application/deployed.ts';
import { type Additions, type LocatedObject, makeableKinds } from '#lib/gateway/index.ts';
import { allowsKind, groupOf } from '#lib/guardrails/index.ts';
import type { Services } from '#lib/portal/context.ts';
import type { RepositorySnapshot } from '#lib/portal/repository-snapshots.ts';
import { createDelivery } from './delivery.ts';
import { networkOf } from './namespace-policies.ts';

/** Beside which kinds new objects go, the likeliest to be what the words are about first. */
const NEIGHBOURS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Service',
  'Ingress',
  'ConfigMap',
  'PersistentVolumeClaim',
];

/**
 * Where an object that an application lacks would surely be delivered from, and by this application alone: beside one that the
 * engine manages for it, in a folder that is read as it stands. Null where there is no such place, or where a model may make no
 * objects. What models made for the landing zone of the gateway is one application for many requests, and gets no more this way.
 */
export async function roomForMore(
  services: Pick<Services, 'gateway' | 'engine' | 'repository' | 'guardrails'>,
  application: Application,
  objects: readonly LocatedObject[],
  snapshot: RepositorySnapshot,
): Promise<Additions | null> {
  const { gateway, guardrails } = services;
  const allowed = (gateway?.zone.kinds ?? []).filter((kind) => allowsKind(guardrails.landing.kinds, kind));
  const kinds = makeableKinds(allowed);
  const usualNamespace = application.destination.namespace;
  const neighbours = objects
    .filter(({ value }) => NEIGHBOURS.includes(value.kind))
    .toSorted((a, b) => NEIGHBOURS.indexOf(a.value.kind) - NEIGHBOURS.indexOf(b.value.kind));
  const isDelivered = createDelivery(services, application, snapshot);
  const neighbour = neighbours.find((one) => isManaged(application, one) && isDelivered(one.file));
  if (gateway === null || neighbour === undefined || kinds.length === 0) {
    return null;
  }
  const namespace = neighbour.value.metadata.namespace ?? usualNamespace;
  const place = { cluster: deployedTo(application), namespace, kinds: allowed };
  return {
    appName: application.name,
    namespace,
    folder: posix.dirname(neighbour.file),
    kinds,
    network: await networkOf(services, gateway, place, snapshot),
    usualNamespace,
    isTaken: (path) => snapshot.paths.has(path),
    isThere: createLookup(services, application, objects, namespace),
  };
}

/** Which objects of a namespace git has for this application, or any application has in the same cluster. Looks when it is asked. */
function createLookup(
  { engine }: Pick<Services, 'engine'>,
  application: Application,
  objects: readonly LocatedObject[],
  namespace: string,
): Additions['isThere'] {
  let known: ReadonlySet<string> | null = null;
  const look = () => {
    const found = new Set<string>();
    for (const { value } of objects) {
      if ((value.metadata.namespace ?? application.destination.namespace) === namespace) {
        found.add(`${value.kind}/${value.metadata.name}`);
      }
    }
    for (const other of engine.applications.values()) {
      const isOwn = other.id === application.id;
      const isBeside = isOwn || (deployedTo(other) === deployedTo(application) && isInSight(other));
      for (const { kind, name, namespace: at, requiresPruning } of isBeside ? other.resources : []) {
        // What git has not any more of its own is there to be made anew.
        if (at === namespace && !(isOwn && requiresPruning)) {
          found.add(`${kind}/${name}`);
        }
      }
    }
    return found;
  };
  return (kind, name) => {
    known ??= look();
    return known.has(`${kind}/${name}`);
  };
}

function isManaged({ resources, destination }: Application, { value: { apiVersion, kind, metadata } }: LocatedObject) {
  const group = groupOf(apiVersion);
  const namespace = metadata.namespace ?? destination.namespace;
  return (
    namespace !== '' &&
    resources.some(
      (one) =>
        one.kind === kind &&
        one.group === group &&
        one.name === metadata.name &&
        one.namespace === namespace &&
        !one.hook &&
        !one.requiresPruning,
    )
  );
}
