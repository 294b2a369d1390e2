import {
  ApiException,
  AppsV1Api,
  AuthorizationV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  KubernetesObjectApi,
  VersionApi,
  Watch,
} from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kubeconfigFor } from '../kubeconfig.ts';
import {
  ADMIN,
  APPLICATION,
  application,
  type KubernetesRig,
  NOBODY,
  POD,
  pod,
  startRig,
} from '../testing/kubernetes-rig.ts';

const CUSTOM = { group: 'argoproj.io', version: 'v1alpha1', plural: 'applications' };

function configFor(rig: KubernetesRig, token: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromString(kubeconfigFor(rig.url, token, 'sandbox', rig.ca));
  return config;
}

describe.each([
  ['HTTP', false],
  ['HTTPS with a certificate of its own', true],
])('@kubernetes/client-node over %s', (_how, tls) => {
  let rig: KubernetesRig;
  let config: KubeConfig;
  beforeEach(async () => {
    rig = await startRig({ tls });
    config = configFor(rig, ADMIN);
  });
  afterEach(() => rig.close());

  it('reads what the server is', async () => {
    expect((await config.makeApiClient(VersionApi).getCode()).gitVersion).toBe('v1.35.0+k3s1');
  });

  it('lists and reads, typed and custom, whole and in pages', async () => {
    rig.store.create(POD, pod('p', 'n1'));
    for (const name of ['a', 'b', 'c']) {
      rig.store.create(APPLICATION, application(name));
    }
    const core = config.makeApiClient(CoreV1Api);
    const { items, metadata } = await core.listPodForAllNamespaces({ fieldSelector: 'spec.nodeName=n1' });
    expect(items.map((item) => [item.metadata?.name, item.status?.phase])).toEqual([['p', 'Running']]);
    expect(metadata?.resourceVersion).toBe(String(rig.store.revision));
    expect((await core.readNamespacedPod({ name: 'p', namespace: 'default' })).kind).toBe('Pod');
    const custom = config.makeApiClient(CustomObjectsApi);
    const names: string[] = [];
    let token: string | undefined;
    do {
      const page = await custom.listClusterCustomObject({
        ...CUSTOM,
        limit: 2,
        ...(token === undefined ? {} : { _continue: token }),
      });
      names.push(...page.items.map((item: { metadata: { name: string } }) => item.metadata.name));
      token = page.metadata.continue;
    } while (token !== undefined);
    expect(names).toEqual(['a', 'b', 'c']);
  });

  it('watches', async () => {
    const seen: string[] = [];
    const watch = new Watch(config);
    const controller = await watch.watch(
      '/apis/argoproj.io/v1alpha1/applications',
      { resourceVersion: String(rig.store.revision), allowWatchBookmarks: true },
      (phase, object) => seen.push(`${phase} ${object.metadata.name}`),
      () => undefined,
    );
    rig.store.create(APPLICATION, application('a'));
    rig.store.update(APPLICATION, application('a', 'OutOfSync'));
    rig.store.delete(APPLICATION, 'default', 'a');
    await expect.poll(() => seen).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
    controller.abort();
    await expect.poll(() => rig.requests.openWatches()).toBe(0);
  });

  it('gets refusals it can read', async () => {
    const custom = configFor(rig, NOBODY).makeApiClient(CustomObjectsApi);
    const error = await custom.listClusterCustomObject(CUSTOM).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiException);
    expect(error).toMatchObject({ code: 403 });
    expect(String((error as ApiException<unknown>).body)).toContain('cannot list resource \\"applications\\"');
  });

  it('asks what it may', async () => {
    const review = await configFor(rig, NOBODY)
      .makeApiClient(AuthorizationV1Api)
      .createSelfSubjectAccessReview({
        body: { spec: { resourceAttributes: { verb: 'list', group: 'argoproj.io', resource: 'applications' } } },
      });
    expect(review.status?.allowed).toBe(false);
  });

  it('writes', async () => {
    const apps = config.makeApiClient(AppsV1Api);
    const template = {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'nginx:1.29' }] },
    };
    const spec = { replicas: 1, selector: { matchLabels: { app: 'web' } }, template };
    const made = await apps.createNamespacedDeployment({
      namespace: 'default',
      body: { metadata: { name: 'web' }, spec },
    });
    expect(made.metadata?.generation).toBe(1);
    const objects = KubernetesObjectApi.makeApiClient(config);
    const patched = await objects.patch({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'default', labels: { tier: 'front' } },
    });
    expect(patched.metadata.labels).toEqual({ tier: 'front' });
    await apps.deleteNamespacedDeployment({ name: 'web', namespace: 'default' });
    expect((await apps.listNamespacedDeployment({ namespace: 'default' })).items).toEqual([]);
  });
});
