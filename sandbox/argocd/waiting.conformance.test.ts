import { afterEach, describe, expect, it } from 'vitest';
import {
  APPLICATION_HEALTH,
  applicationOf,
  configMap,
  deployment,
  job,
  manifest,
  startTestArgoCd,
  type TestArgoCd,
  type TestArgoOptions,
  wave,
} from './testing/test-argocd.ts';

const [LUA = ''] = Object.values(APPLICATION_HEALTH);
const IN_ONE_MAP = {
  'resource.customizations': `argoproj.io/Application:\n  health.lua: |\n${LUA.replaceAll(/^/gm, '    ')}\n`,
};

let test: TestArgoCd;
afterEach(() => test.close());

async function start(options: TestArgoOptions): Promise<TestArgoCd> {
  test = await startTestArgoCd(options);
  return test;
}

describe('waves of one Application', () => {
  it('start when everything of the wave before is healthy, not sooner', async () => {
    await start({
      files: { 'app/a.yaml': deployment('first', wave(0)), 'app/b.yaml': configMap('second', wave(1)) },
    });
    await test.until('the second wave has begun', () => test.get('ConfigMap', 'shop', 'second') !== undefined);
    expect(test.get('Deployment', 'shop', 'first')?.status?.availableReplicas).toBe(1);
    expect((await test.untilSynced('app')).message).toBe('successfully synced (all tasks run)');
  });

  it('say what they wait for', async () => {
    await start({
      files: {
        'app/a.yaml': deployment('first', wave(0), 'registry.example/web:does-not-exist'),
        'app/b.yaml': configMap('second', wave(1)),
      },
    });
    await test.untilApp(
      'app',
      'it waits',
      ({ operationState }) => operationState?.message === 'waiting for healthy state of apps/Deployment/first',
    );
    await test.pass(60);
    expect(test.get('ConfigMap', 'shop', 'second')).toBeUndefined();
    expect(test.status('app').operationState?.phase).toBe('Running');
  });

  it('do not wait for kinds that have no health', async () => {
    await start({ files: { 'app/a.yaml': configMap('first', wave(0)), 'app/b.yaml': configMap('second', wave(1)) } });
    const { phase, startedAt, finishedAt } = await test.untilSynced('app');
    expect(phase).toBe('Succeeded');
    // Two seconds between the waves.
    expect(Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')).toBeGreaterThanOrEqual(2000);
  });

  it('fail the sync when something is Degraded', async () => {
    await start({
      files: { 'app/a.yaml': job('first', wave(0), 'worker:crashes'), 'app/b.yaml': configMap('second', wave(1)) },
      rootManifest: applicationOf('app', 'app', {
        syncPolicy: { automated: {}, retry: { limit: 0 }, syncOptions: ['CreateNamespace=true'] },
      }),
    });
    const { phase, message, syncResult } = await test.untilSynced('app');
    expect(phase).toBe('Failed');
    expect(message).toBe('one or more synchronization tasks completed unsuccessfully');
    expect(test.get('ConfigMap', 'shop', 'second')).toBeUndefined();
    expect(syncResult?.resources).toContainEqual(
      expect.objectContaining({
        kind: 'Job',
        name: 'first',
        hookPhase: 'Failed',
        message: 'Job has reached the specified backoff limit',
      }),
    );
  });

  it('do not matter when there is only one: the sync succeeds although the pods never start', async () => {
    await start({ files: { 'app/a.yaml': deployment('only', {}, 'registry.example/web:does-not-exist') } });
    expect((await test.untilSynced('app')).phase).toBe('Succeeded');
    await test.untilApp('app', 'it is judged by its health', ({ health }) => health?.status === 'Progressing');
  });

  it('are not waited for after the last one', async () => {
    await start({
      files: {
        'app/a.yaml': configMap('first', wave(0)),
        'app/b.yaml': deployment('last', wave(1), 'registry.example/web:does-not-exist'),
      },
    });
    expect((await test.untilSynced('app')).message).toBe('successfully synced (all tasks run)');
  });

  it('apply within a wave by kind and name', async () => {
    const files = ['b', 'a'].map((name) =>
      [configMap(name), manifest('Service', name, { spec: { ports: [{ port: 80 }] } }), deployment(name)].join('---\n'),
    );
    await start({ files: { 'app/one.yaml': files[0] ?? '', 'app/two.yaml': files[1] ?? '' } });
    await test.untilSynced('app');
    expect(test.changes(['ConfigMap', 'Service', 'Deployment']).filter((line) => line.includes('shop/'))).toEqual([
      'ADDED ConfigMap shop/a',
      'ADDED ConfigMap shop/b',
      'ADDED Service shop/a',
      'ADDED Service shop/b',
      'ADDED Deployment shop/a',
      'ADDED Deployment shop/b',
    ]);
  });
});

describe('waves between Applications of an app of apps', () => {
  const files = {
    'apps/one.yaml': applicationOf('one', 'one', {}, { annotations: wave(0) }),
    'apps/two.yaml': applicationOf('two', 'two', {}, { annotations: wave(1) }),
    'one/slow.yaml': deployment('slow'),
    'two/next.yaml': configMap('next'),
  };
  const rootManifest = applicationOf('root', 'apps', {
    destination: { server: 'https://kubernetes.default.svc', namespace: 'argocd' },
  });

  it.each([
    ['in a key of its own', APPLICATION_HEALTH],
    ['in the map of all kinds', IN_ONE_MAP],
  ])('wait with the health check for Applications, %s', async (_, settings) => {
    await start({ files, rootManifest, settings });
    await test.until('the second child is there', () =>
      test.list('Application').some(({ metadata }) => metadata.name === 'two'),
    );
    expect(test.status('one').health?.status).toBe('Healthy');
    expect(test.get('Deployment', 'shop', 'slow')?.status?.availableReplicas).toBe(1);
    await test.untilApp(
      'root',
      'it is healthy',
      ({ health, sync }) => health?.status === 'Healthy' && sync?.status === 'Synced',
    );
  });

  it('order nothing but creation without it', async () => {
    await start({ files, rootManifest });
    await test.until('the second child is there', () =>
      test.list('Application').some(({ metadata }) => metadata.name === 'two'),
    );
    expect(test.status('one').health?.status).not.toBe('Healthy');
    expect(test.log.indexOf('ADDED Application argocd/one')).toBeLessThan(
      test.log.indexOf('ADDED Application argocd/two'),
    );
  });

  it('do not hold a child back that changes later', async () => {
    await start({ files, rootManifest, settings: APPLICATION_HEALTH });
    await test.untilApp('two', 'it is synced', ({ sync }) => sync?.status === 'Synced');
    test.repository.commit({
      'one/slow.yaml': deployment('slow', {}, 'registry.example/web:does-not-exist'),
      'two/next.yaml': configMap('next', {}, 'changed'),
    });
    await test.argocd.refresh();
    await test.until('two has the change', () => {
      const data = test.get('ConfigMap', 'shop', 'next')?.data as { value?: string } | undefined;
      return data?.value === 'changed';
    });
    await test.untilApp('root', 'it follows its child', ({ health }) => health?.status === 'Progressing');
  });
});
