import { ELSEWHERE, prefixOf } from '#lib/domain/cluster/qualified.ts';
import { cardOfServer, holdsSlices, type ServerCard } from '#lib/domain/model/card-of-server.ts';
import type { DeclaredPlace, DeclaredServer } from '#lib/domain/model/declared.ts';
import { type DriftFinding, driftOf } from '#lib/domain/model/drift.ts';
import type { LoadedModel, ModelServerState } from '#lib/domain/model/model.ts';
import type { Modelfile } from '#lib/domain/model/modelfile.ts';
import { processorOf } from '#lib/domain/model/processor.ts';
import { byOurClock } from '#lib/domain/model/server-clock.ts';
import { readServerSettings, type ServerSettings } from '#lib/domain/model/server-settings.ts';
import type { ClusterNode } from '#lib/domain/node/node.ts';
import { hasData, type SourceState } from '#lib/domain/source/source.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import type { Services } from '#lib/portal/context.ts';
import { ownForge } from '#lib/portal/forge-of.ts';
import type { ModelServerEntry } from '#lib/portal/model-server-entry.ts';
import { declaredFor } from '#lib/portal/model-servers.ts';
import { knownClusters } from '#lib/portal/parts.ts';
import type { CollectionChange } from '#lib/ports/collection.ts';

export type LoadedRow = LoadedModel & {
  /** As `ollama ps` says it. */
  processor: string;
  /** By the portal's clock; null is never. */
  unloadsAt: number | null;
};

export type DriftRow = DriftFinding & { href: string | null };

/** A Modelfile that git has, of the values or a file of its own. */
export type ModelfileRow = Modelfile & { name: string; place: DeclaredPlace; href: string | null };

/** A model server with all that the page tells of it. */
export type EndpointRow = {
  id: string;
  label: string;
  /** Of its freshness. */
  source: string;
  /** null until it answered for the first time. */
  held: { version: string; loaded: LoadedRow[]; loading: string[]; installed: number; skipped: number } | null;
  /** How far its clock is ahead, in ms; null where it does not say. */
  clockSkewMs: number | null;
  card: ServerCard;
  settings: ServerSettings;
  /** null where no application is known that brings it. */
  declared: {
    application: string;
    files: { path: string; href: string }[];
    problems: string[];
    modelfiles: ModelfileRow[];
  } | null;
  /** How what git declares was read last; null where nobody asked. */
  declaredState: { state: SourceState; reason: string; since: number } | null;
  /** The worst first, as many as a page shows; null where nothing can be compared. */
  drift: { rows: DriftRow[]; total: number } | null;
};

const MOST_DRIFT = 50;
const MOST_MODELFILES = 50;

export type EndpointServices = Pick<
  Services,
  'models' | 'modelServers' | 'declaredModels' | 'nodes' | 'pods' | 'forges' | 'repository' | 'engine'
>;

/** All configured servers, in the order of the configuration. */
export function readEndpoints(services: EndpointServices): EndpointRow[] {
  const places = placesOf(services);
  return services.modelServers.map((entry) => readEndpoint(services, entry, places));
}

/** Where the pods are that can be seen in rows, put in order once, however many servers there are. */
type Places = {
  nodes: ReadonlyMap<string, ClusterNode>;
  inNamespace: ReadonlyMap<string, readonly Pod[]>;
  onNode: ReadonlyMap<string | null, readonly Pod[]>;
};

function placesOf(services: EndpointServices): Places {
  const isOfModels = podMatcher(services);
  const pods: Pod[] = [];
  for (const pod of services.pods.values()) {
    if (isOfModels(pod)) {
      pods.push(pod);
    }
  }
  return {
    nodes: new Map([...services.nodes.values()].map((node) => [node.name, node])),
    inNamespace: Map.groupBy(pods, ({ namespace }) => namespace),
    onNode: Map.groupBy(pods, ({ nodeName }) => nodeName),
  };
}

/** The pods of a namespace, and those beside them. */
function podsAround({ inNamespace, onNode }: Places, namespace: string): Set<Pod> {
  const own = inNamespace.get(namespace) ?? [];
  return new Set([...own, ...own.flatMap(({ nodeName }) => (nodeName === null ? [] : (onNode.get(nodeName) ?? [])))]);
}

/**
 * Whether a change can be seen in a row: most pods hold no slice and run no models, and of most applications nothing is
 * shown. How a source is, is told with the rows.
 */
export function concernsEndpoints(services: EndpointServices, { upserted, removed }: CollectionChange): boolean {
  const isOfModels = podMatcher(services);
  return (
    upserted.size === 0 ||
    removed.size > 0 ||
    [...upserted].some((id) => {
      const pod = services.pods.get(id);
      return pod === undefined ? !isOfOthers(services, id) : isOfModels(pod);
    })
  );
}

/** Whether an id is that of an application that brings no models: what it is, no row tells. */
function isOfOthers({ engine, declaredModels }: EndpointServices, id: string): boolean {
  return declaredModels.get(id) === undefined && engine.applications.get(id) !== undefined;
}

/** Pods that hold slices, and those beside the servers of the chart. */
function podMatcher({ declaredModels }: Pick<Services, 'declaredModels'>): (pod: Pod) => boolean {
  const namespaces = new Set([...declaredModels.values()].map(({ namespace }) => namespace));
  return (pod) => holdsSlices(pod) || namespaces.has(pod.namespace);
}

function readEndpoint(services: EndpointServices, entry: ModelServerEntry, places: Places): EndpointRow {
  const collection = services.models.find(({ source }) => source.id === `models/${entry.id}`);
  const state = collection !== undefined && hasData(collection.source) ? collection.get(entry.id)?.state : undefined;
  const declared = declaredFor(services, entry);
  return {
    id: entry.id,
    label: entry.label,
    source: `models/${entry.id}`,
    held: state === undefined ? null : heldBy(state),
    clockSkewMs: state?.clockSkewMs ?? null,
    card: cardOf(services, entry, declared, places),
    settings: readServerSettings({ ...declared?.environment, ...entry.environment }),
    declared:
      declared === null
        ? null
        : {
            application: declared.application,
            files: filesOf(services, declared),
            problems: declared.problems,
            modelfiles: modelfilesOf(services, declared),
          },
    declaredState: declaredStateOf(services),
    drift: declared === null || state === undefined ? null : driftRows(services, declared, state),
  };
}

function heldBy(state: ModelServerState): NonNullable<EndpointRow['held']> {
  const skewMs = state.clockSkewMs ?? null;
  return {
    version: state.version,
    loaded: state.loaded.map((model) => ({
      ...model,
      processor: processorOf(model),
      unloadsAt: model.expiresAt === null ? null : byOurClock(model.expiresAt, skewMs),
    })),
    loading: state.loading ?? [],
    installed: state.installed.length,
    skipped: state.skipped ?? 0,
  };
}

function cardOf(
  services: EndpointServices,
  entry: ModelServerEntry,
  declared: DeclaredServer | null,
  places: Places,
): ServerCard {
  const said =
    entry.vramBytes === null ? {} : { vramBytes: entry.vramBytes, whence: 'models[].vram of the configuration' };
  const nowhere: ServerCard = { node: null, vramBytes: null, whence: '', sharers: [] };
  if (declared === null) {
    const whence = 'it is not known to run in the cluster, and models[].vram does not say';
    return { ...nowhere, whence, ...said };
  }
  const prefix = prefixOf(declared.namespace);
  if (prefix === ELSEWHERE) {
    return { ...nowhere, whence: 'its application is deployed to a cluster that is not configured', ...said };
  }
  if (!knownClusters(services).some((known) => known.prefix === prefix)) {
    return { ...nowhere, whence: 'the nodes and pods of the cluster are not known now', ...said };
  }
  const { namespace } = declared;
  const instance = declared.application.slice(declared.application.indexOf('/') + 1);
  return { ...cardOfServer({ namespace, instance }, places.nodes, podsAround(places, namespace)), ...said };
}

function declaredStateOf({ declaredModels, engine }: EndpointServices): EndpointRow['declaredState'] {
  const { source } = hasData(engine.applications.source) ? declaredModels : engine.applications;
  return source.state === 'live' ? null : { state: source.state, reason: source.reason ?? '', since: source.since };
}

function filesOf(services: EndpointServices, declared: DeclaredServer): { path: string; href: string }[] {
  const paths = new Set(declared.models.map(({ place }) => place.path));
  return [...paths].flatMap((path) => {
    const href = hrefOf(services, declared, { path, line: 1 });
    return href === null ? [] : [{ path, href: href.replace(/#.*$/, '') }];
  });
}

function modelfilesOf(services: EndpointServices, declared: DeclaredServer): ModelfileRow[] {
  return declared.models
    .flatMap(({ name, place, modelfile }) =>
      modelfile ? [{ ...modelfile, name, place, href: hrefOf(services, declared, place) }] : [],
    )
    .slice(0, MOST_MODELFILES);
}

/** The line on the forge, at the commit that was read; null for what stands in the application itself. */
function hrefOf(services: EndpointServices, { sha }: DeclaredServer, place: DeclaredPlace | null): string | null {
  return place === null || place.path.startsWith('application ')
    ? null
    : `${ownForge(services).host.fileUrl(services.repository.ref.path, sha, place.path)}#L${place.line}`;
}

function driftRows(services: EndpointServices, declared: DeclaredServer, state: ModelServerState) {
  const { models, cleans, cards } = declared;
  const findings = driftOf({
    declared: models,
    cleans,
    installed: state.installed,
    loaded: state.loaded,
    cards: new Map(Object.entries(cards)),
  });
  const rows = findings
    .slice(0, MOST_DRIFT)
    .map((finding): DriftRow => ({ ...finding, href: hrefOf(services, declared, finding.place) }));
  return { rows, total: findings.length };
}
