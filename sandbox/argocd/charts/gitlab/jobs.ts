import type { KubeObject } from '../../../kubernetes/object.ts';
import { at, serviceAccount } from '../build/objects.ts';
import { namespaceRights } from '../build/roles.ts';
import { container, job } from '../build/workloads.ts';
import { gitlabLabels } from './components.ts';
import type { GitlabContext } from './gitlab-context.ts';

const POD_SECURITY = { runAsUser: 1000, fsGroup: 1000 };

function annotated(objects: KubeObject[], annotations: Record<string, string>): KubeObject[] {
  return objects.map((one) => ({ ...one, metadata: { ...one.metadata, annotations } }));
}

/** Before anything else: the job that draws every secret GitLab needs, with its rights. */
function sharedSecrets(context: GitlabContext): KubeObject[] {
  const { namespace, release } = context;
  const name = `${release}-shared-secrets`;
  const labels = gitlabLabels(context, 'shared-secrets');
  const hook = {
    'helm.sh/hook': 'pre-install,pre-upgrade',
    'helm.sh/hook-delete-policy': 'hook-succeeded,before-hook-creation',
  };
  const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'create', 'patch'] }];
  return [
    ...annotated([serviceAccount({ name, namespace, labels }), ...namespaceRights(name, namespace, labels, rules)], {
      ...hook,
      'helm.sh/hook-weight': '-5',
    }),
    job({
      name: `${name}-${context.configurationHash}`,
      namespace,
      labels,
      annotations: hook,
      selector: { app: 'shared-secrets', release },
      pod: {
        serviceAccountName: name,
        securityContext: { runAsUser: 65_534, fsGroup: 65_534 },
        containers: [
          container({
            name: 'gitlab-shared-secrets',
            image: `registry.gitlab.com/gitlab-org/build/cng/kubectl:${context.appVersion}`,
            resources: { requests: { cpu: '50m' } },
          }),
        ],
      },
    }),
  ];
}

/** With each new configuration: the migration of the database and the buckets of the object store. */
export function gitlabJobs(context: GitlabContext): KubeObject[] {
  const { namespace, release, appVersion, edition, configurationHash } = context;
  const migrations = job({
    name: `${release}-migrations-${configurationHash}`,
    namespace,
    labels: gitlabLabels(context, 'migrations'),
    selector: { app: 'migrations', release },
    pod: {
      securityContext: POD_SECURITY,
      containers: [
        container({
          name: 'migrations',
          image: `registry.gitlab.com/gitlab-org/build/cng/gitlab-toolbox-${edition}:${appVersion}`,
          args: ['/scripts/wait-for-deps', '/scripts/db-migrate'],
          resources: { requests: { cpu: '250m', memory: '200Mi' } },
          mounts: [['secrets', '/init-secrets']],
        }),
      ],
      volumes: [{ name: 'secrets', projected: { sources: [{ secret: { name: `${release}-postgresql-password` } }] } }],
    },
  });
  const buckets = job({
    name: `${release}-minio-create-buckets-${configurationHash}`,
    namespace,
    labels: gitlabLabels(context, 'minio'),
    selector: { app: 'minio', component: 'create-buckets', release },
    pod: {
      securityContext: POD_SECURITY,
      containers: [container({ name: 'minio-mc', image: 'minio/mc:RELEASE.2018-07-13T00-53-22Z' })],
    },
  });
  return [
    ...sharedSecrets(context),
    migrations,
    ...(at(context.values, 'global.minio.enabled') === false ? [] : [buckets]),
  ];
}
