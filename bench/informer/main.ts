import {
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  type KubernetesObject,
  type ListPromise,
  makeInformer,
} from '@kubernetes/client-node';
import type { InformerTask } from './start-informer.ts';

/** The baseline of the reflector: the client's own informers over the same four kinds, and nothing else. */
async function watchAll({ addresses, sizes }: InformerTask): Promise<void> {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'c', server: addresses.kubernetes, caFile: addresses.caFile }],
    users: [{ name: 'u', token: addresses.secrets.portalClusterToken }],
    contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
    currentContext: 'x',
  });
  const custom = config.makeApiClient(CustomObjectsApi);
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);
  const applications = { group: 'argoproj.io', version: 'v1alpha1', plural: 'applications' };
  await Promise.all([
    watchKind(config, '/apis/argoproj.io/v1alpha1/applications', sizes.applications, () =>
      custom.listClusterCustomObject(applications),
    ),
    watchKind(config, '/api/v1/nodes', sizes.nodes, () => core.listNode()),
    watchKind(config, '/api/v1/pods', sizes.pods, () => core.listPodForAllNamespaces()),
    watchKind(config, '/apis/apps/v1/deployments', sizes.deployments, () => apps.listDeploymentForAllNamespaces()),
  ]);
}

/** Resolves when so many objects were announced. */
function watchKind<Kind extends KubernetesObject>(
  config: KubeConfig,
  path: string,
  count: number,
  list: ListPromise<Kind>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let added = 0;
    const informer = makeInformer(config, path, list);
    informer.on('add', () => {
      added += 1;
      if (added === count) {
        resolve();
      }
    });
    informer.on('error', reject);
    informer.start().then(() => count === 0 && resolve(), reject);
  });
}

process.on('disconnect', () => process.exit());
process.once('message', (task: InformerTask) => {
  watchAll(task).then(
    () => process.send?.({}),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
