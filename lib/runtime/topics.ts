import 'server-only';
import { SETTINGS_NAME } from '#lib/adapters/argocd/settings-kind.ts';
import type { Action } from '#lib/domain/actor/actor.ts';
import type { Application } from '#lib/domain/application/application.ts';
import { asDeployed } from '#lib/domain/application/deployed.ts';
import { CONFIGURED, type LadderKey } from '#lib/domain/wave/ladder-key.ts';
import { createComputedTopic, hasIds } from '#lib/live/computed-topic.ts';
import { createRowTopic } from '#lib/live/row-topic.ts';
import { createSourcesTopic } from '#lib/live/sources-topic.ts';
import type { Topic } from '#lib/live/topic.ts';
import type { Services } from '#lib/portal/context.ts';
import { engineOf } from '#lib/portal/engine-of.ts';
import { newestReviewMark } from '#lib/portal/newest-review.ts';
import { PULSE } from '#lib/portal/operations.ts';
import { sourcesOf } from '#lib/portal/sources-of.ts';
import type { Collection } from '#lib/ports/collection.ts';
import { projectId, toApplicationData } from '#lib/views/application/read.ts';
import { toApplicationRow } from '#lib/views/applications/row.ts';
import { connectionRows } from '#lib/views/connections/rows.ts';
import { createGpuRows, readWaitingForGpu } from '#lib/views/gpu/nodes.ts';
import { readVram } from '#lib/views/gpu/vram.ts';
import { concernsEndpoints, readEndpoints } from '#lib/views/models/endpoint-rows.ts';
import { readInstalled } from '#lib/views/models/installed-row.ts';
import { readModels, readPending, readRoom } from '#lib/views/overview/read.ts';
import { knownLadder } from '#lib/views/waves/ladders.ts';
import { createExplanationTopic, createGatewayRunTopic, createGatewayTopics } from './gateway/gateway-topics.ts';
import { createLiveTreeTopic } from './live-tree-topic.ts';
import { createRunnerTopic, createRunnerTopics } from './runner-topics.ts';
import type { WatchedChanges } from './watched-changes.ts';

/** Which right a topic takes, by the first part of its name. */
export const TOPIC_RIGHTS = {
  application: 'platform.view',
  applications: 'platform.view',
  change: 'change.view',
  changes: 'change.view',
  connections: 'connections.view',
  explanation: 'platform.view',
  gpu: 'platform.view',
  'gpu-waiting': 'platform.view',
  'installed-models': 'platform.view',
  'live-tree': 'platform.view',
  ladder: 'platform.view',
  'model-servers': 'platform.view',
  models: 'platform.view',
  nodes: 'platform.view',
  fleet: 'platform.view',
  'gateway-run': 'gateway.view',
  'gateway-runs': 'gateway.view',
  pending: 'platform.view',
  runner: 'platform.view',
  runners: 'platform.view',
  sources: 'platform.view',
  vram: 'platform.view',
} as const satisfies Record<string, Action>;

type TopicKind = keyof typeof TOPIC_RIGHTS;

/** Which right the topic of this name takes; null where there is none of its kind. */
export function topicRight(name: string): Action | null {
  const kind = name.split('/')[0] ?? '';
  return Object.hasOwn(TOPIC_RIGHTS, kind) ? TOPIC_RIGHTS[kind as TopicKind] : null;
}

/** Told while somebody looks at what is polled; gives how to say that they no longer do. */
export type Heard = Record<'models' | 'runners' | 'sources' | 'vram', () => () => void>;

/** The topics that are always there. */
export function createTopics(services: Services, heard: Heard): Topic[] {
  const { engine, seenApplications, nodes, pods, gpuPods, models, changeRows, operations } = services;
  const sources = sourcesOf(services);
  const gpuRows = createGpuRows(services);
  return [
    createRowTopic<Application>({
      name: 'applications' satisfies TopicKind,
      collection: seenApplications,
      project: (application) => toApplicationRow(application, engine.root),
    }),
    ladderTopic(services, 'ladder' satisfies TopicKind, CONFIGURED),
    createComputedTopic({
      name: 'nodes' satisfies TopicKind,
      collections: [nodes, pods],
      concerns: (change) => hasIds(change) || isOfSeveral(nodes),
      compute: () => readRoom(services) ?? [],
    }),
    createComputedTopic({
      name: 'gpu' satisfies TopicKind,
      collections: [nodes, gpuPods, engine.applications],
      concerns: (change) =>
        hasIds(change) ? [...change.upserted, ...change.removed].some(gpuRows.concerns) : isOfSeveral(nodes),
      compute: gpuRows.read,
    }),
    createComputedTopic({
      name: 'gpu-waiting' satisfies TopicKind,
      collections: [gpuPods],
      concerns: (change) => hasIds(change) || isOfSeveral(gpuPods),
      compute: () => {
        const waiting = readWaitingForGpu(services);
        return waiting === null ? [] : [{ id: 'waiting', ...waiting }];
      },
    }),
    createComputedTopic({
      name: 'vram' satisfies TopicKind,
      collections: [nodes, gpuPods, ...models, services.declaredModels, ...measuredCards(services)],
      concerns: (change) => hasIds(change) || isOfSeveral(nodes),
      compute: () => readVram(services) ?? [],
      heard: heard.vram,
    }),
    createComputedTopic({
      name: 'pending' satisfies TopicKind,
      collections: [pods],
      concerns: (change) => hasIds(change) || isOfSeveral(pods),
      compute: () => readPending(services) ?? [],
    }),
    createComputedTopic({
      name: 'models' satisfies TopicKind,
      collections: models,
      compute: () => readModels(services),
      heard: heard.models,
    }),
    ...createRunnerTopics(services, heard.runners),
    createComputedTopic({
      name: 'model-servers' satisfies TopicKind,
      collections: [...models, services.declaredModels, engine.applications, nodes, pods],
      concerns: (change) => concernsEndpoints(services, change),
      compute: () => readEndpoints(services),
      heard: heard.models,
    }),
    createComputedTopic({
      name: 'installed-models' satisfies TopicKind,
      collections: models,
      compute: () => readInstalled(services),
      heard: heard.models,
    }),
    ...createGatewayTopics(services),
    createRowTopic({ name: 'changes' satisfies TopicKind, collection: changeRows, project: (row) => row }),
    createSourcesTopic(sources, heard.sources),
    createComputedTopic({
      name: 'connections' satisfies TopicKind,
      collections: [operations.checks, operations.pulse, ...sources],
      // What a source holds is told with the pulse; how it is, at once.
      concerns: ({ upserted, removed }) => upserted.size + removed.size === 0 || upserted.has(PULSE),
      compute: () => connectionRows(services),
      heard: operations.watch,
      // How many streams are open, and when somebody was last heard.
      isSampled: true,
    }),
  ];
}

/** What is shown of several clusters depends on which of them are known, which is told without ids. */
function isOfSeveral({ parts }: Collection<unknown>): boolean {
  return parts !== undefined;
}

function measuredCards({ platformMetrics }: Services): Collection<unknown>[] {
  return platformMetrics === null ? [] : [platformMetrics.cards];
}

/** A topic that is there while somebody looks at one thing; null when there is none of that name. */
export function createPageTopic(
  services: Services,
  watched: WatchedChanges,
  name: string,
  heard?: Pick<Heard, 'runners'>,
): Topic | null {
  return (
    createApplicationTopic(services, name) ??
    createChangeTopic(services, watched, name) ??
    createRunnerTopic(services, name, heard?.runners) ??
    createExplanationTopic(services, name) ??
    createGatewayRunTopic(services, name) ??
    createLiveTreeTopic(services, name) ??
    createLadderTopic(services, name)
  );
}

/** A ladder that is not the configured one: `ladder/argocd/team-a`. */
function createLadderTopic(services: Services, name: string): Topic | null {
  const [kind, ...key] = name.split('/');
  return kind === ('ladder' satisfies TopicKind) && key.length > 0 ? ladderTopic(services, name, key.join('/')) : null;
}

function ladderTopic(services: Services, name: string, key: LadderKey): Topic {
  const { engine, seenApplications } = services;
  return createComputedTopic({
    name,
    collections: [seenApplications, engine.gate],
    // That settings cannot be read any more is news without an id.
    concerns: () => true,
    compute: () => {
      const ladder = knownLadder(services, key);
      return ladder === null ? [] : [{ id: 'ladder', ...ladder }];
    },
  });
}

/** The page of one change. What a viewer may do with it is theirs alone, so it tells only that there is something new. */
function createChangeTopic({ changeRows, gateway }: Services, watched: WatchedChanges, name: string): Topic | null {
  const [kind, id = ''] = name.split('/');
  if (kind !== ('change' satisfies TopicKind)) {
    return null;
  }
  return createComputedTopic({
    name,
    collections: gateway === null ? [changeRows] : [changeRows, gateway.reviewRows],
    concerns: ({ upserted }) => upserted.has(id) || concernsReview(gateway, upserted, id),
    compute: () => {
      const row = changeRows.get(id);
      const review = newestReviewMark(gateway, { subjectKind: 'change', subjectId: id });
      return row === undefined ? [] : [{ id, revision: row.revision, review }];
    },
    heard: () => watched.add(id),
  });
}

/** Whether one of these is what a model says of this subject. */
function concernsReview(gateway: Services['gateway'], ids: ReadonlySet<string>, subjectId: string): boolean {
  return [...ids].some((one) => gateway?.reviewRows.get(one)?.subjectId === subjectId);
}

/** The page of one application. */
function createApplicationTopic(services: Services, name: string): Topic | null {
  const [kind, namespace = '', application = ''] = name.split('/');
  if (kind !== ('application' satisfies TopicKind)) {
    return null;
  }
  const id = `${namespace}/${application}`;
  const { engine, seenApplications, pods, analyses } = services;
  const namespaces = createNamespacesOf();
  return createComputedTopic({
    name,
    // What it waits for is told with the application, wherever that is; of its pods, only troubles are.
    collections: [seenApplications, pods, analyses, engine.projects, engine.gate],
    concerns: ({ upserted, removed }) => {
      const found = seenApplications.get(id);
      const own = engineOf(engine, id);
      // The settings live where projects do.
      const settings = projectId(own, SETTINGS_NAME);
      const project = found && projectId(own, found.project);
      if ([id, project, settings].some((one) => one !== undefined && (upserted.has(one) || removed.has(one)))) {
        return true;
      }
      const where = namespaces(found);
      return [...upserted, ...removed].some((other) => where.has(other.slice(0, other.indexOf('/'))));
    },
    compute: () => {
      const found = seenApplications.get(id);
      return found === undefined ? [] : [{ id, ...toApplicationData(services, found) }];
    },
  });
}

/** Where the objects of an application are. Asked with every change of the cluster, so it is worked out once for each state. */
function createNamespacesOf(): (application: Application | undefined) => ReadonlySet<string> {
  let known: Application | undefined;
  let namespaces: ReadonlySet<string> = new Set();
  return (application) => {
    if (application !== known) {
      known = application;
      namespaces = new Set(application?.resources.map((resource) => asDeployed(application, resource).namespace));
    }
    return namespaces;
  };
}
