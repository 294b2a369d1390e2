import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APPLICATION_KIND } from './application-kind.ts';

const parse = (object: object) => APPLICATION_KIND.toDomain(object as Record<string, unknown>);
const named = (metadata: object, rest: object = {}) =>
  parse({ metadata: { name: 'web', namespace: 'argocd', ...metadata }, ...rest });

describe('an Application of Argo CD 2.x', () => {
  const application = named(
    { creationTimestamp: '2026-11-01T08:00:00Z', annotations: { 'argocd.argoproj.io/sync-wave': '3' } },
    {
      spec: {
        project: 'platform',
        source: {
          repoURL: 'https://user:secret@git.lan/platform/gitops.git',
          path: 'apps/web',
          targetRevision: 'main',
        },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'web' },
        syncPolicy: { automated: { prune: true } },
      },
      status: {
        sync: { status: 'OutOfSync', revision: 'abc' },
        health: { status: 'Degraded', message: 'broken', lastTransitionTime: '2026-11-01T09:00:00Z' },
        reconciledAt: '2026-11-01T10:00:00Z',
        operationState: {
          phase: 'Failed',
          message: 'one or more objects failed to apply',
          startedAt: '2026-11-01T09:30:00Z',
          finishedAt: '2026-11-01T09:31:00Z',
          retryCount: 2,
          operation: { initiatedBy: { automated: true } },
          syncResult: {
            revision: 'abc',
            resources: [
              {
                group: 'apps',
                kind: 'Deployment',
                namespace: 'web',
                name: 'web',
                status: 'SyncFailed',
                message: 'no room',
              },
              {
                group: 'batch',
                kind: 'Job',
                namespace: 'web',
                name: 'migrate',
                status: 'Synced',
                message: 'migrate created',
                hookType: 'PreSync',
                syncPhase: 'PreSync',
                hookPhase: 'Succeeded',
              },
            ],
          },
        },
        conditions: [{ type: 'SyncError', message: 'it failed', lastTransitionTime: '2026-11-01T09:31:00Z' }],
        resources: [
          {
            group: 'apps',
            kind: 'Deployment',
            namespace: 'web',
            name: 'web',
            status: 'OutOfSync',
            health: { status: 'Degraded', message: 'oh' },
            syncWave: -2,
          },
          { kind: 'Job', group: 'batch', namespace: 'web', name: 'migrate', hook: true, requiresPruning: true },
        ],
        history: [
          { id: 0, revision: 'old', deployedAt: '2026-10-01T00:00:00Z' },
          { id: 1, revisions: ['abc', 'def'], deployedAt: '2026-11-01T00:00:00Z' },
        ],
        summary: { images: ['web:1', 'proxy:2'] },
      },
    },
  );

  it('keeps what the portal shows and nothing else', () => {
    expect(application).toEqual({
      id: 'argocd/web',
      namespace: 'argocd',
      name: 'web',
      project: 'platform',
      wave: 3,
      parent: null,
      generatedBy: null,
      createdAt: Date.UTC(2026, 10, 1, 8),
      sources: [{ repoUrl: 'https://git.lan/platform/gitops.git', path: 'apps/web', targetRevision: 'main' }],
      destination: { cluster: 'https://kubernetes.default.svc', namespace: 'web' },
      automated: { prune: true, selfHeal: false },
      sync: 'OutOfSync',
      revisions: ['abc'],
      health: 'Degraded',
      healthMessage: 'broken',
      healthSince: Date.UTC(2026, 10, 1, 9),
      operation: {
        phase: 'Failed',
        message: 'one or more objects failed to apply',
        revisions: ['abc'],
        startedAt: Date.UTC(2026, 10, 1, 9, 30),
        finishedAt: Date.UTC(2026, 10, 1, 9, 31),
        retryCount: 2,
        automated: true,
      },
      retry: { count: 2, limit: 0, nextAt: null },
      conditions: [{ type: 'SyncError', message: 'it failed', at: Date.UTC(2026, 10, 1, 9, 31) }],
      resources: [
        {
          group: 'apps',
          kind: 'Deployment',
          namespace: 'web',
          name: 'web',
          wave: -2,
          sync: 'OutOfSync',
          health: 'Degraded',
          healthMessage: 'oh',
          hook: false,
          requiresPruning: false,
          syncMessage: 'no room',
        },
        { group: 'batch', kind: 'Job', namespace: 'web', name: 'migrate', wave: 0, hook: true, requiresPruning: true },
      ],
      hooks: [
        {
          group: 'batch',
          kind: 'Job',
          namespace: 'web',
          name: 'migrate',
          phase: 'PreSync',
          state: 'Succeeded',
          message: 'migrate created',
        },
      ],
      resourceHealth: 'inline',
      history: [
        { id: 1, revisions: ['abc', 'def'], deployedAt: Date.UTC(2026, 10, 1) },
        { id: 0, revisions: ['old'], deployedAt: Date.UTC(2026, 9, 1) },
      ],
      images: ['web:1', 'proxy:2'],
      reconciledAt: Date.UTC(2026, 10, 1, 10),
    });
  });
});

describe('an Application of Argo CD 3.x', () => {
  it('has its resources’ health in the tree and may have several sources', () => {
    const application = named(
      {},
      {
        spec: {
          source: { repoURL: 'https://ignored' },
          sources: [
            {
              repoURL: 'https://charts.example',
              chart: 'web',
              targetRevision: '1.2.*',
              helm: { valueFiles: ['$values/web.yaml'] },
            },
            { repoURL: 'https://git.lan/values', ref: 'values' },
          ],
          destination: { name: 'in-cluster', namespace: 'web' },
          syncPolicy: { automated: { enabled: false, prune: true } },
        },
        status: {
          resourceHealthSource: 'appTree',
          sync: { status: 'Synced', revision: '', revisions: ['1.2.7', 'fed'] },
          resources: [{ kind: 'Service', status: 'Synced' }],
        },
      },
    );
    expect(application).toMatchObject({
      resourceHealth: 'tree',
      automated: null,
      destination: { cluster: 'in-cluster', namespace: 'web' },
      revisions: ['1.2.7', 'fed'],
      sources: [
        { repoUrl: 'https://charts.example', chart: 'web', targetRevision: '1.2.*' },
        { repoUrl: 'https://git.lan/values', ref: 'values', targetRevision: 'HEAD' },
      ],
    });
    expect(application.resources[0]?.health).toBeUndefined();
  });
});

describe('wave', () => {
  const wave = (annotations: object) => named({ annotations }).wave;
  it.each([
    ['-5', -5],
    ['+7', 7],
    ['007', 7],
    ['abc', 0],
    ['1.5', 0],
    ['', 0],
    [' 1', 0],
    ['1_000', 0],
    ['0x10', 0],
    ['99999999999999999999', 0],
    [3, 0],
  ])('%j is %d', (value, expected) => {
    expect(wave({ 'argocd.argoproj.io/sync-wave': value })).toBe(expected);
  });

  it('falls back to the weight of a Helm hook', () => {
    expect(wave({ 'helm.sh/hook-weight': '4' })).toBe(4);
    expect(wave({ 'argocd.argoproj.io/sync-wave': 'x', 'helm.sh/hook-weight': '4' })).toBe(4);
    expect(wave({ 'argocd.argoproj.io/sync-wave': '1', 'helm.sh/hook-weight': '4' })).toBe(1);
  });
});

describe('parent', () => {
  const id = 'argocd.argoproj.io/tracking-id';
  it.each<[string, object, string | null]>([
    ['the tracking id', { annotations: { [id]: 'root:argoproj.io/Application:argocd/web' } }, 'argocd/root'],
    [
      'an application in another namespace',
      { annotations: { [id]: 'team_apps:argoproj.io/Application:argocd/web' } },
      'team/apps',
    ],
    ['an id that names another object', { annotations: { [id]: 'root:argoproj.io/Application:argocd/other' } }, null],
    ['an id of another kind', { annotations: { [id]: 'root:apps/Deployment:argocd/web' } }, null],
    [
      'an id that counts before the label',
      {
        annotations: { [id]: 'root:argoproj.io/Application:argocd/web' },
        labels: { 'app.kubernetes.io/instance': 'x' },
      },
      'argocd/root',
    ],
    [
      'a copied id hides the label too',
      { annotations: { [id]: 'root:argoproj.io/Application:a/b' }, labels: { 'app.kubernetes.io/instance': 'x' } },
      null,
    ],
    ['the label where there is no id', { labels: { 'app.kubernetes.io/instance': 'root' } }, 'argocd/root'],
    [
      'the label of one’s own',
      { labels: { 'app.kubernetes.io/instance': 'x', 'argocd.argoproj.io/instance': 'root' } },
      'argocd/root',
    ],
    ['itself is no parent', { labels: { 'app.kubernetes.io/instance': 'web' } }, null],
    ['nothing', {}, null],
  ])('%s', (_, metadata, parent) => {
    expect(named(metadata).parent).toBe(parent);
  });

  it('lives where the controller does', () => {
    const metadata = { namespace: 'team-a', annotations: { [id]: 'root:argoproj.io/Application:team-a/web' } };
    expect(named(metadata, { status: { controllerNamespace: 'argocd' } }).parent).toBe('argocd/root');
    expect(named(metadata).parent).toBe('team-a/root');
  });
});

describe('hostile objects', () => {
  it('needs a name and nothing else', () => {
    expect(() => parse({})).toThrow('it has no metadata.name');
    expect(named({})).toMatchObject({
      id: 'argocd/web',
      sync: 'Unknown',
      health: 'Unknown',
      sources: [],
      resources: [],
      operation: null,
    });
  });

  it('reads any object or says that it cannot, and never grows beyond measure', () => {
    const field = fc.oneof(fc.anything(), fc.string(), fc.object());
    const anyObject = fc.record({
      metadata: fc.record(
        { name: fc.oneof(fc.string(), fc.anything()), annotations: field, labels: field },
        { requiredKeys: [] },
      ),
      spec: fc.record({ source: field, sources: field, destination: field, syncPolicy: field }, { requiredKeys: [] }),
      status: fc.record(
        {
          sync: field,
          health: field,
          operationState: field,
          conditions: field,
          resources: field,
          history: field,
          summary: field,
        },
        { requiredKeys: [] },
      ),
    });
    fc.assert(
      fc.property(anyObject, (object) => {
        try {
          expect(parse(object).id).toContain('/');
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      }),
    );
    const long = 'x'.repeat(100_000);
    const huge = named(
      { annotations: { [long]: long } },
      {
        status: {
          health: { message: long },
          conditions: Array.from({ length: 1000 }, () => ({ type: long, message: long })),
        },
      },
    );
    expect(JSON.stringify(huge).length).toBeLessThan(200_000);
  });
});

describe('what brings an Application', () => {
  const owner = (kind: string, apiVersion = 'argoproj.io/v1alpha1') => ({
    apiVersion,
    kind,
    name: 'previews',
    uid: 'u',
  });

  it('is the ApplicationSet that owns it', () => {
    expect(named({ ownerReferences: [owner('ApplicationSet')] })).toMatchObject({
      parent: null,
      generatedBy: 'argocd/previews',
    });
  });

  it('is no other owner, and nothing where there is none', () => {
    for (const ownerReferences of [
      [owner('Other')],
      [owner('ApplicationSet', 'example.org/v1')],
      'garbage',
      undefined,
    ]) {
      expect(named({ ownerReferences }).generatedBy).toBeNull();
    }
  });
});
