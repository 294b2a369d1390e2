import { numberOf, textOf } from '../../controllers/api/fields.ts';
import type { Chart } from '../helm/chart.ts';
import { at, chartLabels, configMap, serviceAccount } from './build/objects.ts';
import { namespaceRights } from './build/roles.ts';
import { container, deployment } from './build/workloads.ts';

const EXECUTOR_RULES = [
  {
    apiGroups: [''],
    resources: ['pods', 'pods/exec', 'secrets', 'configmaps'],
    verbs: ['get', 'list', 'watch', 'create', 'update', 'delete'],
  },
];

/** charts.gitlab.io; it does not start before the Secret with its token is there. */
export const gitlabRunner: Chart = {
  name: 'gitlab-runner',
  repoURL: 'https://charts.gitlab.io',
  versions: ['0.84.1', '0.83.3', '0.77.3', '0.72.1', '0.71.0'],
  defaults: { replicas: 1, serviceAccount: { create: true }, metrics: { port: 9252 } },
  render(context) {
    const { values, namespace, release } = context;
    const labels = { app: release, ...chartLabels(context, 'gitlab-runner') };
    const account = textOf(at(values, 'serviceAccount.name')) || release;
    const config = { name: release, namespace, labels };
    const sources = [
      { secret: { name: textOf(at(values, 'runners.secret')) || release } },
      ...(textOf(at(values, 'runners.cache.secretName')) === ''
        ? []
        : [{ secret: { name: at(values, 'runners.cache.secretName'), optional: true } }]),
    ];
    return [
      ...(at(values, 'serviceAccount.create') === true ? [serviceAccount({ name: account, namespace, labels })] : []),
      ...(at(values, 'rbac.create') === true ? namespaceRights(account, namespace, labels, EXECUTOR_RULES) : []),
      configMap(config, {
        'config.template.toml': textOf(at(values, 'runners.config')).replaceAll('{{.Release.Namespace}}', namespace),
        'config.toml': `concurrent = ${numberOf(values.concurrent, 10)}\ncheck_interval = ${numberOf(values.checkInterval, 3)}\nlog_level = "${textOf(values.logLevel, 'info')}"\n`,
      }),
      deployment({
        name: release,
        namespace,
        labels,
        selector: { app: release, release },
        replicas: numberOf(values.replicas, 1),
        pod: {
          serviceAccountName: account,
          securityContext: values.podSecurityContext ?? { runAsUser: 100, fsGroup: 65_533 },
          containers: [
            container({
              name: release,
              image: 'registry.gitlab.com/gitlab-org/gitlab-runner:alpine-v18.7.1',
              ports: { metrics: numberOf(at(values, 'metrics.port'), 9252) },
              resources: values.resources,
              env: [{ name: 'CI_SERVER_URL', value: textOf(values.gitlabUrl) }],
              securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
              mounts: [
                ['projected-secrets', '/secrets'],
                ['configmaps', '/configmaps'],
              ],
            }),
          ],
          volumes: [
            { name: 'projected-secrets', projected: { sources } },
            { name: 'configmaps', configMap: { name: release } },
          ],
        },
      }),
    ];
  },
};
