import type { Application } from '#lib/domain/application/application.ts';

/** An application that is synced and healthy in wave 0, except for what the test says. */
export function application(overrides: Partial<Application> = {}): Application {
  const name = overrides.name ?? 'web';
  const namespace = overrides.namespace ?? 'argocd';
  return {
    id: `${namespace}/${name}`,
    namespace,
    name,
    project: 'default',
    wave: 0,
    parent: 'argocd/dev-platform',
    generatedBy: null,
    createdAt: null,
    sources: [
      {
        repoUrl: 'https://gitlab.homelab.local/platform/gitops-platform.git',
        targetRevision: 'main',
        path: `apps/${name}`,
      },
    ],
    destination: { cluster: 'in-cluster', namespace: name },
    automated: { prune: true, selfHeal: true },
    sync: 'Synced',
    revisions: ['4c1f0e6d0c9b7a5f3e2d1c0b9a8f7e6d5c4b3a29'],
    health: 'Healthy',
    healthMessage: '',
    healthSince: null,
    operation: null,
    retry: null,
    conditions: [],
    resources: [],
    hooks: [],
    resourceHealth: 'inline',
    history: [],
    images: [],
    reconciledAt: null,
    ...overrides,
  };
}
