import { afterEach, describe, expect, it } from 'vitest';
import type { Fields } from '../controllers/api/fields.ts';
import { resourceType } from '../kubernetes/resources.ts';
import {
  applicationOf,
  configMap,
  deployment,
  hook,
  job,
  REPO_URL,
  startTestArgoCd,
  type TestArgoCd,
} from './testing/test-argocd.ts';

let test: TestArgoCd;
afterEach(() => test.close());

const MANUAL = applicationOf('app', 'app', { syncPolicy: { syncOptions: ['CreateNamespace=true'] } });

function request(operation: Fields): void {
  test.store.update(resourceType('Application'), { ...test.app('app'), operation });
}

describe('an operation asked for by hand', () => {
  it('is taken up, carried out and taken away', async () => {
    test = await startTestArgoCd({ files: { 'app/a.yaml': configMap('a') }, rootManifest: MANUAL });
    await test.untilApp('app', 'it is compared', ({ sync }) => sync?.status === 'OutOfSync');
    request({ initiatedBy: { username: 'dana' }, sync: {} });
    expect(await test.untilSynced('app')).toMatchObject({
      phase: 'Succeeded',
      operation: { initiatedBy: { username: 'dana' } },
    });
    expect(test.app('app').operation).toBeUndefined();
    await test.untilApp('app', 'it is synced', ({ sync }) => sync?.status === 'Synced');
  });

  it('touches only the chosen objects and runs no hooks', async () => {
    const files = {
      'app/a.yaml': configMap('a'),
      'app/b.yaml': configMap('b'),
      'app/h.yaml': job('h', hook('PreSync')),
    };
    test = await startTestArgoCd({ files, rootManifest: MANUAL });
    await test.untilApp('app', 'it is compared', ({ sync }) => sync?.status === 'OutOfSync');
    request({ sync: { resources: [{ group: '', kind: 'ConfigMap', name: 'b' }] } });
    await test.untilSynced('app');
    expect(test.changes(['ConfigMap', 'Job']).filter((line) => line.includes('shop/'))).toEqual([
      'ADDED ConfigMap shop/b',
    ]);
    expect(test.status('app').history).toBeUndefined();
  });

  it('changes nothing when it is a trial', async () => {
    test = await startTestArgoCd({ files: { 'app/a.yaml': configMap('a') }, rootManifest: MANUAL });
    await test.untilApp('app', 'it is compared', ({ sync }) => sync?.status === 'OutOfSync');
    request({ sync: { dryRun: true } });
    expect((await test.untilSynced('app')).phase).toBe('Succeeded');
    expect(test.get('ConfigMap', 'shop', 'a')).toBeUndefined();
  });

  it('goes to the revision it names', async () => {
    test = await startTestArgoCd({ files: { 'app/a.yaml': configMap('a', {}, 'old') }, rootManifest: MANUAL });
    test.repository.tag('v1');
    test.repository.commit({ 'app/a.yaml': configMap('a', {}, 'new') });
    await test.argocd.refresh();
    request({ sync: { revision: 'v1' } });
    expect(await test.untilSynced('app')).toMatchObject({ phase: 'Succeeded' });
    expect(test.get('ConfigMap', 'shop', 'a')?.data).toEqual({ value: 'old' });
    await test.untilApp('app', 'it is behind', ({ sync }) => sync?.status === 'OutOfSync');
  });

  it('can be stopped; the hook that runs is deleted', async () => {
    const files = { 'app/h.yaml': job('h', hook('PreSync'), 'worker:does-not-exist'), 'app/a.yaml': configMap('a') };
    test = await startTestArgoCd({ files, rootManifest: MANUAL });
    await test.untilApp('app', 'it is compared', ({ sync }) => sync?.status === 'OutOfSync');
    request({ sync: {} });
    await test.untilApp(
      'app',
      'it waits for the hook',
      ({ operationState }) => operationState?.message === 'waiting for completion of hook batch/Job/h',
    );
    const current = test.app('app');
    const operationState = { ...(current.status?.operationState as Fields), phase: 'Terminating' };
    test.store.update(resourceType('Application'), { ...current, status: { ...current.status, operationState } });
    expect(await test.untilSynced('app')).toMatchObject({ phase: 'Failed', message: 'Operation terminated' });
    await test.until('the hook is gone', () => test.get('Job', 'shop', 'h') === undefined);
  });
});

describe('a new commit', () => {
  const change = () => test.repository.commit({ 'app/a.yaml': configMap('a', {}, 'new') });
  const arrives = () =>
    test.until('it has arrived', () => JSON.stringify(test.get('ConfigMap', 'shop', 'a')?.data) === '{"value":"new"}');
  const start = async (options: { pollSeconds?: number; serverPort?: number }) => {
    test = await startTestArgoCd({ files: { 'app/a.yaml': configMap('a') }, ...options });
    await test.untilApp('app', 'it is synced', ({ sync }) => sync?.status === 'Synced');
  };

  it('is found by asking again and again', async () => {
    await start({ pollSeconds: 60 });
    change();
    await arrives();
  });

  it('is found by the annotation, which is taken away when it is done', async () => {
    await start({});
    const before = test.status('app').reconciledAt ?? '';
    change();
    await test.pass(10);
    test.cluster.writeMetadata(test.app('app'), {
      annotations: { 'argocd.argoproj.io/refresh': 'hard', other: 'kept' },
    });
    await arrives();
    await test.until(
      'the annotation is gone',
      () => test.app('app').metadata.annotations?.['argocd.argoproj.io/refresh'] === undefined,
    );
    expect(test.app('app').metadata.annotations?.other).toBe('kept');
    expect(Date.parse(test.status('app').reconciledAt ?? '')).toBeGreaterThan(Date.parse(before));
  });

  it('is found when GitLab tells of it', async () => {
    await start({ serverPort: 0 });
    change();
    const project = { web_url: REPO_URL.replace('.git', ''), git_http_url: REPO_URL };
    const response = await fetch(`http://127.0.0.1:${test.argocd.server?.port}/api/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-gitlab-event': 'Push Hook' },
      body: JSON.stringify({ object_kind: 'push', ref: 'refs/heads/main', project }),
    });
    expect(response.status).toBe(200);
    await arrives();
  });

  it.each([
    ['another event', { 'x-gitlab-event': 'Issue Hook' }, '{}', 400],
    ['a body that is no JSON', { 'x-gitlab-event': 'Push Hook' }, '{', 400],
  ])('is not found by %s', async (_name, headers, body, status) => {
    await start({ serverPort: 0 });
    const url = `http://127.0.0.1:${test.argocd.server?.port}/api/webhook`;
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(status);
    expect((await fetch(url.replace('webhook', 'other'))).status).toBe(404);
  });
});

describe('an Application that is told to be left alone', () => {
  it('is not looked at', async () => {
    const annotations = { 'argocd.argoproj.io/skip-reconcile': 'true' };
    test = await startTestArgoCd({
      files: { 'app/a.yaml': deployment('a') },
      rootManifest: applicationOf('app', 'app', {}, { annotations }),
    });
    await test.argocd.refresh();
    expect(test.app('app').status).toBeUndefined();
  });
});
