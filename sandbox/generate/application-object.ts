import type { Fields } from '../controllers/api/fields.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import { drawState, drawWave, type GeneratedState, type Random } from './mix.ts';

export const GENERATED_REPO_URL = 'https://gitlab.homelab.local/platform/gitops-platform.git';

/** What an ordinary application manages, in the order Argo CD lists it. */
const KINDS: readonly [group: string, version: string, kind: string][] = [
  ['', 'v1', 'ConfigMap'],
  ['', 'v1', 'Secret'],
  ['', 'v1', 'Service'],
  ['', 'v1', 'ServiceAccount'],
  ['apps', 'v1', 'Deployment'],
  ['autoscaling', 'v2', 'HorizontalPodAutoscaler'],
  ['networking.k8s.io', 'v1', 'Ingress'],
  ['networking.k8s.io', 'v1', 'NetworkPolicy'],
  ['policy', 'v1', 'PodDisruptionBudget'],
  ['rbac.authorization.k8s.io', 'v1', 'Role'],
  ['rbac.authorization.k8s.io', 'v1', 'RoleBinding'],
];

const WORDS = [
  'atlas',
  'billing',
  'cart',
  'dispatch',
  'events',
  'feed',
  'geo',
  'harbor',
  'intake',
  'journal',
  'ledger',
  'mailer',
];

export type GeneratedApplication = {
  index: number;
  name: string;
  namespace: string;
  wave: number;
  state: GeneratedState;
};

export function drawApplication(random: Random, index: number): GeneratedApplication {
  const name = `${random.pick(`word/${index}`, WORDS)}-${String(index).padStart(5, '0')}`;
  return { index, name, namespace: name, wave: drawWave(random, name), state: drawState(random, name) };
}

type Resource = { group: string; version: string; kind: string; name: string };

function resourcesOf(random: Random, { name }: GeneratedApplication): Resource[] {
  const count = random.between(`resources/${name}`, 7, 12);
  return Array.from({ length: count }, (_, at) => {
    const [group, version, kind] = KINDS[at % KINDS.length] as (typeof KINDS)[number];
    return { group, version, kind, name: at < KINDS.length ? name : `${name}-extra-${at}` };
  });
}

function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function conditionsOf({ state }: GeneratedApplication, revision: string, at: string): Fields[] {
  if (state.sync === 'Unknown') {
    const message =
      'Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = apps/missing: app path does not exist';
    return [{ type: 'ComparisonError', message, lastTransitionTime: at }];
  }
  return state.phase === 'Failed'
    ? [
        {
          type: 'SyncError',
          message: `Failed sync attempt to ${revision}: one or more objects failed to apply`,
          lastTransitionTime: at,
        },
      ]
    : [];
}

const MESSAGES: Record<GeneratedState['phase'], string> = {
  Succeeded: 'successfully synced (all tasks run)',
  Running: 'waiting for healthy state of apps/Deployment/web',
  Failed: 'one or more objects failed to apply',
};

/** The status of an Application as version 3.x writes it. */
export function generatedStatus(random: Random, app: GeneratedApplication, now: number): Fields {
  const { name, namespace, state } = app;
  const revision = random.hex('revision', 40);
  const startedAt = now - random.between(`age/${name}`, 60, 86_400) * 1000;
  const at = timeText(startedAt);
  const source = { repoURL: GENERATED_REPO_URL, targetRevision: 'main', path: `apps/${name}` };
  const resources = resourcesOf(random, app);
  const conditions = conditionsOf(app, revision, at);
  const history = Array.from({ length: random.between(`history/${name}`, 2, 7) }, (_, id) => ({
    deployStartedAt: at,
    deployedAt: timeText(startedAt + 2000),
    id,
    initiatedBy: { automated: true },
    revision: random.hex(`revision/${id}`, 40),
    source,
  }));
  return {
    controllerNamespace: 'argocd',
    ...(conditions.length > 0 ? { conditions } : {}),
    health: { lastTransitionTime: at, status: state.health },
    history,
    operationState: {
      ...(state.phase === 'Running' ? {} : { finishedAt: timeText(startedAt + 3000) }),
      message: MESSAGES[state.phase],
      operation: {
        initiatedBy: { automated: true },
        retry: { limit: 5 },
        sync: { prune: true, revision, syncOptions: ['CreateNamespace=true'] },
      },
      phase: state.phase,
      startedAt: at,
      syncResult: {
        resources: resources.map(({ group, version, kind, name: resource }) => ({
          group,
          version,
          kind,
          namespace,
          name: resource,
          status: 'Synced',
          message: `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${resource} configured`,
          hookPhase: 'Running',
          syncPhase: 'Sync',
        })),
        revision,
        source,
      },
    },
    reconciledAt: timeText(now - random.between(`reconciled/${name}`, 0, 170) * 1000),
    resourceHealthSource: 'appTree',
    resources: resources.map(({ group, ...resource }, at) => ({
      ...(group === '' ? {} : { group }),
      ...resource,
      namespace,
      status: state.sync === 'OutOfSync' && at === 4 ? 'OutOfSync' : state.sync === 'Unknown' ? 'Unknown' : 'Synced',
    })),
    sourceHydrator: {},
    sourceType: 'Directory',
    summary: {
      externalURLs: [`https://${name}.homelab.local/`],
      images: [`registry.homelab.local/apps/${name}:1.${app.index % 40}.0`],
    },
    sync: {
      comparedTo: { destination: { namespace, server: 'https://kubernetes.default.svc' }, source },
      revision,
      status: state.sync,
    },
  };
}

/** A child of the root, about 6.5 KB as JSON. */
export function applicationObject(random: Random, app: GeneratedApplication, root: string, now: number): KubeObject {
  const { name, namespace, wave } = app;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: 'argocd',
      annotations: {
        'argocd.argoproj.io/sync-wave': String(wave),
        'argocd.argoproj.io/tracking-id': `${root}:argoproj.io/Application:argocd/${name}`,
      },
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    },
    spec: {
      project: 'apps',
      source: { repoURL: GENERATED_REPO_URL, targetRevision: 'main', path: `apps/${name}` },
      destination: { server: 'https://kubernetes.default.svc', namespace },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['CreateNamespace=true'] },
    },
    status: generatedStatus(random, app, now),
  };
}

/** The root of them all; its status lists every child. */
export function rootObject(
  random: Random,
  root: string,
  apps: readonly GeneratedApplication[],
  now: number,
): KubeObject {
  const source = {
    repoURL: GENERATED_REPO_URL,
    targetRevision: 'main',
    path: 'argocd/applications',
    directory: { recurse: true },
  };
  const destination = { server: 'https://kubernetes.default.svc', namespace: 'argocd' };
  const at = timeText(now);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: root, namespace: 'argocd' },
    spec: { project: 'default', source, destination, syncPolicy: { automated: { prune: true, selfHeal: true } } },
    status: {
      controllerNamespace: 'argocd',
      health: { lastTransitionTime: at, status: 'Degraded' },
      reconciledAt: at,
      resourceHealthSource: 'appTree',
      resources: apps.map(({ name, wave }) => ({
        group: 'argoproj.io',
        version: 'v1alpha1',
        kind: 'Application',
        namespace: 'argocd',
        name,
        status: 'Synced',
        ...(wave === 0 ? {} : { syncWave: wave }),
      })),
      sourceType: 'Directory',
      sync: { comparedTo: { destination, source }, revision: random.hex('revision', 40), status: 'Synced' },
    },
  };
}
