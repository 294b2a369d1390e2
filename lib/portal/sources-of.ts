import type { Collection } from '#lib/ports/collection.ts';
import type { Services } from './context.ts';
import { partsOf } from './parts.ts';

/** Every source that the portal shows something of, in the order that people read them. */
export function sourcesOf(services: Pick<Services, SourceParts>): Collection<unknown>[] {
  const {
    engine,
    nodes,
    pods,
    deployments,
    analyses,
    scaleSets,
    models,
    modelServers,
    platformMetrics,
    runnerSources,
    changeRows,
    gateway,
  } = services;
  const { sets, listeners, runners } = scaleSets;
  const ofClusters = [
    engine.applications,
    engine.gate,
    engine.projects,
    nodes,
    pods,
    deployments,
    analyses,
    sets,
    listeners,
    runners,
  ].flatMap((collection) => partsOf<unknown>(collection));
  // The scale sets of a cluster are members of the fleet and objects of the cluster: one source, told of once.
  const known = new Set(ofClusters.map(({ source }) => source.id));
  const ofForges = runnerSources.map((each) => each.runners).filter(({ source }) => !known.has(source.id));
  const measured = platformMetrics === null ? [] : [platformMetrics.cards];
  // Without a server there is nothing to compare with what git declares.
  const declared = modelServers.length === 0 ? [] : [services.declaredModels];
  const asked = gateway === null ? [] : [gateway.rows];
  return [...ofClusters, ...models, ...declared, ...measured, ...ofForges, changeRows, ...asked];
}

type SourceParts =
  | 'engine'
  | 'nodes'
  | 'pods'
  | 'deployments'
  | 'analyses'
  | 'scaleSets'
  | 'models'
  | 'modelServers'
  | 'declaredModels'
  | 'platformMetrics'
  | 'runnerSources'
  | 'changeRows'
  | 'gateway';
