import { randomBytes } from 'node:crypto';
import { fieldsOf, numberOf, textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { Chart, ChartContext } from '../helm/chart.ts';
import {
  at,
  chartLabels,
  claim,
  claimSpec,
  ingressFromValues,
  object,
  service,
  serviceAccount,
} from './build/objects.ts';
import { statefulService } from './build/stateful-service.ts';
import { container, deployment, imageFrom } from './build/workloads.ts';

/** The parts that keep nothing: section of the values, image, port, path that says they are ready. */
const PARTS = [
  ['api', 'langgenius/dify-api', '1.10.1', 5001, '/health'],
  ['worker', 'langgenius/dify-api', '1.10.1', 0, ''],
  ['web', 'langgenius/dify-web', '1.10.1', 3000, '/apps'],
  ['sandbox', 'langgenius/dify-sandbox', '0.2.12', 8194, '/health'],
  ['proxy', 'nginx', '1.27.3', 80, '/'],
] as const;

/** Helm's `randAlphaNum`: other characters each time the chart is rendered. */
function drawnSecret(context: ChartContext, name: string, keys: readonly string[]): KubeObject {
  const data = Object.fromEntries(
    keys.map((key) => [key, Buffer.from(randomBytes(12).toString('hex')).toString('base64')]),
  );
  return object(
    'v1',
    'Secret',
    { name, namespace: context.namespace, labels: chartLabels(context, 'dify') },
    { type: 'Opaque', data },
  );
}

function part(context: ChartContext, [section, repository, tag, port, path]: (typeof PARTS)[number]): KubeObject[] {
  const { values, namespace, release } = context;
  if (at(values, `${section}.enabled`) === false) {
    return [];
  }
  const name = `${release}-${section}`;
  const labels = { ...chartLabels(context, 'dify'), component: section };
  const selector = { 'app.kubernetes.io/instance': release, 'app.kubernetes.io/name': 'dify', component: section };
  const needsData = section === 'api' || section === 'worker';
  const env = Object.entries(fieldsOf(at(values, `${section}.env`))).map(([key, value]) => ({
    name: key,
    value: String(value),
  }));
  const password = {
    name: 'DB_PASSWORD',
    valueFrom: { secretKeyRef: { name: `${release}-postgresql`, key: 'password' } },
  };
  return [
    deployment({
      name,
      namespace,
      labels,
      selector,
      replicas: numberOf(at(values, `${section}.replicaCount`), 1),
      pod: {
        serviceAccountName: release,
        containers: [
          container({
            name: section,
            image: imageFrom(at(values, `${section}.image`), repository, tag),
            ports: port === 0 ? {} : { http: port },
            ...(path === '' ? {} : { ready: [path, port, 5] as [string, number, number] }),
            resources: at(values, `${section}.resources`),
            env: needsData ? [...env, password] : env,
            ...(needsData ? { mounts: [['storage', '/app/api/storage']] as [string, string][] } : {}),
          }),
        ],
        ...(needsData ? { volumes: [{ name: 'storage', persistentVolumeClaim: { claimName: release } }] } : {}),
      },
    }),
    ...(port === 0 ? [] : [service({ name, namespace, labels }, selector, { http: port })]),
  ];
}

function stores(context: ChartContext): KubeObject[] {
  const { values, namespace, release } = context;
  const storageClass = textOf(at(values, 'global.storageClass'));
  const labels = chartLabels(context, 'dify');
  const selector = (name: string) => ({ 'app.kubernetes.io/instance': release, 'app.kubernetes.io/name': name });
  const base = { namespace, labels, storageClass };
  const image = (section: string, repository: string, tag: string) =>
    imageFrom(at(values, `${section}.image`), repository, tag);
  return [
    ...statefulService({
      ...base,
      name: `${release}-postgresql-primary`,
      selector: selector('postgresql'),
      image: image('postgresql', 'bitnamilegacy/postgresql', '15.3.0-debian-11-r7'),
      port: ['tcp-postgresql', 5432],
      persistence: at(values, 'postgresql.primary.persistence'),
      size: '8Gi',
      mountPath: '/bitnami/postgresql',
    }),
    ...statefulService({
      ...base,
      name: `${release}-redis-master`,
      selector: selector('redis'),
      image: image('redis', 'bitnamilegacy/redis', '7.0.11-debian-11-r12'),
      port: ['tcp-redis', 6379],
      persistence: at(values, 'redis.master.persistence'),
      size: '8Gi',
      mountPath: '/data',
    }),
    ...statefulService({
      ...base,
      name: 'weaviate',
      selector: { app: 'weaviate' },
      image: image('weaviate', 'semitechnologies/weaviate', '1.27.3'),
      port: ['http', 8080],
      persistence: at(values, 'weaviate.persistence'),
      size: '10Gi',
      mountPath: '/var/lib/weaviate',
    }),
    claim(
      { name: release, namespace, labels },
      claimSpec(at(values, 'storage.local.persistence'), '5Gi', storageClass),
    ),
  ];
}

/** borispolonsky.github.io/dify-helm */
export const dify: Chart = {
  name: 'dify',
  repoURL: 'https://borispolonsky.github.io/dify-helm',
  versions: ['0.33.0', '0.32.1', '0.31.0', '0.28.0'],
  defaults: {},
  render(context) {
    const { values, namespace, release } = context;
    return [
      serviceAccount({ name: release, namespace, labels: chartLabels(context, 'dify') }),
      drawnSecret(context, `${release}-postgresql`, ['password', 'postgres-password', 'replication-password']),
      drawnSecret(context, `${release}-redis`, ['redis-password']),
      ...stores(context),
      ...PARTS.flatMap((row) => part(context, row)),
      ...ingressFromValues(
        values.ingress,
        { name: release, namespace, labels: chartLabels(context, 'dify') },
        `${release}-proxy`,
        80,
      ),
    ];
  },
};
