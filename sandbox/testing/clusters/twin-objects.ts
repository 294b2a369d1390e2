import type { KubeObject } from '../../kubernetes/object.ts';

/** How the objects of two clusters differ that have the same names. */
export type TwinFacts = {
  /** What the only pod on the node asks for. */
  cpu: string;
  /** How many slices the node hands out. */
  slices: number;
  isCrashing: boolean;
  isListening: boolean;
};

/** A node, a workload with a slice of its card, and a runner set, under the same names in every cluster. */
export function twinObjects({ cpu, slices, isCrashing, isListening }: TwinFacts): KubeObject[] {
  const amounts = { cpu: '64', memory: '64Gi', 'nvidia.com/gpu': String(slices) };
  const crash = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 20s restarting failed container' } };
  return [
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'node-1', labels: { 'nvidia.com/gpu.count': '1', 'nvidia.com/gpu.memory': '16000' } },
      status: { capacity: amounts, allocatable: amounts, conditions: [{ type: 'Ready', status: 'True' }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { replicas: 1 },
      status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: isCrashing ? 0 : 1 },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'web-6f-1',
        namespace: 'shop',
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-6f', uid: 'web-6f', controller: true },
        ],
      },
      spec: {
        nodeName: 'node-1',
        containers: [{ name: 'main', resources: { limits: { 'nvidia.com/gpu': '1' }, requests: { cpu } } }],
      },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: isCrashing ? 'False' : 'True' }],
        containerStatuses: [{ name: 'main', restartCount: 3, state: isCrashing ? crash : { running: {} } }],
      },
    },
    {
      apiVersion: 'actions.github.com/v1alpha1',
      kind: 'AutoscalingRunnerSet',
      metadata: { name: 'linux', namespace: 'arc' },
      spec: { githubConfigUrl: 'https://github.com/octo-org' },
    },
    {
      apiVersion: 'actions.github.com/v1alpha1',
      kind: 'AutoscalingListener',
      metadata: { name: 'linux-listener', namespace: 'arc' },
      spec: { autoscalingRunnerSetNamespace: 'arc', autoscalingRunnerSetName: 'linux' },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'linux-listener', namespace: 'arc' },
      spec: { nodeName: 'node-1', containers: [] },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: isListening ? 'True' : 'False' }] },
    },
  ];
}

/** An application that brings the workload of the twins, and is not delivered as long as that is not ready. */
export function twinApplication(name: string, destination: Record<string, string>): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {
      project: 'default',
      destination: { namespace: 'shop', ...destination },
      source: { repoURL: 'https://git.example/a.git' },
    },
    status: {
      sync: { status: 'Synced' },
      health: { status: 'Progressing' },
      resourceHealthSource: 'appTree',
      resources: [
        { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web', status: 'Synced' },
      ],
    },
  };
}
