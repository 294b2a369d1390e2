import type { PrinterColumn, ResourceType } from '../../../kubernetes/object.ts';

export const ARC_GROUP = 'actions.github.com';

type Column = [name: string, type: PrinterColumn['type'], jsonPath: string];

function arcType(kind: string, columns: Column[]): ResourceType {
  return {
    group: ARC_GROUP,
    version: 'v1alpha1',
    kind,
    plural: `${kind.toLowerCase()}s`,
    singular: kind.toLowerCase(),
    shortNames: [],
    namespaced: true,
    hasStatus: true,
    isCustom: true,
    printerColumns: columns.map(([name, type, jsonPath]) => ({ name, type, jsonPath })),
  };
}

const RUNNER_COUNTS: Column[] = [
  ['Pending Runners', 'integer', '.status.pendingEphemeralRunners'],
  ['Running Runners', 'integer', '.status.runningEphemeralRunners'],
  ['Finished Runners', 'integer', '.status.finishedEphemeralRunners'],
  ['Deleting Runners', 'integer', '.status.deletingEphemeralRunners'],
];

/** Of version 0.14; its columns still show fields that its status no longer has. */
export const RUNNER_SET = arcType('AutoscalingRunnerSet', [
  ['Minimum Runners', 'integer', '.spec.minRunners'],
  ['Maximum Runners', 'integer', '.spec.maxRunners'],
  ['Current Runners', 'integer', '.status.currentRunners'],
  ['State', 'string', '.status.state'],
  ...RUNNER_COUNTS,
]);

export const LISTENER = arcType('AutoscalingListener', [
  ['GitHub Configure URL', 'string', '.spec.githubConfigUrl'],
  ['AutoscalingRunnerSet Namespace', 'string', '.spec.autoscalingRunnerSetNamespace'],
  ['AutoscalingRunnerSet Name', 'string', '.spec.autoscalingRunnerSetName'],
]);

export const EPHEMERAL_RUNNER_SET = arcType('EphemeralRunnerSet', [
  ['DesiredReplicas', 'integer', '.spec.replicas'],
  ['CurrentReplicas', 'integer', '.status.currentReplicas'],
  ...RUNNER_COUNTS,
]);

export const EPHEMERAL_RUNNER = arcType('EphemeralRunner', [
  ['GitHub Config URL', 'string', '.spec.githubConfigUrl'],
  ['RunnerId', 'number', '.status.runnerId'],
  ['Status', 'string', '.status.phase'],
  ['JobRepository', 'string', '.status.jobRepositoryName'],
  ['JobWorkflowRef', 'string', '.status.jobWorkflowRef'],
  ['WorkflowRunId', 'number', '.status.workflowRunId'],
  ['JobDisplayName', 'string', '.status.jobDisplayName'],
  ['JobId', 'string', '.status.jobId'],
  ['Message', 'string', '.status.message'],
  ['Age', 'date', '.metadata.creationTimestamp'],
]);

/** The kinds of the Actions Runner Controller. They are there once its chart has brought them. */
export const ARC_TYPES: readonly ResourceType[] = [RUNNER_SET, LISTENER, EPHEMERAL_RUNNER_SET, EPHEMERAL_RUNNER];
