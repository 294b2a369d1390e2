import { afterEach, describe, expect, it } from 'vitest';
import {
  applicationOf,
  configMap,
  deployment,
  manifest,
  REPO_URL,
  startTestArgoCd,
  type TestArgoCd,
  type TestArgoOptions,
  wave,
} from './testing/test-argocd.ts';

let test: TestArgoCd;
afterEach(() => test.close());

async function start(options: Partial<TestArgoOptions> = {}): Promise<TestArgoCd> {
  test = await startTestArgoCd({
    files: { 'app/a.yaml': deployment('web', wave(2)), 'app/b.yaml': configMap('settings') },
    ...options,
  });
  await test.untilApp(
    'app',
    'it is healthy',
    ({ health, sync }) => health?.status === 'Healthy' && sync?.status === 'Synced',
  );
  return test;
}

const row = (name: string) => test.status('app').resources?.find((resource) => resource.name === name);

describe('the status as version 3.x writes it', () => {
  it('keeps health of resources out of the object and says where it is', async () => {
    await start();
    const status = test.status('app');
    expect(status.resourceHealthSource).toBe('appTree');
    expect(row('web')).toEqual({
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'web',
      status: 'Synced',
      syncWave: 2,
    });
    expect(row('settings')).toEqual({
      version: 'v1',
      kind: 'ConfigMap',
      namespace: 'shop',
      name: 'settings',
      status: 'Synced',
    });
    expect(status.health?.lastTransitionTime).toMatch(/^2026-11-01T12:\d\d:\d\dZ$/);
  });

  it('names revision, sources, history, images and when it was looked at', async () => {
    await start();
    const status = test.status('app');
    const revision = status.sync?.revision ?? '';
    expect(revision).toMatch(/^[0-9a-f]{40}$/);
    expect(status.sync?.comparedTo).toMatchObject({ source: { path: 'app' }, destination: { namespace: 'shop' } });
    expect(status.history).toEqual([expect.objectContaining({ id: 0, revision, initiatedBy: { automated: true } })]);
    expect(status.summary).toEqual({ images: ['registry.example/web:1.0'] });
    expect(status.sourceType).toBe('Directory');
    expect(status.reconciledAt).toBeDefined();
    expect(status.operationState).toMatchObject({ phase: 'Succeeded', syncResult: { revision } });
    expect(test.app('app').operation).toBeUndefined();
  });

  it('marks what it manages with an id that names the object itself', async () => {
    await start();
    expect(test.get('Deployment', 'shop', 'web')?.metadata.annotations?.['argocd.argoproj.io/tracking-id']).toBe(
      'app:apps/Deployment:shop/web',
    );
    expect(test.get('ConfigMap', 'shop', 'settings')?.metadata.annotations?.['argocd.argoproj.io/tracking-id']).toBe(
      'app:/ConfigMap:shop/settings',
    );
    expect(test.get('ConfigMap', 'shop', 'settings')?.metadata.labels).toBeUndefined();
  });

  it('does not take an object for its own that carries a copied id', async () => {
    await start();
    const annotations = { 'argocd.argoproj.io/tracking-id': 'app:/ConfigMap:shop/settings' };
    test.cluster.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'copy', namespace: 'shop', annotations },
    });
    await test.argocd.refresh();
    expect(row('copy')).toBeUndefined();
    expect(test.get('ConfigMap', 'shop', 'copy')).toBeDefined();
  });

  it('lets a missing object show in the sync status only, unless all are missing', async () => {
    const manual = applicationOf('app', 'app', { syncPolicy: {} });
    test = await startTestArgoCd({
      files: { 'app/a.yaml': configMap('a'), 'app/b.yaml': configMap('b') },
      rootManifest: manual,
    });
    await test.untilApp('app', 'all are missing', ({ health }) => health?.status === 'Missing');
    test.cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    const annotations = { 'argocd.argoproj.io/tracking-id': 'app:/ConfigMap:shop/a' };
    test.cluster.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'shop', annotations },
      data: { value: 'x' },
    });
    await test.untilApp('app', 'one is missing', ({ health }) => health?.status === 'Healthy');
    expect(test.status('app').sync?.status).toBe('OutOfSync');
  });

  it('keeps ten lines of history', async () => {
    await start({ files: { 'app/b.yaml': configMap('settings') } });
    for (let count = 1; count <= 11; count += 1) {
      test.repository.commit({ 'app/b.yaml': configMap('settings', {}, String(count)) });
      await test.argocd.refresh();
      await test.untilApp(
        'app',
        `sync ${count} is over`,
        ({ history, operationState }) => history?.at(-1)?.id === count && operationState?.phase === 'Succeeded',
      );
    }
    expect(test.status('app').history?.map(({ id }) => id)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('has an entry for each of several sources', async () => {
    const sources = [
      { repoURL: REPO_URL, targetRevision: 'main', path: 'app' },
      { repoURL: REPO_URL, targetRevision: 'main', ref: 'values' },
      {
        repoURL: 'https://helm.otwld.com',
        chart: 'ollama',
        targetRevision: '1.24.*',
        helm: { valueFiles: ['$values/values.yaml'] },
      },
    ];
    await start({
      files: { 'app/b.yaml': configMap('settings'), 'values.yaml': 'replicaCount: 2\n' },
      rootManifest: applicationOf('app', 'app', { source: undefined, sources }),
    });
    const { sync, sourceTypes } = test.status('app');
    expect(sync?.revisions).toEqual([
      expect.stringMatching(/^[0-9a-f]{40}$/),
      expect.stringMatching(/^[0-9a-f]{40}$/),
      '1.24.0',
    ]);
    expect(sync?.revision).toBeUndefined();
    expect(sourceTypes).toEqual(['Directory', '', 'Helm']);
    expect(test.get('Deployment', 'shop', 'app')?.spec?.replicas).toBe(2);
  });

  it('warns when two sources make the same object; the last one wins', async () => {
    const source = (path: string) => ({ repoURL: REPO_URL, targetRevision: 'main', path });
    await start({
      files: { 'one/a.yaml': configMap('a', {}, 'one'), 'two/a.yaml': configMap('a', {}, 'two') },
      rootManifest: applicationOf('app', '', { source: undefined, sources: [source('one'), source('two')] }),
    });
    expect(test.status('app').conditions).toEqual([expect.objectContaining({ type: 'RepeatedResourceWarning' })]);
    expect(test.get('ConfigMap', 'shop', 'a')?.data).toEqual({ value: 'two' });
  });
});

describe('the status as version 2.x writes it', () => {
  it('carries the health of each resource', async () => {
    await start({ statusStyle: '2.x' });
    const status = test.status('app');
    expect(status.resourceHealthSource).toBeUndefined();
    expect(row('web')).toMatchObject({ status: 'Synced', health: { status: 'Healthy' }, syncWave: 2 });
    expect(row('settings')?.health).toBeUndefined();
    expect(status.health).toEqual({ status: 'Healthy' });
  });

  it('marks what it manages with a label', async () => {
    await start({ statusStyle: '2.x' });
    const { labels, annotations } = test.get('Deployment', 'shop', 'web')?.metadata ?? {};
    expect(labels).toMatchObject({ 'app.kubernetes.io/instance': 'app' });
    expect(annotations?.['argocd.argoproj.io/tracking-id']).toBeUndefined();
  });

  it('is Missing as soon as one object is', async () => {
    await start({
      statusStyle: '2.x',
      rootManifest: applicationOf('app', 'app', {
        syncPolicy: { automated: {}, syncOptions: ['CreateNamespace=true'] },
      }),
    });
    const settings = test.get('ConfigMap', 'shop', 'settings');
    test.cluster.delete(settings ?? test.app('app'));
    await test.untilApp('app', 'it is Missing', ({ health }) => health?.status === 'Missing');
  });

  it('can be switched to and back while it runs', async () => {
    await start();
    test.argocd.setStatusStyle('2.x');
    await test.untilApp('app', 'health is inline', ({ resourceHealthSource }) => resourceHealthSource === undefined);
    await test.untilApp('app', 'it is in sync again', ({ sync }) => sync?.status === 'Synced');
    test.argocd.setStatusStyle('3.x');
    await test.untilApp('app', 'health is elsewhere', ({ resourceHealthSource }) => resourceHealthSource === 'appTree');
  });
});

describe('an Application that asks for addresses', () => {
  it('lists them once they are reached', async () => {
    const backend = { service: { name: 'web', port: { number: 80 } } };
    const rules = [{ host: 'shop.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }];
    await start({
      files: {
        'app/i.yaml': manifest('Ingress', 'web', {
          apiVersion: 'networking.k8s.io/v1',
          spec: { ingressClassName: 'traefik', rules, tls: [{ hosts: ['shop.example'] }] },
        }),
      },
    });
    expect(test.status('app').summary?.externalURLs).toEqual(['https://shop.example/']);
  });
});
