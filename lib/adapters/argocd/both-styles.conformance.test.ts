import { afterEach, expect, it } from 'vitest';
import {
  applicationOf,
  configMap,
  deployment,
  startTestArgoCd,
  type TestArgoCd,
} from '#sandbox/argocd/testing/test-argocd.ts';
import { APPLICATION_KIND } from './application-kind.ts';

let test: TestArgoCd;
afterEach(() => test.close());

const read = () => APPLICATION_KIND.toDomain(test.get('Application', 'argocd', 'app') ?? {});

it.each(['2.x', '3.x'] as const)('history, operation and retries are told alike by %s', async (statusStyle) => {
  test = await startTestArgoCd({
    statusStyle,
    files: { 'app/a.yaml': configMap('a'), 'app/web.yaml': deployment('web') },
    rootManifest: applicationOf('app', 'app', {
      syncPolicy: {
        automated: { prune: true },
        retry: { limit: 2, backoff: { duration: '1s', factor: 1 } },
        syncOptions: ['CreateNamespace=true'],
      },
    }),
  });
  await test.untilApp('app', 'it is healthy', ({ health }) => health?.status === 'Healthy');
  const first = read();
  expect(first.operation).toMatchObject({ phase: 'Succeeded', automated: true, retryCount: 0 });
  expect(first.history.map(({ id, revisions }) => [id, revisions])).toEqual([[0, first.revisions]]);
  expect(first.retry).toBeNull();
  expect(first.resourceHealth).toBe(statusStyle === '2.x' ? 'inline' : 'tree');
  expect(first.resources.find(({ kind }) => kind === 'Deployment')?.health).toBe(
    statusStyle === '2.x' ? 'Healthy' : undefined,
  );

  const commit = test.repository.commit({ 'app/b.yaml': configMap('b') });
  await test.argocd.refresh();
  await test.untilApp('app', 'the next one is there', () => read().history.length === 2);
  expect(read().history.map(({ id }) => id)).toEqual([1, 0]);
  expect(read().history[0]?.revisions).toEqual([commit]);

  // What the API server does not take fails, and is tried again as often as it may be.
  test.repository.commit({ 'app/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: UPPER}\n' });
  await test.argocd.refresh();
  await test.untilApp('app', 'it is given up', ({ operationState }) => operationState?.phase === 'Failed', 20_000);
  const last = read();
  expect(last.operation).toMatchObject({ phase: 'Failed', retryCount: 2 });
  expect(last.retry).toEqual({ count: 2, limit: 2, nextAt: null });
  expect(last.history).toHaveLength(2);
  expect(last.resources.find(({ name }) => name === 'UPPER')?.syncMessage).toMatch(/UPPER/);
});
