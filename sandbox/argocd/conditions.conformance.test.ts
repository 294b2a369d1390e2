import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import {
  applicationOf,
  configMap,
  deployment,
  job,
  manifest,
  REPO_URL,
  startTestArgoCd,
  type TestArgoCd,
  type TestArgoOptions,
} from './testing/test-argocd.ts';

let test: TestArgoCd;
afterEach(() => test.close());

const SOURCE = { repoURL: REPO_URL, targetRevision: 'main', path: 'app' };

async function conditionOf(options: Partial<TestArgoOptions> & { spec?: Record<string, unknown> }): Promise<string> {
  const { spec, files = { 'app/a.yaml': configMap('a') }, ...rest } = options;
  test = await startTestArgoCd({ files, rootManifest: applicationOf('app', 'app', spec ?? {}), ...rest });
  await test.untilApp('app', 'it has a condition', ({ conditions }) => (conditions?.length ?? 0) > 0);
  const [condition] = test.status('app').conditions ?? [];
  return `${condition?.type}: ${condition?.message}`;
}

const LOADING =
  'ComparisonError: Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code =';

describe('a target state that cannot be loaded', () => {
  it.each<[string, Parameters<typeof conditionOf>[0], string]>([
    [
      'a path that is not there',
      { spec: { source: { ...SOURCE, path: 'nowhere' } } },
      `${LOADING} Unknown desc = nowhere: app path does not exist`,
    ],
    [
      'a revision that is not there',
      { spec: { source: { ...SOURCE, targetRevision: 'next' } } },
      `${LOADING} Unknown desc = unable to resolve 'next' to a commit SHA`,
    ],
    [
      'a repository nobody knows',
      { spec: { source: { ...SOURCE, repoURL: 'https://git.other/x.git' } } },
      `${LOADING} Unknown desc = failed to list refs: dial tcp: lookup git.other: no such host`,
    ],
    [
      'a file that is no YAML',
      { files: { 'app/a.yaml': 'kind: [' } },
      `${LOADING} FailedPrecondition desc = Failed to unmarshal "a.yaml": failed to unmarshal manifest: error converting YAML to JSON: yaml: line`,
    ],
    [
      'a document without a kind',
      { files: { 'app/a.yaml': 'hello: world' } },
      `${LOADING} FailedPrecondition desc = Failed to unmarshal "a.yaml": Object 'Kind' is missing in '{"hello":"world"}'`,
    ],
    [
      'a chart that is not there',
      { spec: { source: { repoURL: 'https://charts.gitlab.io', chart: 'nothing', targetRevision: '1.0.0' } } },
      'Error: chart "nothing" version "1.0.0" not found in https://charts.gitlab.io repository',
    ],
    [
      'a version of a chart that is not there',
      { spec: { source: { repoURL: 'https://charts.gitlab.io', chart: 'gitlab', targetRevision: '99.0.0' } } },
      'Error: chart "gitlab" version "99.0.0" not found in https://charts.gitlab.io repository',
    ],
    [
      'a chart repository that is not there',
      { spec: { source: { repoURL: 'https://charts.nowhere', chart: 'x', targetRevision: '1.0.0' } } },
      'looks like "https://charts.nowhere" is not a valid chart repository or cannot be reached',
    ],
    [
      'a value file that is not there',
      {
        spec: {
          source: undefined,
          sources: [
            {
              repoURL: 'https://helm.otwld.com',
              chart: 'ollama',
              targetRevision: '1.24.0',
              helm: { valueFiles: ['$values/none.yaml'] },
            },
            { repoURL: REPO_URL, targetRevision: 'main', ref: 'values' },
          ],
        },
      },
      'Error: open $values/none.yaml: no such file or directory',
    ],
  ])('is told: %s', async (_name, options, expected) => {
    expect(await conditionOf(options)).toContain(expected);
    expect(test.status('app')).toMatchObject({ sync: { status: 'Unknown' } });
    expect(test.status('app').operationState).toBeUndefined();
  });

  it('is not told of at once when it was fine before, but on request', async () => {
    test = await startTestArgoCd({ files: { 'app/a.yaml': configMap('a') }, repoErrorGraceSeconds: 180 });
    await test.untilApp('app', 'it is synced', ({ sync }) => sync?.status === 'Synced');
    const brokenAt = test.clock.now();
    test.repository.commit({ 'app/a.yaml': 'kind: [' });
    await test.argocd.refresh();
    expect(test.status('app').sync?.status).toBe('Synced');
    await test.untilApp('app', 'it is told after a while', ({ sync }) => sync?.status === 'Unknown');
    expect(test.clock.now() - brokenAt).toBeGreaterThanOrEqual(180_000);
    expect(test.status('app').health?.status).toBe('Healthy');
    test.repository.commit({ 'app/a.yaml': configMap('a') });
    test.cluster.writeMetadata(test.app('app'), { annotations: { 'argocd.argoproj.io/refresh': 'normal' } });
    await test.untilApp(
      'app',
      'it is well again',
      ({ sync, conditions }) => sync?.status === 'Synced' && conditions === undefined,
    );
  });

  it('is told when a repository goes away, without its credentials', async () => {
    const secret = 'glpat-0123456789';
    const said = await conditionOf({
      repositories: () => new Map([[REPO_URL, `http://oauth2:${secret}@127.0.0.1:9/x.git`]]),
    });
    expect(said).toBe(`${LOADING} Unknown desc = failed to list refs: dial tcp: connect: connection refused`);
    expect(JSON.stringify(test.list('Application'))).not.toContain(secret);
  });

  it('is told when the repository is gone', async () => {
    const said = await conditionOf({
      repositories: (repository) => {
        rmSync(repository.url, { recursive: true });
        return new Map([[REPO_URL, repository.url]]);
      },
    });
    expect(said).toBe(`${LOADING} Unknown desc = failed to list refs: repository not found`);
  });
});

describe('an Application that may not be', () => {
  const project = stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'team', namespace: 'argocd' },
    spec: {
      sourceRepos: [REPO_URL],
      destinations: [
        { server: 'https://kubernetes.default.svc', namespace: 'team-*' },
        { server: 'https://kubernetes.default.svc', namespace: '!team-secret' },
      ],
      namespaceResourceBlacklist: [{ group: '', kind: 'Secret' }],
    },
  });
  const inTeam = (spec: Record<string, unknown>) =>
    `${project}---\n${applicationOf('app', 'app', { project: 'team', ...spec })}`;
  const at = (namespace: string) => ({ destination: { server: 'https://kubernetes.default.svc', namespace } });

  it.each<[string, string, string]>([
    [
      'a project that is not there',
      applicationOf('app', 'app', { project: 'ghost' }),
      'Application referencing project ghost which does not exist',
    ],
    [
      'a namespace the project does not list',
      inTeam(at('shop')),
      "application destination server 'https://kubernetes.default.svc' and namespace 'shop' do not match any of the allowed destinations in project 'team'",
    ],
    [
      'a namespace the project denies',
      inTeam(at('team-secret')),
      "do not match any of the allowed destinations in project 'team'",
    ],
    [
      'a repository the project does not list',
      inTeam({ ...at('team-a'), source: { ...SOURCE, repoURL: 'https://git.other/x.git' } }),
      "application repo https://git.other/x.git is not permitted in project 'team'",
    ],
    [
      'a cluster nobody knows',
      applicationOf('app', 'app', { destination: { name: 'moon', namespace: 'shop' } }),
      'unable to find destination server: there are no clusters with this name: moon',
    ],
    [
      'no source at all',
      applicationOf('app', 'app', { source: { repoURL: REPO_URL } }),
      'spec.source.repoURL and either spec.source.path, spec.source.chart, or spec.source.ref are required',
    ],
  ])('is told: %s', async (_name, rootManifest, expected) => {
    expect(await conditionOf({ rootManifest })).toContain(`InvalidSpecError: `);
    expect(test.status('app').conditions?.[0]?.message).toContain(expected);
    expect(test.status('app')).toMatchObject({ sync: { status: 'Unknown' }, health: { status: 'Unknown' } });
  });

  it('fails to sync what the project does not let it manage', async () => {
    test = await startTestArgoCd({
      files: { 'app/a.yaml': manifest('Secret', 'a', { stringData: { k: 'v' } }) },
      rootManifest: inTeam({ ...at('team-a'), syncPolicy: { automated: {}, retry: { limit: 0 } } }),
    });
    const { phase, message, syncResult } = await test.untilSynced('app');
    expect({ phase, message }).toEqual({ phase: 'Failed', message: 'one or more synchronization tasks are not valid' });
    expect(syncResult?.resources?.[0]).toMatchObject({
      status: 'SyncFailed',
      message: 'resource :Secret is not permitted in project team',
    });
  });
});

describe('a sync that fails', () => {
  const once = (limit: number) => ({
    syncPolicy: {
      automated: {},
      retry: { limit, backoff: { duration: '5s', factor: 2, maxDuration: '1m' } },
      syncOptions: ['CreateNamespace=true'],
    },
  });
  const start = async (files: Record<string, string>, limit = 0) => {
    test = await startTestArgoCd({ files, rootManifest: applicationOf('app', 'app', once(limit)) });
    return test.untilSynced('app');
  };

  it('does so in the trial run when a field has the wrong type', async () => {
    const { message, syncResult } = await start({
      'app/a.yaml': deployment('a').replace('replicas: 1', 'replicas: two'),
      'app/b.yaml': configMap('b'),
    });
    expect(message).toBe('one or more objects failed to apply (dry run)');
    expect(syncResult?.resources?.find(({ name }) => name === 'a')?.message).toContain(
      'ValidationError(Deployment.spec.replicas): invalid type',
    );
    expect(test.get('ConfigMap', 'shop', 'b')).toBeUndefined();
  });

  it('does so when the API server refuses an object', async () => {
    const { message } = await start({ 'app/a.yaml': deployment('a').replace('app: a', 'app: other') });
    expect(message).toMatch(/^one or more objects failed to apply, reason: Deployment\.apps "a" is invalid: /);
  });

  it('does so when the cluster does not serve a kind, unless its definition comes with it', async () => {
    const widget = manifest('Widget', 'w', { apiVersion: 'example.com/v1', spec: {} });
    const { message, syncResult } = await start({ 'app/a.yaml': widget });
    expect(message).toBe('one or more synchronization tasks are not valid');
    expect(syncResult?.resources?.[0]?.message).toContain(
      'Make sure the "Widget" CRD is installed on the destination cluster.',
    );
    test.close();
    const spec = {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [{ name: 'v1', served: true, storage: true }],
    };
    const definition = manifest('CustomResourceDefinition', 'widgets.example.com', {
      apiVersion: 'apiextensions.k8s.io/v1',
      spec,
    });
    expect((await start({ 'app/a.yaml': widget, 'app/b.yaml': definition })).phase).toBe('Succeeded');
  });

  it('is tried again, later each time, and says how often', async () => {
    const { phase, message } = await start(
      {
        'app/a.yaml': job('a', { 'argocd.argoproj.io/hook': 'PreSync' }, 'worker:crashes'),
        'app/b.yaml': configMap('b'),
      },
      2,
    );
    expect(phase).toBe('Failed');
    expect(message).toBe('one or more synchronization tasks completed unsuccessfully (retried 2 times).');
    expect(test.status('app').operationState?.retryCount).toBe(2);
    await test.untilApp(
      'app',
      'it is not tried any more',
      ({ conditions }) =>
        conditions?.some(
          ({ type, message: text }) => type === 'SyncError' && text.startsWith('Failed sync attempt to '),
        ) === true,
    );
  });

  it('says between two tries when the next one is', async () => {
    test = await startTestArgoCd({
      files: {
        'app/a.yaml': job('a', { 'argocd.argoproj.io/hook': 'PreSync' }, 'worker:crashes'),
        'app/b.yaml': configMap('b'),
      },
      rootManifest: applicationOf('app', 'app', once(3)),
    });
    await test.untilApp(
      'app',
      'it waits',
      ({ operationState }) => operationState?.message?.includes('Retrying attempt #1') === true,
    );
    expect(test.status('app').operationState?.message).toMatch(
      /^one or more synchronization tasks completed unsuccessfully\. Retrying attempt #1 at 1?\d:\d\d[AP]M\.$/,
    );
    expect(test.status('app').operationState?.phase).toBe('Running');
  });

  it('is tried anew with the next commit', async () => {
    await start({ 'app/a.yaml': deployment('a').replace('app: a', 'app: other') });
    test.repository.commit({ 'app/a.yaml': deployment('a') });
    await test.argocd.refresh();
    await test.untilApp(
      'app',
      'it is synced',
      ({ sync, conditions }) => sync?.status === 'Synced' && conditions === undefined,
    );
  });
});
