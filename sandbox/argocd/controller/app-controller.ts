import type { SandboxClock } from '../../clock.ts';
import type { Cluster } from '../../controllers/api/cluster.ts';
import type { Draw } from '../../controllers/api/draw.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { StoreEvent } from '../../kubernetes/store.ts';
import { annotationOf, REFRESH, SKIP_RECONCILE } from '../application/annotations.ts';
import { readSpec } from '../application/spec.ts';
import { createLiveObjects } from '../compare/live-objects.ts';
import { type Repositories, RepositoryError } from '../git/repositories.ts';
import { readSettings, type StatusStyle } from '../settings/settings.ts';
import { type AppMemory, newAppMemory } from './app-memory.ts';
import { createAppQueue } from './app-queue.ts';
import { compareStep } from './compare-step.ts';
import { APPLICATION, type ControllerContext, getApplication } from './context.ts';
import { finalizeDeletion } from './finalize.ts';
import { operationStep } from './operation-step.ts';
import { asksForReconcile } from './relevance.ts';

export type AppControllerOptions = {
  cluster: Cluster;
  clock: SandboxClock;
  repositories: Repositories;
  namespace: string;
  style: StatusStyle;
  draw: Draw;
  repoErrorGraceMs: number;
};

export type AppController = {
  /** The names of the Applications that take manifests from a repository. */
  readersOf(repoUrl: string): string[];
  /** Has an Application compared with the latest. */
  request(name: string): void;
  names(): string[];
  whenIdle(): Promise<void>;
  setStyle(style: StatusStyle): void;
  close(): Promise<void>;
};

/** The application controller: compares, syncs and finalizes Applications when something about them changes. */
export function createAppController(options: AppControllerOptions): AppController {
  const { cluster, clock, repositories, namespace, draw } = options;
  const memories = new Map<string, AppMemory>();
  let style = options.style;
  let settings = readSettings(cluster, namespace, style);
  let kindsVersion = 0;

  const memoryOf = (name: string): AppMemory => {
    const known = memories.get(name) ?? newAppMemory();
    memories.set(name, known);
    return known;
  };
  const names = () => cluster.index.inNamespace(APPLICATION, namespace).map((application) => application.metadata.name);
  const queue = createAppQueue(clock, (name) => reconcile(name));
  const live = createLiveObjects(
    cluster,
    () => settings,
    (name) => {
      if (getApplication(context, name) !== undefined) {
        queue.add(name);
      }
    },
  );
  const context: ControllerContext = {
    cluster,
    clock,
    repositories,
    namespace,
    settings: () => settings,
    live,
    queue,
    draw,
    memoryOf,
    comparisons: new WeakMap(),
    kindsVersion: () => kindsVersion,
    repoErrorGraceMs: options.repoErrorGraceMs,
  };

  /** A refresh asked for by annotation asks the repositories first; `hard` also forgets what was read from them. */
  const refreshSources = async (application: KubeObject, kind: string) => {
    if (kind === 'hard') {
      repositories.dropCaches();
      memoryOf(application.metadata.name).rendered = [];
    }
    const urls = readSpec(application).sources.flatMap(({ repoURL, chart }) => (chart === '' ? [repoURL] : []));
    for (const url of new Set(urls)) {
      try {
        await repositories.update(url);
      } catch (error) {
        // What cannot be reached is reported when its revision is asked for.
        if (!(error instanceof RepositoryError)) {
          throw error;
        }
      }
    }
  };
  const scheduleRefresh = (name: string) => {
    const memory = memoryOf(name);
    const now = clock.now();
    if (memory.nextRefreshAt <= now) {
      const jitter = draw(`refresh/${name}/${Math.floor(now / 1000)}`, 0, settings.reconciliationJitterMs);
      memory.nextRefreshAt = now + settings.reconciliationMs + jitter;
    }
    queue.addAfter(name, memory.nextRefreshAt - now);
  };
  const reconcile = async (name: string): Promise<void> => {
    const application = getApplication(context, name);
    if (application === undefined) {
      memories.delete(name);
      return;
    }
    if (application.metadata.deletionTimestamp !== undefined) {
      finalizeDeletion(context, application);
      return;
    }
    if (annotationOf(application, SKIP_RECONCILE) === 'true') {
      return;
    }
    const memory = memoryOf(name);
    const request = annotationOf(application, REFRESH);
    if (request !== undefined) {
      await refreshSources(application, request);
    }
    memory.isRefreshDue ||= request !== undefined || memory.nextRefreshAt <= clock.now();
    await compareStep(context, name, request !== undefined);
    await operationStep(context, name);
    scheduleRefresh(name);
  };
  const requestAll = () => {
    for (const name of names()) {
      queue.add(name);
    }
  };
  const reread = () => {
    const before = settings.tracking;
    settings = readSettings(cluster, namespace, style);
    if (before.method !== settings.tracking.method || before.labelKey !== settings.tracking.labelKey) {
      live.retrack();
    }
    requestAll();
  };
  const onEvent = (event: StoreEvent) => {
    const { resource, object } = event;
    const isOurs = object.metadata.namespace === namespace;
    if (resource.kind === 'Application' && isOurs) {
      if (asksForReconcile(event)) {
        queue.add(object.metadata.name);
      }
    } else if (resource.kind === 'ConfigMap' && isOurs && object.metadata.name.startsWith('argocd-cm')) {
      reread();
    } else if (resource.kind === 'AppProject' && isOurs) {
      requestAll();
    } else if (resource.kind === 'CustomResourceDefinition' && event.type !== 'MODIFIED') {
      kindsVersion += 1;
      requestAll();
    }
  };
  const stop = cluster.index.onChange(onEvent);
  requestAll();

  return {
    names,
    readersOf(repoUrl) {
      const wanted = repositories.normalize(repoUrl);
      return cluster.index
        .inNamespace(APPLICATION, namespace)
        .filter((application) =>
          readSpec(application).sources.some(({ repoURL }) => repositories.normalize(repoURL) === wanted),
        )
        .map((application) => application.metadata.name);
    },
    request(name) {
      memoryOf(name).isRefreshDue = true;
      queue.add(name);
    },
    whenIdle: queue.whenIdle,
    setStyle(next) {
      style = next;
      reread();
    },
    async close() {
      stop();
      live.close();
      await queue.close();
    },
  };
}
