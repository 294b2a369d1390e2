import { fieldsOf, listOf, textOf } from '../../controllers/api/fields.ts';
import type { Chart } from '../helm/chart.ts';
import { definitions } from './build/definitions.ts';
import { at, chartLabels, object, serviceAccount } from './build/objects.ts';
import { clusterRights } from './build/roles.ts';
import { container, daemonSet, deployment } from './build/workloads.ts';

const VERSIONS: Record<string, Record<string, string>> = {
  toolkit: { repository: 'nvcr.io/nvidia/k8s', image: 'container-toolkit', version: 'v1.18.1' },
  devicePlugin: { repository: 'nvcr.io/nvidia', image: 'k8s-device-plugin', version: 'v0.18.1' },
  gfd: { repository: 'nvcr.io/nvidia', image: 'k8s-device-plugin', version: 'v0.18.1' },
  dcgmExporter: { repository: 'nvcr.io/nvidia/k8s', image: 'dcgm-exporter', version: '4.4.2-4.7.0-distroless' },
  validator: { repository: 'nvcr.io/nvidia', image: 'gpu-operator', version: 'v25.10.1' },
};
const NFD_IMAGE = 'registry.k8s.io/nfd/node-feature-discovery:v0.18.2';
const EVERYTHING = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];

/** helm.ngc.nvidia.com: the operator, Node Feature Discovery, and the ClusterPolicy from which it deploys the rest. */
export const gpuOperator: Chart = {
  name: 'gpu-operator',
  repoURL: 'https://helm.ngc.nvidia.com/nvidia',
  versions: ['v25.10.1', 'v25.10.0', 'v25.3.4', 'v25.3.0', 'v24.9.2'],
  defaults: {
    driver: { enabled: true },
    ...Object.fromEntries(Object.entries(VERSIONS).map(([name, image]) => [name, { enabled: true, ...image }])),
    mig: { strategy: 'single' },
    daemonsets: { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }] },
  },
  render(context) {
    const { values, namespace, release } = context;
    const labels = chartLabels(context, 'gpu-operator');
    const nfd = `${release}-node-feature-discovery`;
    const nfdPod = (role: string) => ({ 'app.kubernetes.io/name': 'node-feature-discovery', role });
    const nfdContainer = (name: string) => container({ name, image: NFD_IMAGE, args: [`--${name}`] });
    const operator = container({
      name: 'gpu-operator',
      image: `nvcr.io/nvidia/gpu-operator:${context.version}`,
      ports: { metrics: 8080 },
      ready: ['/readyz', 8081, 5],
      resources: { limits: { cpu: '500m', memory: '350Mi' }, requests: { cpu: '200m', memory: '100Mi' } },
    });
    const spec = Object.fromEntries(
      ['driver', ...Object.keys(VERSIONS), 'mig', 'migManager', 'daemonsets', 'cdi'].flatMap((key) =>
        values[key] === undefined ? [] : [[key, values[key]]],
      ),
    );
    return [
      ...definitions('nvidia.com', [
        ['ClusterPolicy', 'clusterpolicies', 'Cluster', 'v1'],
        ['NVIDIADriver', 'nvidiadrivers', 'Cluster', 'v1alpha1'],
      ]),
      ...definitions('nfd.k8s-sigs.io', [
        ['NodeFeature', 'nodefeatures', 'Namespaced', 'v1alpha1'],
        ['NodeFeatureRule', 'nodefeaturerules', 'Cluster', 'v1alpha1'],
      ]),
      serviceAccount({ name: 'gpu-operator', namespace, labels }),
      serviceAccount({ name: 'node-feature-discovery', namespace, labels }),
      ...clusterRights('gpu-operator', namespace, labels, EVERYTHING),
      deployment({
        name: 'gpu-operator',
        namespace,
        labels,
        selector: { app: 'gpu-operator', 'app.kubernetes.io/component': 'gpu-operator' },
        pod: { serviceAccountName: 'gpu-operator', containers: [operator] },
      }),
      ...['master', 'gc'].map((role) =>
        deployment({
          name: `${nfd}-${role}`,
          namespace,
          labels,
          selector: nfdPod(role),
          pod: { serviceAccountName: 'node-feature-discovery', containers: [nfdContainer(role)] },
        }),
      ),
      daemonSet({
        name: `${nfd}-worker`,
        namespace,
        labels,
        selector: nfdPod('worker'),
        pod: {
          serviceAccountName: 'node-feature-discovery',
          tolerations: listOf(at(values, 'node-feature-discovery.worker.tolerations')),
          containers: [nfdContainer('worker')],
        },
      }),
      object(
        'nvidia.com/v1',
        'ClusterPolicy',
        { name: 'cluster-policy', labels },
        {
          spec: {
            operator: {
              defaultRuntime: 'containerd',
              runtimeClass: textOf(fieldsOf(values.operator).runtimeClass, 'nvidia'),
            },
            ...spec,
          },
        },
      ),
    ];
  },
};
