import { numberOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { Chart, ChartContext } from '../helm/chart.ts';
import { definitions } from './build/definitions.ts';
import { at, chartLabels, configMap, service, serviceAccount } from './build/objects.ts';
import { clusterRights } from './build/roles.ts';
import { container, deployment, RESTRICTED_CONTAINER, RESTRICTED_POD } from './build/workloads.ts';

const CONTROLLERS = [
  ['admissionController', 'admission-controller', 'kyverno'],
  ['backgroundController', 'background-controller', 'background-controller'],
  ['cleanupController', 'cleanup-controller', 'cleanup-controller'],
  ['reportsController', 'reports-controller', 'reports-controller'],
] as const;

function controller(context: ChartContext, [section, suffix, image]: (typeof CONTROLLERS)[number]): KubeObject[] {
  const { values, namespace, release } = context;
  if (at(values, `${section}.enabled`) === false) {
    return [];
  }
  const name = `${release}-${suffix}`;
  const labels = { ...chartLabels(context, 'kyverno'), 'app.kubernetes.io/component': suffix };
  const selector = {
    'app.kubernetes.io/component': suffix,
    'app.kubernetes.io/instance': release,
    'app.kubernetes.io/part-of': 'kyverno',
  };
  const resources = at(values, `${section}.container.resources`) ?? at(values, `${section}.resources`);
  return [
    serviceAccount({ name, namespace, labels }),
    ...clusterRights(name, namespace, labels, [
      { apiGroups: ['kyverno.io', 'wgpolicyk8s.io'], resources: ['*'], verbs: ['*'] },
    ]),
    deployment({
      name,
      namespace,
      labels,
      selector,
      replicas: numberOf(at(values, `${section}.replicas`), 1),
      pod: {
        serviceAccountName: name,
        securityContext: RESTRICTED_POD,
        containers: [
          container({
            name: image === 'kyverno' ? 'kyverno' : 'controller',
            image: `reg.kyverno.io/kyverno/${image}:v1.13.4`,
            ports: { https: 9443, 'metrics-port': 8000 },
            ready: ['/health/readiness', 9443, 5],
            resources: resources ?? { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
            securityContext: RESTRICTED_CONTAINER,
          }),
        ],
      },
    }),
    service({ name: image === 'kyverno' ? `${release}-svc` : `${name}-metrics`, namespace, labels }, selector, {
      https: 443,
    }),
  ];
}

/** kyverno.github.io/kyverno */
export const kyverno: Chart = {
  name: 'kyverno',
  repoURL: 'https://kyverno.github.io/kyverno',
  versions: ['3.5.2', '3.4.4', '3.3.9', '3.3.4', '3.2.7'],
  defaults: {},
  render(context) {
    const { namespace, release } = context;
    return [
      ...definitions('kyverno.io', [
        ['ClusterPolicy', 'clusterpolicies', 'Cluster', 'v1'],
        ['Policy', 'policies', 'Namespaced', 'v1'],
        ['PolicyException', 'policyexceptions', 'Namespaced', 'v2'],
        ['CleanupPolicy', 'cleanuppolicies', 'Namespaced', 'v2'],
        ['ClusterCleanupPolicy', 'clustercleanuppolicies', 'Cluster', 'v2'],
      ]),
      ...definitions('wgpolicyk8s.io', [
        ['PolicyReport', 'policyreports', 'Namespaced', 'v1alpha2'],
        ['ClusterPolicyReport', 'clusterpolicyreports', 'Cluster', 'v1alpha2'],
      ]),
      configMap(
        { name: release, namespace, labels: chartLabels(context, 'kyverno') },
        {
          resourceFilters: '[Event,*,*] [*/*,kube-system,*] [*/*,kube-public,*] [*/*,kube-node-lease,*] [Node,*,*]',
        },
      ),
      ...CONTROLLERS.flatMap((row) => controller(context, row)),
    ];
  },
};
