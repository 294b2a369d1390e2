import { ARC_GROUP, ARC_TYPES } from '../../../controllers/operators/arc/types.ts';
import { definitionOf } from '../../../kubernetes/crds/definition.ts';
import type { Chart } from '../../helm/chart.ts';
import { chartLabels, serviceAccount } from '../build/objects.ts';
import { clusterRights } from '../build/roles.ts';
import { container, deployment, RESTRICTED_CONTAINER, RESTRICTED_POD } from '../build/workloads.ts';

export const ARC_REPOSITORY = 'ghcr.io/actions/actions-runner-controller-charts';
export const ARC_VERSIONS = ['0.14.2', '0.13.1', '0.12.1', '0.11.0', '0.10.1'];

/** The Actions Runner Controller with its kinds, as GitHub supports it. */
export const arcController: Chart = {
  name: 'gha-runner-scale-set-controller',
  repoURL: ARC_REPOSITORY,
  versions: ARC_VERSIONS,
  defaults: { resources: {} },
  render(context) {
    const { values, namespace, release, version } = context;
    const name = `${release}-gha-rs-controller`;
    const selector = {
      'app.kubernetes.io/instance': release,
      'app.kubernetes.io/name': 'gha-rs-controller',
      'app.kubernetes.io/namespace': namespace,
    };
    const labels = {
      ...chartLabels(context, 'gha-rs-controller'),
      'app.kubernetes.io/part-of': 'gha-rs-controller',
      'app.kubernetes.io/version': version,
    };
    return [
      ...ARC_TYPES.map(definitionOf),
      serviceAccount({ name, namespace, labels }),
      ...clusterRights(name, namespace, labels, [
        { apiGroups: [ARC_GROUP], resources: ['*'], verbs: ['*'] },
        { apiGroups: [''], resources: ['pods', 'secrets', 'serviceaccounts'], verbs: ['*'] },
      ]),
      deployment({
        name,
        namespace,
        labels,
        selector,
        pod: {
          serviceAccountName: name,
          securityContext: RESTRICTED_POD,
          containers: [
            container({
              name: 'manager',
              image: `ghcr.io/actions/gha-runner-scale-set-controller:${version}`,
              args: ['--auto-scaling-runner-set-only', '--log-level=info'],
              resources: values.resources,
              securityContext: RESTRICTED_CONTAINER,
            }),
          ],
        },
      }),
    ];
  },
};
