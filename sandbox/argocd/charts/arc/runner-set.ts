import { type Fields, fieldsOf, listOf, numberOf, textOf } from '../../../controllers/api/fields.ts';
import { ARC_GROUP } from '../../../controllers/operators/arc/types.ts';
import type { Chart } from '../../helm/chart.ts';
import { chartLabels, object, serviceAccount } from '../build/objects.ts';
import { namespaceRights } from '../build/roles.ts';
import { ARC_REPOSITORY, ARC_VERSIONS } from './controller.ts';

const DEFAULT_RUNNER = {
  name: 'runner',
  image: 'ghcr.io/actions/actions-runner:2.329.0',
  command: ['/home/runner/run.sh'],
};

/** One set of runners that come with the jobs and go with them; its name is the label that jobs ask for. */
export const arcRunnerSet: Chart = {
  name: 'gha-runner-scale-set',
  repoURL: ARC_REPOSITORY,
  versions: ARC_VERSIONS,
  defaults: {
    githubConfigUrl: 'https://github.com/homelab-platform',
    githubConfigSecret: 'arc-github',
    template: { spec: { containers: [DEFAULT_RUNNER] } },
  },
  render(context) {
    const { values, namespace, release, version } = context;
    const name = textOf(values.runnerScaleSetName) || release;
    const labels = {
      ...chartLabels(context, 'gha-rs', name),
      'app.kubernetes.io/component': 'autoscaling-runner-set',
      'app.kubernetes.io/part-of': 'gha-rs',
      'app.kubernetes.io/version': version,
      'actions.github.com/scale-set-name': name,
      'actions.github.com/scale-set-namespace': namespace,
    };
    const account = `${name}-gha-rs-no-permission`;
    const spec: Fields = {
      githubConfigUrl: values.githubConfigUrl,
      githubConfigSecret: values.githubConfigSecret,
      ...(values.runnerGroup === undefined ? {} : { runnerGroup: values.runnerGroup }),
      runnerScaleSetName: name,
      ...(listOf(values.scaleSetLabels).length === 0 ? {} : { runnerScaleSetLabels: values.scaleSetLabels }),
      ...(values.minRunners === undefined ? {} : { minRunners: numberOf(values.minRunners, 0) }),
      ...(values.maxRunners === undefined ? {} : { maxRunners: numberOf(values.maxRunners, 0) }),
      ...(values.listenerTemplate === undefined ? {} : { listenerTemplate: values.listenerTemplate }),
      template: templateOf(values, account),
    };
    return [
      serviceAccount({ name: account, namespace, labels }),
      ...namespaceRights(`${name}-gha-rs-manager`, namespace, labels, [
        { apiGroups: [''], resources: ['pods', 'secrets'], verbs: ['create', 'delete', 'get', 'list', 'patch'] },
      ]),
      object(`${ARC_GROUP}/v1alpha1`, 'AutoscalingRunnerSet', { name, namespace, labels }, { spec }),
    ];
  },
};

function templateOf(values: Fields, account: string): Fields {
  const template = fieldsOf(values.template);
  const spec = fieldsOf(template.spec);
  return { ...template, spec: { serviceAccountName: account, restartPolicy: 'Never', ...spec } };
}
