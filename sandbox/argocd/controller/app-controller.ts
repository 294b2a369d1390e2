import type { SandboxClock } from '../../clock.ts';
import type { Cluster } from '../../controllers/api/cluster.ts';
import type { Draw } from '../../controllers/api/draw.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { StoreEvent } from '../../kubernetes/store.ts';
import { readSpec } from '../application/spec.ts';
import type { ManagedResource } from '../compare/compare-application.ts';
import { createLiveObjects } from '../compare/live-objects.ts';
import type { Repositories } from '../git/repositories.ts';
import { type Rendered, TargetError } from '../manifests/render.ts';
import { type ArgoSettings, readSettings, type StatusStyle } from '../settings/settings.ts';
import { type AppMemory, newAppMemory } from './app-memory.ts';
import { createAppQueue } from './app-queue.ts';
import { compare } from './compare-step.ts';
import { APPLICATION, type ControllerContext, getApplication } from './context.ts';
import { loadTargets } from './load-targets.ts';
import { reconcile } from './reconcile.ts';
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
  /** What an Application wants and has, as it is now; null where there is no such one. */
  managed(name: string): Promise<ManagedApplication | null>;
  whenIdle(): Promise<void>;
  setStyle(style: StatusStyle): void;
  close(): Promise<void>;
};

export type ManagedApplication = {
  application: KubeObject;
  resources: ManagedResource[];
  /** What was applied last, by key text. */
  applied: ReadonlyMap<string, KubeObject>;
  hasApplicationHealth: boolean;
};

/** Where Argo CD's own settings are. */
const SETTINGS_MAPS = new Set(['argocd-cm', 'argocd-cmd-params-cm']);

type Settings = {
  current(): ArgoSettings;
  /** Reads them again; true when objects are tracked in another way now. */
  reread(style?: StatusStyle): boolean;
};

function createSettings({ cluster, namespace, style: first }: AppControllerOptions): Settings {
  let style = first;
  let settings = readSettings(cluster, namespace, style);
  return {
    current: () => settings,
    reread(next = style) {
      style = next;
      const before = settings.tracking;
      settings = readSettings(cluster, namespace, style);
      return before.method !== settings.tracking.method || before.labelKey !== settings.tracking.labelKey;
    },
  };
}

function createContext(
  options: AppControllerOptions,
  settings: Settings,
  kindsVersion: () => number,
): ControllerContext {
  const { cluster, clock, repositories, namespace, draw, repoErrorGraceMs } = options;
  const memories = new Map<string, AppMemory>();
  const queue = createAppQueue(clock, (name) => reconcile(context, name));
  const onLiveChange = (name: string) => {
    if (getApplication(context, name) !== undefined) {
      queue.add(name);
    }
  };
  const context: ControllerContext = {
    cluster,
    clock,
    repositories,
    namespace,
    draw,
    repoErrorGraceMs,
    kindsVersion,
    queue,
    settings: settings.current,
    live: createLiveObjects(cluster, settings.current, onLiveChange),
    memoryOf(name) {
      const known = memories.get(name) ?? newAppMemory();
      memories.set(name, known);
      return known;
    },
    forget: (name) => memories.delete(name),
    comparisons: new WeakMap(),
  };
  return context;
}

/** The application controller: compares, syncs and finalizes Applications when something about them changes. */
export function createAppController(options: AppControllerOptions): AppController {
  const { cluster, repositories, namespace } = options;
  let kindsVersion = 0;
  const settings = createSettings(options);
  const context = createContext(options, settings, () => kindsVersion);
  const { queue } = context;

  const applications = () => cluster.index.inNamespace(APPLICATION, namespace);
  const names = () => applications().map((application) => application.metadata.name);
  const lookAtAll = () => names().forEach(queue.add);
  const reread = (style?: StatusStyle) => {
    if (settings.reread(style)) {
      context.live.retrack();
    }
    lookAtAll();
  };
  const onEvent = (event: StoreEvent) => {
    const { resource, object } = event;
    const isOurs = object.metadata.namespace === namespace;
    if (resource.kind === 'CustomResourceDefinition' && event.type !== 'MODIFIED') {
      kindsVersion += 1;
      lookAtAll();
    } else if (isOurs && resource.kind === 'Application' && asksForReconcile(event)) {
      queue.add(object.metadata.name);
    } else if (isOurs && resource.kind === 'ConfigMap' && SETTINGS_MAPS.has(object.metadata.name)) {
      reread();
    } else if (isOurs && resource.kind === 'AppProject') {
      lookAtAll();
    }
  };
  const stop = cluster.index.onChange(onEvent);
  lookAtAll();

  return {
    names,
    readersOf(repoUrl) {
      const wanted = repositories.normalize(repoUrl);
      const reads = (application: KubeObject) =>
        readSpec(application).sources.some(({ repoURL }) => repositories.normalize(repoURL) === wanted);
      return applications()
        .filter(reads)
        .map((application) => application.metadata.name);
    },
    request(name) {
      context.memoryOf(name).isRefreshDue = true;
      queue.add(name);
    },
    managed: (name) => managed(context, name),
    whenIdle: queue.whenIdle,
    setStyle: reread,
    async close() {
      stop();
      context.live.close();
      await queue.close();
    },
  };
}

/** As the last comparison saw it, but for what has changed since. What cannot be rendered is known by what is live. */
async function managed(context: ControllerContext, name: string): Promise<ManagedApplication | null> {
  const application = getApplication(context, name);
  if (application === undefined) {
    return null;
  }
  const rendered = await loadTargets(context, application).catch((error: unknown): Rendered => {
    if (!(error instanceof TargetError)) {
      throw error;
    }
    return { objects: [], revisions: [], sourceTypes: [], repeated: [] };
  });
  return {
    application,
    resources: compare(context, application, rendered).resources,
    applied: context.memoryOf(name).applied,
    hasApplicationHealth: context.settings().hasApplicationHealth,
  };
}
