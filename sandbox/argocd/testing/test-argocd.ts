import { join } from 'node:path';
import { stringify } from 'yaml';
import type { SandboxClock } from '../../clock.ts';
import { startTestCluster, type TestCluster } from '../../controllers/testing/test-cluster.ts';
import type { FaultSwitches } from '../../faults.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { SeedAccount } from '../server/accounts.ts';
import type { StatusStyle } from '../settings/settings.ts';
import { type RunningArgoCd, startArgoCd } from '../start-argocd.ts';
import { createTestRepository, type TestRepository } from './test-repository.ts';

/** What the Applications of the tests name as their repository. */
export const REPO_URL = 'https://git.example/platform.git';

export type ResourceStatus = {
  group?: string;
  kind: string;
  namespace?: string;
  name: string;
  status?: string;
  health?: { status: string };
  hook?: boolean;
  requiresPruning?: boolean;
  syncWave?: number;
};

export type SyncResultRow = {
  kind: string;
  name: string;
  status?: string;
  hookPhase?: string;
  hookType?: string;
  message?: string;
  syncPhase: string;
};

export type AppStatus = {
  sync?: { status?: string; revision?: string; revisions?: string[]; comparedTo?: unknown };
  health?: { status?: string; lastTransitionTime?: string };
  conditions?: { type: string; message: string }[];
  operationState?: {
    phase?: string;
    message?: string;
    retryCount?: number;
    startedAt?: string;
    finishedAt?: string;
    operation?: { initiatedBy?: { automated?: boolean; username?: string }; sync?: { resources?: unknown[] } };
    syncResult?: { revision?: string; revisions?: string[]; resources?: SyncResultRow[] };
  };
  resources?: ResourceStatus[];
  history?: { id: number; revision?: string }[];
  reconciledAt?: string;
  resourceHealthSource?: string;
  summary?: { images?: string[]; externalURLs?: string[] };
  sourceType?: string;
  sourceTypes?: string[];
};

export type TestArgoCd = TestCluster & {
  repository: TestRepository;
  argocd: RunningArgoCd;
  app(name: string): KubeObject;
  status(name: string): AppStatus;
  untilApp(name: string, what: string, holds: (status: AppStatus) => boolean, timeoutMs?: number): Promise<void>;
  /** Until the last operation of an Application is over; gives its state. */
  untilSynced(name: string): Promise<NonNullable<AppStatus['operationState']>>;
  /** What was created and deleted since the start, without what the cluster itself made: `ADDED ConfigMap shop/a`. */
  changes(kinds: string[]): string[];
};

export type TestArgoOptions = {
  files: Record<string, string>;
  rate?: number;
  statusStyle?: StatusStyle;
  pollSeconds?: number;
  serverPort?: number;
  accounts?: readonly SeedAccount[];
  faults?: FaultSwitches;
  settings?: Record<string, string>;
  repoErrorGraceSeconds?: number;
  rootManifest?: string;
  repositories?: (repository: TestRepository) => Map<string, string>;
};

/** An Application of one directory; `spec` is laid over. */
export function applicationOf(
  name: string,
  path: string,
  spec: Record<string, unknown> = {},
  metadata: Record<string, unknown> = {},
): string {
  return stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', ...metadata },
    spec: {
      project: 'default',
      source: { repoURL: REPO_URL, targetRevision: 'main', path },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['CreateNamespace=true'] },
      ...spec,
    },
  });
}

/** Manifests as YAML: each a kind, a name and what else there is. */
export function manifest(
  kind: string,
  name: string,
  rest: Record<string, unknown> = {},
  annotations: Record<string, string> = {},
): string {
  const { apiVersion, ...body } = { apiVersion: 'v1', ...rest };
  return stringify({ apiVersion, kind, metadata: { name, annotations }, ...body });
}

export function wave(number: number | string): Record<string, string> {
  return { 'argocd.argoproj.io/sync-wave': String(number) };
}

export function hook(phase: string, policy?: string): Record<string, string> {
  return {
    'argocd.argoproj.io/hook': phase,
    ...(policy === undefined ? {} : { 'argocd.argoproj.io/hook-delete-policy': policy }),
  };
}

export function configMap(name: string, annotations: Record<string, string> = {}, value = 'x'): string {
  return manifest('ConfigMap', name, { data: { value } }, annotations);
}

export function deployment(
  name: string,
  annotations: Record<string, string> = {},
  image = 'registry.example/web:1.0',
  replicas = 1,
): string {
  const template = { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image }] } };
  const spec = { replicas, selector: { matchLabels: { app: name } }, template };
  return manifest('Deployment', name, { apiVersion: 'apps/v1', spec }, annotations);
}

export function job(
  name: string,
  annotations: Record<string, string> = {},
  image = 'worker:1',
  spec: Record<string, unknown> = {},
): string {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image }] } };
  return manifest('Job', name, { apiVersion: 'batch/v1', spec: { backoffLimit: 0, ...spec, template } }, annotations);
}

const APPLICATION = resourceType('Application');

/** The health check for Applications that Argo CD's documentation gives. */
export const APPLICATION_HEALTH = {
  'resource.customizations.health.argoproj.io_Application':
    'hs = {}\nhs.status = "Progressing"\nif obj.status ~= nil and obj.status.health ~= nil then hs.status = obj.status.health.status end\nreturn hs',
};

export async function startTestArgoCd(options: TestArgoOptions): Promise<TestArgoCd> {
  const cluster = startTestCluster({ rate: options.rate ?? 200 });
  const repository = createTestRepository(options.files);
  cluster.cluster.create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm', namespace: 'argocd' },
    data: options.settings ?? {},
  });
  const argocd = await startArgoCd({
    store: cluster.store,
    clock: cluster.clock as SandboxClock,
    cluster: cluster.cluster,
    stateDir: join(repository.folder, 'state'),
    repositories: options.repositories?.(repository) ?? new Map([[REPO_URL, repository.url]]),
    rootManifest: options.rootManifest ?? applicationOf('app', 'app'),
    pollSeconds: options.pollSeconds ?? 100_000,
    ...(options.statusStyle === undefined ? {} : { statusStyle: options.statusStyle }),
    ...(options.serverPort === undefined ? {} : { serverPort: options.serverPort }),
    ...(options.accounts === undefined ? {} : { accounts: options.accounts }),
    ...(options.faults === undefined ? {} : { faults: options.faults }),
    ...(options.repoErrorGraceSeconds === undefined ? {} : { repoErrorGraceSeconds: options.repoErrorGraceSeconds }),
  });
  const app = (name: string): KubeObject => {
    const found = cluster.store.get(APPLICATION, 'argocd', name);
    if (found === undefined) {
      throw new Error(`there is no Application ${name}`);
    }
    return found;
  };
  const status = (name: string): AppStatus =>
    (cluster.store.get(APPLICATION, 'argocd', name)?.status ?? {}) as AppStatus;
  const untilApp: TestArgoCd['untilApp'] = async (name, what, holds, timeoutMs) => {
    try {
      await cluster.until(`${name}: ${what}`, () => holds(status(name)), timeoutMs);
    } catch (error) {
      const { sync, health, conditions, operationState } = status(name);
      const state = { sync: sync?.status, health: health?.status, conditions, message: operationState?.message };
      throw new Error(`${(error as Error).message}; it is ${JSON.stringify(state)}`, { cause: error });
    }
  };
  return {
    ...cluster,
    repository,
    argocd,
    app,
    status,
    untilApp,
    async untilSynced(name) {
      const isOver = () => ['Succeeded', 'Failed', 'Error'].includes(status(name).operationState?.phase ?? '');
      await untilApp(name, 'its operation is over', isOver);
      return status(name).operationState ?? {};
    },
    changes: (kinds) =>
      cluster.log.filter((line) => {
        const [type, kind, place] = line.split(' ');
        return type !== 'MODIFIED' && kinds.includes(kind ?? '') && !place?.endsWith('kube-root-ca.crt');
      }),
    close() {
      // The rest may end in its own time: nothing is written any more.
      argocd.close().then(
        () => repository.close(),
        (error: unknown) => {
          throw error;
        },
      );
      cluster.close();
    },
  };
}
