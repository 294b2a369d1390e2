import { arcController } from '../../../../argocd/charts/arc/controller.ts';
import { arcRunnerSet } from '../../../../argocd/charts/arc/runner-set.ts';
import type { Chart } from '../../../../argocd/helm/chart.ts';
import { mergeValues } from '../../../../argocd/helm/merge-values.ts';
import { type ActionsService, createActionsService } from '../../../../github/actions/service.ts';
import { GITHUB_SEED } from '../../../../github/seed.ts';
import type { KubeObject } from '../../../../kubernetes/object.ts';
import type { Fields } from '../../../api/fields.ts';
import { namespaceOf, startTestCluster, type TestCluster } from '../../../testing/test-cluster.ts';

export const ARC_TOKEN = 'ghp_right';
export const ARC_SET = 'arc-linux-standard';
export const ARC_REPOSITORY = 'homelab-platform/hello-platform';

export type ArcCluster = TestCluster & { github: ActionsService };

/** A cluster with the controller and one runner set; there are no jobs unless a test brings them. */
export function startArcCluster(
  values: Fields = {},
  { token = ARC_TOKEN, setVersion = '0.14.2' }: { token?: string; setVersion?: string } = {},
): ArcCluster {
  let service: ActionsService | undefined;
  const test = startTestCluster({
    arc: (clock) => {
      service = createActionsService(clock, { ...GITHUB_SEED, jobs: [] });
      return { github: service, accepts: (given) => 'token' in given && given.token === ARC_TOKEN };
    },
  });
  if (service === undefined) {
    throw new Error('the cluster was started without its controller');
  }
  const github = service;
  for (const namespace of ['arc-systems', 'arc-runners']) {
    test.cluster.create(namespaceOf(namespace));
  }
  test.cluster.create(secretOf(token));
  installArc(test);
  for (const object of render(
    arcRunnerSet,
    ARC_SET,
    'arc-runners',
    { minRunners: 1, maxRunners: 3, ...values },
    setVersion,
  )) {
    test.cluster.create(object);
  }
  return {
    ...test,
    github,
    close() {
      github.close();
      test.close();
    },
  };
}

/** The controller and its kinds, as far as they are missing. */
export function installArc({ cluster }: TestCluster): void {
  for (const object of render(arcController, 'arc', 'arc-systems')) {
    if (cluster.get(cluster.resourceOf(object), object.metadata.namespace, object.metadata.name) === undefined) {
      cluster.create(object);
    }
  }
}

export function secretOf(token: string): KubeObject {
  const data = { github_token: Buffer.from(token).toString('base64') };
  const metadata = { name: 'arc-github', namespace: 'arc-runners' };
  return { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data };
}

function render(chart: Chart, release: string, namespace: string, values: Fields = {}, version = '0.14.2') {
  return chart.render({ release, namespace, values: mergeValues(chart.defaults, values), version });
}
