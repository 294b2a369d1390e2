import 'server-only';
import type { Action } from '#lib/domain/actor/actor.ts';
import type { Application } from '#lib/domain/application/application.ts';
import { isSettled } from '#lib/domain/wave/settled.ts';
import { workloadId } from '#lib/domain/workload/workload-id.ts';
import { createComputedTopic } from '#lib/live/computed-topic.ts';
import { createRowTopic } from '#lib/live/row-topic.ts';
import { createSourcesTopic } from '#lib/live/sources-topic.ts';
import type { Topic } from '#lib/live/topic.ts';
import type { Services } from '#lib/portal/context.ts';
import { seenApplication } from '#lib/portal/seen-application.ts';
import { toApplicationData } from '#lib/views/application/read.ts';
import { toApplicationRow } from '#lib/views/applications/row.ts';
import { readOverview } from '#lib/views/overview/read.ts';
import { readLadder } from '#lib/views/waves/read.ts';
import type { WatchedChanges } from './watched-changes.ts';

/** Which right a topic takes, by the first part of its name. */
export const TOPIC_RIGHTS: Record<string, Action> = {
  application: 'platform.view',
  applications: 'platform.view',
  change: 'change.view',
  changes: 'change.view',
  ladder: 'platform.view',
  models: 'platform.view',
  nodes: 'platform.view',
  pending: 'platform.view',
  sources: 'platform.view',
};

/** The topics that are always there. `modelsHeard` is told while somebody looks at the models. */
export function createTopics(services: Services, modelsHeard: () => () => void): Topic[] {
  const { engine, deployments, troubles, nodes, pods, models, changeRows } = services;
  const { applications, root } = engine;
  return [
    createRowTopic<Application>({
      name: 'applications',
      collection: applications,
      project: (application) => toApplicationRow(seenApplication(services, application), root),
      also: [
        // What an application waits for may be one that it has made.
        { collection: applications, touches: (ids) => parentsOf(services, ids) },
        { collection: deployments, touches: (ids) => withParents(services, applicationsOfDeployments(services, ids)) },
        { collection: troubles, touches: (ids) => withParents(services, applicationsOfWorkloads(services, ids)) },
      ],
    }),
    createComputedTopic({
      name: 'ladder',
      collections: [applications, deployments, troubles],
      compute: () => [{ id: 'ladder', ...readLadder(services) }],
    }),
    createComputedTopic({
      name: 'nodes',
      collections: [nodes, pods],
      compute: () => readOverview(services).nodes ?? [],
    }),
    createComputedTopic({ name: 'pending', collections: [pods], compute: () => readOverview(services).pending ?? [] }),
    createComputedTopic({
      name: 'models',
      collections: models,
      compute: () => readOverview(services).models,
      heard: modelsHeard,
    }),
    createRowTopic({ name: 'changes', collection: changeRows, project: (row) => row }),
    createSourcesTopic([applications, nodes, pods, deployments, ...models, changeRows]),
  ];
}

/** A topic that is there while somebody looks at one thing; null when there is none of that name. */
export function createPageTopic(services: Services, watched: WatchedChanges, name: string): Topic | null {
  return createApplicationTopic(services, name) ?? createChangeTopic(services, watched, name);
}

/** The page of one change. What a viewer may do with it is theirs alone, so it tells only that there is something new. */
function createChangeTopic({ changeRows }: Services, watched: WatchedChanges, name: string): Topic | null {
  const [kind, id = ''] = name.split('/');
  if (kind !== 'change') {
    return null;
  }
  return createComputedTopic({
    name,
    collections: [changeRows],
    concerns: ({ upserted }) => upserted.has(id),
    compute: () => {
      const row = changeRows.get(id);
      return row === undefined ? [] : [{ id, revision: row.revision }];
    },
    heard: () => watched.add(id),
  });
}

/** The page of one application. */
function createApplicationTopic(services: Services, name: string): Topic | null {
  const [kind, namespace = '', application = ''] = name.split('/');
  if (kind !== 'application') {
    return null;
  }
  const id = `${namespace}/${application}`;
  const { engine, deployments, pods } = services;
  return createComputedTopic({
    name,
    collections: [engine.applications, deployments, pods],
    concerns: ({ upserted, removed }) =>
      upserted.has(id) ||
      removed.has(id) ||
      [...upserted, ...removed].some((other) => other.startsWith(`${namespaceOf(services, id)}/`)),
    compute: () => {
      const found = engine.applications.get(id);
      return found === undefined ? [] : [{ id, ...toApplicationData(services, found) }];
    },
  });
}

function namespaceOf({ engine }: Services, id: string): string {
  return engine.applications.get(id)?.destination.namespace ?? '';
}

/** The applications that bring these deployments, by the instance each is tracked as. */
function applicationsOfDeployments({ engine, deployments }: Services, ids: readonly string[]): string[] {
  const [rootNamespace = ''] = engine.root.split('/');
  return ids.flatMap((id) => {
    const instance = deployments.get(id)?.instance;
    if (instance === null || instance === undefined) {
      return [];
    }
    // One outside the engine's own namespace is tracked as `namespace_name`; names themselves hold no underscore.
    return [instance.includes('_') ? instance.replace('_', '/') : `${rootNamespace}/${instance}`];
  });
}

/** The applications that wait and manage one of these workloads: what is settled shows no trouble. */
function applicationsOfWorkloads({ engine }: Services, ids: readonly string[]): string[] {
  const touched = new Set(ids);
  return [...engine.applications.values()]
    .filter((each) => !isSettled(each) && each.resources.some((resource) => touched.has(workloadId(resource))))
    .map(({ id }) => id);
}

function withParents(services: Services, ids: readonly string[]): string[] {
  return [...ids, ...parentsOf(services, ids)];
}

/** The applications that made these, and those that made them. */
function parentsOf({ engine }: Services, ids: readonly string[]): string[] {
  const parents = new Set<string>();
  for (const id of ids) {
    let parent = engine.applications.get(id)?.parent ?? null;
    while (parent !== null && !parents.has(parent)) {
      parents.add(parent);
      parent = engine.applications.get(parent)?.parent ?? null;
    }
  }
  return [...parents];
}
