import type { KubeObject } from '../../../kubernetes/object.ts';
import { at, claim, claimSpec, service } from '../build/objects.ts';
import { statefulService } from '../build/stateful-service.ts';
import { container, deployment } from '../build/workloads.ts';
import { gitlabLabels } from './components.ts';
import type { GitlabContext } from './gitlab-context.ts';

function secretEnv(name: string, secret: string, key: string): object {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}

function minio(context: GitlabContext): KubeObject[] {
  const { values, namespace, release } = context;
  const name = `${release}-minio`;
  const labels = gitlabLabels(context, 'minio');
  const selector = { app: 'minio', component: 'app', release };
  const volumes = [{ name: 'export', persistentVolumeClaim: { claimName: name } }];
  const server = container({
    name: 'minio',
    image: 'minio/minio:RELEASE.2017-12-28T01-21-00Z',
    ports: { service: 9000 },
    resources: at(values, 'minio.resources'),
    env: [secretEnv('MINIO_ACCESS_KEY', `${release}-minio-secret`, 'accesskey')],
    mounts: [['export', '/export']],
  });
  return [
    claim({ name, namespace, labels }, claimSpec(at(values, 'minio.persistence'), '10Gi')),
    deployment({
      name,
      namespace,
      labels,
      selector,
      extra: { strategy: { type: 'Recreate' } },
      pod: { securityContext: { runAsUser: 1000, fsGroup: 1000 }, containers: [server], volumes },
    }),
    service({ name: `${name}-svc`, namespace, labels }, selector, { service: 9000 }),
  ];
}

/** Where GitLab keeps things: repositories, database, cache and objects. */
export function gitlabDatabases(context: GitlabContext): KubeObject[] {
  const { values, namespace, release, appVersion } = context;
  const base = (app: string) => ({ namespace, labels: gitlabLabels(context, app), selector: { app, release } });
  return [
    ...statefulService({
      ...base('gitaly'),
      name: `${release}-gitaly`,
      image: `registry.gitlab.com/gitlab-org/build/cng/gitaly:${appVersion}`,
      port: ['grpc-gitaly', 8075],
      persistence: at(values, 'gitlab.gitaly.persistence'),
      size: '50Gi',
      mountPath: '/home/git/repositories',
      resources: at(values, 'gitlab.gitaly.resources'),
      runAsUser: 1000,
      env: [secretEnv('GITALY_TOKEN', `${release}-gitaly-secret`, 'token')],
    }),
    ...(at(values, 'postgresql.install') === false
      ? []
      : statefulService({
          ...base('postgresql'),
          name: `${release}-postgresql`,
          image: 'docker.io/bitnamilegacy/postgresql:16.6.0',
          port: ['tcp-postgresql', 5432],
          persistence: at(values, 'postgresql.primary.persistence'),
          size: '8Gi',
          mountPath: '/bitnami/postgresql',
          resources: at(values, 'postgresql.primary.resources'),
          env: [secretEnv('POSTGRES_PASSWORD', `${release}-postgresql-password`, 'postgresql-password')],
        })),
    ...(at(values, 'redis.install') === false
      ? []
      : statefulService({
          ...base('redis'),
          name: `${release}-redis-master`,
          image: 'docker.io/bitnamilegacy/redis:7.2.4-debian-12-r9',
          port: ['tcp-redis', 6379],
          persistence: at(values, 'redis.master.persistence'),
          size: '5Gi',
          mountPath: '/data',
          resources: at(values, 'redis.master.resources'),
          env: [secretEnv('REDIS_PASSWORD', `${release}-redis-secret`, 'secret')],
        })),
    ...(at(values, 'global.minio.enabled') === false ? [] : minio(context)),
  ];
}
