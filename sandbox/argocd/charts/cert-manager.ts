import { numberOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { Chart, ChartContext } from '../helm/chart.ts';
import { definitions } from './build/definitions.ts';
import { at, chartLabels, service, serviceAccount } from './build/objects.ts';
import { clusterRights } from './build/roles.ts';
import { container, deployment, job, RESTRICTED_CONTAINER, RESTRICTED_POD } from './build/workloads.ts';

/** The three parts: the suffix of their names, the part of the values and the last word of the image. */
const PARTS = [
  ['', '', 'controller'],
  ['-cainjector', 'cainjector.', 'cainjector'],
  ['-webhook', 'webhook.', 'webhook'],
] as const;

function part(context: ChartContext, [suffix, prefix, image]: (typeof PARTS)[number]): KubeObject[] {
  const { values, namespace, release, version } = context;
  const name = `${release}${suffix}`;
  const labels = chartLabels(context, 'cert-manager', suffix === '' ? 'cert-manager' : suffix.slice(1));
  const selector = {
    'app.kubernetes.io/component': image,
    'app.kubernetes.io/instance': release,
    'app.kubernetes.io/name': suffix === '' ? 'cert-manager' : suffix.slice(1),
  };
  return [
    serviceAccount({ name, namespace, labels }),
    ...clusterRights(name, namespace, labels, [{ apiGroups: ['cert-manager.io'], resources: ['*'], verbs: ['*'] }]),
    deployment({
      name,
      namespace,
      labels,
      selector,
      replicas: numberOf(at(values, `${prefix}replicaCount`), 1),
      pod: {
        serviceAccountName: name,
        securityContext: RESTRICTED_POD,
        containers: [
          container({
            name: `cert-manager-${image}`,
            image: `quay.io/jetstack/cert-manager-${image}:${version}`,
            ports: { 'http-metrics': 9402 },
            ...(image === 'webhook' ? { ready: ['/healthz', 6080, 5] as [string, number, number] } : {}),
            resources: at(values, `${prefix}resources`),
            securityContext: RESTRICTED_CONTAINER,
          }),
        ],
      },
    }),
    ...(image === 'cainjector' ? [] : [service({ name, namespace, labels }, selector, { 'tcp-metrics': 9402 })]),
  ];
}

function startupCheck(context: ChartContext): KubeObject[] {
  const { namespace, release, version } = context;
  const name = `${release}-startupapicheck`;
  const hook = { 'helm.sh/hook': 'post-install', 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded' };
  return [
    { ...serviceAccount({ name, namespace, annotations: { ...hook, 'helm.sh/hook-weight': '-5' } }) },
    job({
      name,
      namespace,
      annotations: { ...hook, 'helm.sh/hook-weight': '1' },
      selector: { app: 'startupapicheck' },
      extra: { backoffLimit: 4 },
      pod: {
        serviceAccountName: name,
        securityContext: RESTRICTED_POD,
        containers: [
          container({
            name: 'cert-manager-startupapicheck',
            image: `quay.io/jetstack/cert-manager-startupapicheck:${version}`,
            args: ['check', 'api', '--wait=1m'],
            securityContext: RESTRICTED_CONTAINER,
          }),
        ],
      },
    }),
  ];
}

/** charts.jetstack.io */
export const certManager: Chart = {
  name: 'cert-manager',
  repoURL: 'https://charts.jetstack.io',
  versions: ['v1.19.1', 'v1.18.3', 'v1.17.4', 'v1.17.2', 'v1.16.5'],
  defaults: { crds: { enabled: false }, replicaCount: 1, startupapicheck: { enabled: true } },
  render(context) {
    const { values } = context;
    const kinds = [
      ...definitions('cert-manager.io', [
        ['Certificate', 'certificates', 'Namespaced', 'v1'],
        ['CertificateRequest', 'certificaterequests', 'Namespaced', 'v1'],
        ['ClusterIssuer', 'clusterissuers', 'Cluster', 'v1'],
        ['Issuer', 'issuers', 'Namespaced', 'v1'],
      ]),
      ...definitions('acme.cert-manager.io', [
        ['Order', 'orders', 'Namespaced', 'v1'],
        ['Challenge', 'challenges', 'Namespaced', 'v1'],
      ]),
    ];
    return [
      ...(at(values, 'crds.enabled') === true || values.installCRDs === true ? kinds : []),
      ...PARTS.flatMap((row) => part(context, row)),
      ...(at(values, 'startupapicheck.enabled') === false ? [] : startupCheck(context)),
    ];
  },
};
