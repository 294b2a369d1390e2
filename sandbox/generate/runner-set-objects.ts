import { ARC_GROUP, ARC_TYPES, EPHEMERAL_RUNNER, LISTENER, RUNNER_SET } from '../controllers/operators/arc/types.ts';
import type { KubeObject, ResourceType } from '../kubernetes/object.ts';
import type { Random } from './mix.ts';

const NAMESPACE = 'arc-runners';
const MOST_RUNNERS = 8;
const API_VERSION = `${ARC_GROUP}/v1alpha1`;

export const RUNNER_SET_KINDS = ARC_TYPES;

/** Scale sets with their listeners and runners, as the Actions Runner Controller keeps them while jobs run. */
export function runnerSetObjects(random: Random, count: number): KubeObject[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `arc-set-${String(index).padStart(3, '0')}`;
    const runners = random.between(`runners/${name}`, 0, MOST_RUNNERS);
    return [
      object(RUNNER_SET, name, {
        spec: {
          githubConfigUrl: 'https://github.com/homelab-platform',
          minRunners: 0,
          maxRunners: MOST_RUNNERS,
          runnerScaleSetName: name,
          template: { spec: { nodeSelector: { 'kubernetes.io/arch': index % 3 === 0 ? 'arm64' : 'amd64' } } },
        },
        status: { currentRunners: runners, runningEphemeralRunners: runners, phase: 'Running' },
      }),
      object(LISTENER, `${name}-listener`, {
        spec: { autoscalingRunnerSetNamespace: NAMESPACE, autoscalingRunnerSetName: name },
      }),
      ...Array.from({ length: runners }, (_runner, at) =>
        object(EPHEMERAL_RUNNER, `${name}-runner-${random.hex(`runner/${name}/${at}`, 5)}${at}`, {
          labels: { 'actions.github.com/scale-set-namespace': NAMESPACE, 'actions.github.com/scale-set-name': name },
          spec: { githubConfigUrl: 'https://github.com/homelab-platform' },
          status: {
            phase: 'Running',
            ready: true,
            runnerId: index * 100 + at,
            jobId: `${index}${at}`,
            jobDisplayName: 'build',
            jobRepositoryName: 'homelab-platform/portal',
            workflowRunId: 1000 + index * 10 + at,
            jobWorkflowRef: 'homelab-platform/portal/.github/workflows/ci.yaml@refs/heads/main',
          },
        }),
      ),
    ];
  }).flat();
}

type Content = { labels?: Record<string, string>; spec: Record<string, unknown>; status?: Record<string, unknown> };

function object({ kind }: ResourceType, name: string, { labels, ...content }: Content): KubeObject {
  const metadata = { name, namespace: NAMESPACE, ...(labels === undefined ? {} : { labels }) };
  return { apiVersion: API_VERSION, kind, metadata, ...content };
}
