import type { Application } from '#lib/domain/application/application.ts';
import { deployedTo, isInSight } from '#lib/domain/application/deployed.ts';
import type { Prefix } from '#lib/domain/cluster/qualified.ts';
import { isManifestObject, type ManifestObject } from '#lib/domain/manifest/manifest.ts';
import { readParts } from '#lib/domain/manifest/read-parts.ts';
import { CONNECTION_KIND, type Network } from '#lib/gateway/index.ts';
import { allowsKind } from '#lib/guardrails/index.ts';
import type { Services } from '#lib/portal/context.ts';
import type { Gateway } from '#lib/portal/gateway.ts';
import type { RepositorySnapshot } from '#lib/portal/repository-snapshots.ts';
import { createSources, reachesSome } from './delivery.ts';
import { LONGEST_FILE } from './editable.ts';

type Place = { cluster: Prefix; namespace: string; kinds: readonly string[] };
type Of = Pick<Services, 'engine' | 'repository' | 'gateway'>;

/** Of one application; each is asked of the forge the first time. */
const MOST_READ = 200;
const AT_ONCE = 20;
/** What such files are called, most of the time. */
const LIKELY = /polic|network|deny/i;

/**
 * What network policies go with new pods of a namespace by; null where none may be made there.
 * @param kinds that may land there
 */
export async function networkOf(
  services: Of,
  { controller }: Pick<Gateway, 'controller'>,
  { kinds, ...place }: Place,
  snapshot: RepositorySnapshot,
): Promise<Network | null> {
  return allowsKind(kinds, CONNECTION_KIND)
    ? { controller, policies: await policiesOf(services, place, snapshot) }
    : null;
}

/**
 * The network policies of a namespace that are surely in effect as git has them, whichever application of its cluster delivers them:
 * the engine says that it has applied one, and one file of its application says what it is, as it stands. Others are not known, such
 * as those of charts.
 */
async function policiesOf(
  services: Of,
  { cluster, namespace }: Omit<Place, 'kinds'>,
  snapshot: RepositorySnapshot,
): Promise<ManifestObject[]> {
  const found: ManifestObject[] = [];
  for (const application of services.engine.applications.values()) {
    const isInCluster = deployedTo(application) === cluster && isInSight(application);
    const names = isInCluster ? namesIn(application, namespace) : new Set<string>();
    if (names.size > 0) {
      const objects = await objectsOf(services, application, snapshot);
      const own = objects.filter(
        ({ kind, metadata }) =>
          kind === 'NetworkPolicy' &&
          (metadata.namespace ?? application.destination.namespace) === namespace &&
          names.has(metadata.name),
      );
      const byName = Map.groupBy(own, ({ metadata }) => metadata.name);
      // Of two files that say something of it one is not read.
      found.push(...[...byName.values()].flatMap((same) => (same.length === 1 ? same : [])));
    }
  }
  return found;
}

async function objectsOf(
  services: Of,
  application: Application,
  snapshot: RepositorySnapshot,
): Promise<ManifestObject[]> {
  const sourceOf = createSources(services, application, snapshot, reachesSome);
  const paths = [...snapshot.paths]
    .filter((path) => /\.ya?ml$/.test(path) && sourceOf(path) !== undefined)
    .toSorted((a, b) => Number(LIKELY.test(b)) - Number(LIKELY.test(a)))
    .slice(0, MOST_READ);
  const texts: (string | null)[] = [];
  for (let index = 0; index < paths.length; index += AT_ONCE) {
    texts.push(...(await Promise.all(paths.slice(index, index + AT_ONCE).map(snapshot.read))));
  }
  return texts.flatMap(objectsIn);
}

function namesIn({ resources }: Application, namespace: string): Set<string> {
  const own = resources.filter(
    ({ group, kind, namespace: at, sync, hook, requiresPruning }) =>
      `${kind}.${group}` === CONNECTION_KIND && at === namespace && sync === 'Synced' && !hook && !requiresPruning,
  );
  return new Set(own.map(({ name }) => name));
}

function objectsIn(text: string | null): ManifestObject[] {
  const { parts, problems } = readParts(text === null || text.length > LONGEST_FILE ? '' : text);
  return problems.length > 0 ? [] : parts.filter(isManifestObject);
}
