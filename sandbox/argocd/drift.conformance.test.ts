import { afterEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../kubernetes/object.ts';
import {
  applicationOf,
  configMap,
  deployment,
  manifest,
  startTestArgoCd,
  type TestArgoCd,
  wave,
} from './testing/test-argocd.ts';

let test: TestArgoCd;
afterEach(() => test.close());

function policy(automated: Record<string, unknown>, options: string[] = []): Record<string, unknown> {
  return { syncPolicy: { automated, syncOptions: ['CreateNamespace=true', ...options] } };
}

async function start(files: Record<string, string>, spec: Record<string, unknown> = {}): Promise<TestArgoCd> {
  test = await startTestArgoCd({ files, rootManifest: applicationOf('app', 'app', spec) });
  await test.untilApp(
    'app',
    'it is synced',
    ({ sync, operationState }) => sync?.status === 'Synced' && operationState?.phase === 'Succeeded',
  );
  return test;
}

function live(kind: string, name: string): KubeObject {
  return test.get(kind, 'shop', name) as KubeObject;
}

function drift(): void {
  test.cluster.update({ ...live('ConfigMap', 'a'), data: { value: 'by hand' } });
}

describe('a live object that was changed by hand', () => {
  it('is put right again, but only the objects that differ', async () => {
    await start({ 'app/a.yaml': configMap('a'), 'app/b.yaml': configMap('b') });
    drift();
    await test.until('it is as git has it', () => (live('ConfigMap', 'a').data as { value: string }).value === 'x');
    const { operation, syncResult } = await test.untilSynced('app');
    expect(operation?.initiatedBy).toEqual({ automated: true });
    expect(operation?.sync?.resources).toEqual([{ group: '', kind: 'ConfigMap', name: 'a' }]);
    expect(syncResult?.resources?.map(({ name }) => name)).toEqual(['a']);
    // A partial sync leaves no line in the history.
    expect(test.status('app').history).toHaveLength(1);
  });

  it('is not touched again within five seconds', async () => {
    await start({ 'app/a.yaml': configMap('a') });
    drift();
    await test.until('it was healed', () => (live('ConfigMap', 'a').data as { value: string }).value === 'x');
    const healedAt = Date.parse(test.status('app').operationState?.startedAt ?? '');
    drift();
    await test.until('it was healed again', () => {
      const startedAt = Date.parse(test.status('app').operationState?.startedAt ?? '');
      return startedAt > healedAt && (live('ConfigMap', 'a').data as { value: string }).value === 'x';
    });
    expect(Date.parse(test.status('app').operationState?.startedAt ?? '') - healedAt).toBeGreaterThanOrEqual(5000);
  });

  it('stays as it is without self-healing, and shows', async () => {
    await start({ 'app/a.yaml': configMap('a') }, policy({ prune: true }));
    drift();
    await test.untilApp('app', 'it is out of sync', ({ sync }) => sync?.status === 'OutOfSync');
    await test.pass(30);
    expect(live('ConfigMap', 'a').data).toEqual({ value: 'by hand' });
    expect(test.status('app').resources).toContainEqual(expect.objectContaining({ name: 'a', status: 'OutOfSync' }));
  });

  it('is recreated when it was deleted', async () => {
    await start({ 'app/a.yaml': configMap('a') });
    test.cluster.delete(live('ConfigMap', 'a'));
    await test.until('it is back', () => test.get('ConfigMap', 'shop', 'a') !== undefined);
  });

  it('does not differ by what the API server fills in, nor by how an amount is written', async () => {
    const container = { name: 'main', image: 'web:1', resources: { requests: { cpu: '0.5', memory: '1024Mi' } } };
    const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [container] } };
    const spec = { selector: { matchLabels: { app: 'a' } }, template };
    await start({ 'app/a.yaml': manifest('Deployment', 'a', { apiVersion: 'apps/v1', spec }) });
    const resources = { requests: { cpu: '500m', memory: '1Gi' } };
    const current = live('Deployment', 'a');
    test.cluster.update({
      ...current,
      spec: { ...current.spec, template: { ...template, spec: { containers: [{ ...container, resources }] } } },
    });
    await test.argocd.refresh();
    expect(test.status('app').sync?.status).toBe('Synced');
  });

  it('may differ where ignoreDifferences says so', async () => {
    const ignoreDifferences = [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }];
    await start({ 'app/a.yaml': deployment('a') }, { ignoreDifferences });
    const current = live('Deployment', 'a');
    test.cluster.update({ ...current, spec: { ...current.spec, replicas: 3 } });
    await test.argocd.refresh();
    expect(test.status('app').sync?.status).toBe('Synced');
    expect(live('Deployment', 'a').spec?.replicas).toBe(3);
  });
});

describe('a field or object that git no longer has', () => {
  it('is taken away from the object', async () => {
    await start({ 'app/a.yaml': manifest('ConfigMap', 'a', { data: { one: '1', two: '2' } }) });
    test.repository.commit({ 'app/a.yaml': manifest('ConfigMap', 'a', { data: { one: '1' } }) });
    await test.argocd.refresh();
    await test.until('the key is gone', () => JSON.stringify(live('ConfigMap', 'a').data) === '{"one":"1"}');
  });

  it('is pruned, the highest wave first', async () => {
    await start({
      'app/a.yaml': configMap('low', wave(-1)),
      'app/b.yaml': configMap('middle'),
      'app/c.yaml': configMap('high', wave(3)),
      'app/d.yaml': configMap('stays'),
    });
    test.repository.commit({ 'app/a.yaml': null, 'app/b.yaml': null, 'app/c.yaml': null });
    await test.argocd.refresh();
    await test.until('all three are gone', () => test.get('ConfigMap', 'shop', 'low') === undefined);
    expect(test.changes(['ConfigMap']).filter((line) => line.startsWith('DELETED'))).toEqual([
      'DELETED ConfigMap shop/high',
      'DELETED ConfigMap shop/middle',
      'DELETED ConfigMap shop/low',
    ]);
    await test.untilApp('app', 'it is synced', ({ sync }) => sync?.status === 'Synced');
  });

  it('is left when pruning is off, and marked', async () => {
    await start({ 'app/a.yaml': configMap('a'), 'app/b.yaml': configMap('b') }, policy({}));
    test.repository.commit({ 'app/b.yaml': null });
    await test.argocd.refresh();
    await test.untilApp('app', 'it is out of sync', ({ sync }) => sync?.status === 'OutOfSync');
    expect(test.status('app').resources).toContainEqual(expect.objectContaining({ name: 'b', requiresPruning: true }));
    expect(test.get('ConfigMap', 'shop', 'b')).toBeDefined();
  });

  it('is left when it says so itself', async () => {
    const keep = { 'argocd.argoproj.io/sync-options': 'Prune=false' };
    await start({ 'app/a.yaml': configMap('a'), 'app/b.yaml': configMap('b', keep) });
    test.repository.commit({ 'app/b.yaml': null, 'app/a.yaml': configMap('a', {}, 'changed') });
    await test.argocd.refresh();
    await test.until(
      'the other one was changed',
      () => (live('ConfigMap', 'a').data as { value: string }).value === 'changed',
    );
    await test.untilSynced('app');
    expect(test.get('ConfigMap', 'shop', 'b')).toBeDefined();
  });

  it('is not pruned when nothing at all would be left', async () => {
    await start({ 'app/a.yaml': configMap('a'), 'app/README.md': 'empty but for this' });
    test.repository.commit({ 'app/a.yaml': null });
    await test.argocd.refresh();
    await test.untilApp(
      'app',
      'it says why',
      ({ conditions }) =>
        conditions?.some(
          ({ type, message }) => type === 'SyncError' && message.endsWith('auto-sync will wipe out all resources'),
        ) === true,
    );
    expect(test.get('ConfigMap', 'shop', 'a')).toBeDefined();
  });
});

describe('an Application that is deleted', () => {
  const finalizers = ['resources-finalizer.argocd.argoproj.io'];

  it('takes its objects along, the highest wave first', async () => {
    test = await startTestArgoCd({
      files: { 'app/a.yaml': configMap('low'), 'app/b.yaml': deployment('high', wave(1)) },
      rootManifest: applicationOf('app', 'app', {}, { finalizers }),
    });
    await test.untilApp(
      'app',
      'it is healthy',
      ({ health, sync }) => health?.status === 'Healthy' && sync?.status === 'Synced',
    );
    test.cluster.delete(test.app('app'));
    await test.until('it is gone', () => test.list('Application').length === 0);
    const gone = test
      .changes(['ConfigMap', 'Deployment', 'Pod', 'Application'])
      .filter((line) => line.startsWith('DELETED'));
    expect(gone.map((line) => line.split(' ')[1])).toEqual(['Pod', 'Deployment', 'ConfigMap', 'Application']);
  });

  it('leaves them without the finalizer', async () => {
    await start({ 'app/a.yaml': configMap('a') });
    test.cluster.delete(test.app('app'));
    await test.pass(10);
    expect(test.list('Application')).toEqual([]);
    expect(test.get('ConfigMap', 'shop', 'a')).toBeDefined();
  });
});
