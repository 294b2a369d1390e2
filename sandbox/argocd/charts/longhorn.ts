import { fieldsOf, listOf, numberOf, textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { Chart, ChartContext } from '../helm/chart.ts';
import { definitions } from './build/definitions.ts';
import { at, chartLabels, configMap, object, service, serviceAccount } from './build/objects.ts';
import { clusterRights } from './build/roles.ts';
import { container, daemonSet, deployment, job } from './build/workloads.ts';

const ACCOUNT = 'longhorn-service-account';
const SIDECARS = ['attacher', 'provisioner', 'resizer', 'snapshotter'];

function manager({ values, namespace, version }: ChartContext, labels: Record<string, string>): KubeObject {
  return daemonSet({
    name: 'longhorn-manager',
    namespace,
    labels: { ...labels, app: 'longhorn-manager' },
    selector: { app: 'longhorn-manager' },
    pod: {
      serviceAccountName: ACCOUNT,
      tolerations: listOf(at(values, 'longhornManager.tolerations')),
      containers: [
        container({
          name: 'longhorn-manager',
          image: `longhornio/longhorn-manager:v${version}`,
          ports: { manager: 9500 },
          ready: ['/v1/healthz', 9501],
          securityContext: { privileged: true },
          mounts: [['longhorn', '/var/lib/longhorn/']],
        }),
      ],
      volumes: [{ name: 'longhorn', hostPath: { path: '/var/lib/longhorn/' } }],
    },
  });
}

function driverDeployer({ values, namespace, version }: ChartContext, labels: Record<string, string>): KubeObject {
  const image = `longhornio/longhorn-manager:v${version}`;
  const env = SIDECARS.map((name) => ({
    name: `CSI_${name.toUpperCase()}_REPLICA_COUNT`,
    value: String(numberOf(at(values, `csi.${name}ReplicaCount`), 3)),
  }));
  return deployment({
    name: 'longhorn-driver-deployer',
    namespace,
    labels,
    selector: { app: 'longhorn-driver-deployer' },
    pod: {
      serviceAccountName: ACCOUNT,
      initContainers: [container({ name: 'wait-longhorn-manager', image })],
      containers: [container({ name: 'longhorn-driver-deployer', image, env })],
    },
  });
}

function hook(context: ChartContext, name: string, phase: string): KubeObject {
  return job({
    name,
    namespace: context.namespace,
    annotations: { 'helm.sh/hook': phase, 'helm.sh/hook-delete-policy': 'hook-succeeded,before-hook-creation' },
    selector: { app: name },
    pod: {
      serviceAccountName: ACCOUNT,
      containers: [container({ name, image: `longhornio/longhorn-manager:v${context.version}` })],
    },
  });
}

function ingress({ values, namespace }: ChartContext, labels: Record<string, string>): KubeObject[] {
  const settings = fieldsOf(values.ingress);
  if (settings.enabled !== true) {
    return [];
  }
  const backend = { service: { name: 'longhorn-frontend', port: { number: 80 } } };
  const paths = [{ path: textOf(settings.path, '/'), pathType: 'ImplementationSpecific', backend }];
  return [
    object(
      'networking.k8s.io/v1',
      'Ingress',
      { name: 'longhorn-ingress', namespace, labels },
      {
        spec: { ingressClassName: settings.ingressClassName, rules: [{ host: settings.host, http: { paths } }] },
      },
    ),
  ];
}

/** charts.longhorn.io; the CSI sidecars are deployed by the driver deployer, not by the chart. */
export const longhorn: Chart = {
  name: 'longhorn',
  repoURL: 'https://charts.longhorn.io',
  versions: ['1.10.1', '1.9.2', '1.8.2', '1.7.3', '1.7.2', '1.6.4'],
  defaults: {
    preUpgradeChecker: { jobEnabled: true },
    longhornUI: { replicas: 2 },
    persistence: { defaultClass: true },
  },
  render(context) {
    const { values, namespace, version } = context;
    const labels = chartLabels(context, 'longhorn');
    const kinds = ['Volume', 'Replica', 'Engine', 'Node', 'Setting', 'Backup', 'RecurringJob', 'BackingImage'];
    return [
      ...definitions(
        'longhorn.io',
        kinds.map((kind) => [kind, `${kind.toLowerCase()}s`, 'Namespaced', 'v1beta2']),
      ),
      serviceAccount({ name: ACCOUNT, namespace, labels }),
      ...clusterRights(ACCOUNT, namespace, labels, [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]),
      configMap(
        { name: 'longhorn-default-setting', namespace, labels },
        {
          'default-setting.yaml': Object.entries(fieldsOf(values.defaultSettings))
            .map(([key, value]) => `${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${String(value)}`)
            .join('\n'),
        },
      ),
      manager(context, labels),
      driverDeployer(context, labels),
      deployment({
        name: 'longhorn-ui',
        namespace,
        labels: { ...labels, app: 'longhorn-ui' },
        selector: { app: 'longhorn-ui' },
        replicas: numberOf(at(values, 'longhornUI.replicas'), 2),
        pod: {
          serviceAccountName: ACCOUNT,
          containers: [
            container({ name: 'longhorn-ui', image: `longhornio/longhorn-ui:v${version}`, ports: { http: 8000 } }),
          ],
        },
      }),
      service({ name: 'longhorn-backend', namespace, labels }, { app: 'longhorn-manager' }, { manager: 9500 }),
      service({ name: 'longhorn-frontend', namespace, labels }, { app: 'longhorn-ui' }, { http: 80 }),
      ...ingress(context, labels),
      ...(at(values, 'preUpgradeChecker.jobEnabled') === true
        ? [hook(context, 'longhorn-pre-upgrade', 'pre-upgrade')]
        : []),
      hook(context, 'longhorn-post-upgrade', 'post-upgrade'),
      hook(context, 'longhorn-uninstall', 'pre-delete'),
    ];
  },
};
