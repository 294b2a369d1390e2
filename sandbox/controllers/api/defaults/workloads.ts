import type { KubeObject } from '../../../kubernetes/object.ts';
import { type Fields, fieldsOf, listOf } from '../fields.ts';
import { defaultPodSpec, defaultPodTemplate } from './pod-spec.ts';

const NO_EXECUTE_SECONDS = 300;

function withSpec(object: KubeObject, spec: Fields): KubeObject {
  return { ...object, spec };
}

export function defaultDeployment(object: KubeObject): KubeObject {
  const spec = fieldsOf(object.spec);
  const strategy = { type: 'RollingUpdate', ...fieldsOf(spec.strategy) };
  return withSpec(object, {
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    ...spec,
    strategy:
      strategy.type === 'RollingUpdate'
        ? {
            ...strategy,
            rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%', ...fieldsOf(fieldsOf(strategy).rollingUpdate) },
          }
        : strategy,
    template: defaultPodTemplate(spec.template),
  });
}

export function defaultReplicaSet(object: KubeObject): KubeObject {
  const spec = fieldsOf(object.spec);
  return withSpec(object, { replicas: 1, ...spec, template: defaultPodTemplate(spec.template) });
}

export function defaultStatefulSet(object: KubeObject): KubeObject {
  const spec = fieldsOf(object.spec);
  const strategy = { type: 'RollingUpdate', ...fieldsOf(spec.updateStrategy) };
  return withSpec(object, {
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    revisionHistoryLimit: 10,
    ...spec,
    updateStrategy:
      strategy.type === 'RollingUpdate'
        ? { ...strategy, rollingUpdate: { partition: 0, ...fieldsOf(fieldsOf(strategy).rollingUpdate) } }
        : strategy,
    template: defaultPodTemplate(spec.template),
    ...(Array.isArray(spec.volumeClaimTemplates)
      ? {
          volumeClaimTemplates: spec.volumeClaimTemplates.map((claim) => ({
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            ...fieldsOf(claim),
          })),
        }
      : {}),
  });
}

export function defaultDaemonSet(object: KubeObject): KubeObject {
  const spec = fieldsOf(object.spec);
  const strategy = { type: 'RollingUpdate', ...fieldsOf(spec.updateStrategy) };
  return withSpec(object, {
    revisionHistoryLimit: 10,
    ...spec,
    updateStrategy:
      strategy.type === 'RollingUpdate'
        ? {
            ...strategy,
            rollingUpdate: { maxSurge: 0, maxUnavailable: 1, ...fieldsOf(fieldsOf(strategy).rollingUpdate) },
          }
        : strategy,
    template: defaultPodTemplate(spec.template),
  });
}

export function defaultJobSpec(value: unknown): Fields {
  const spec = fieldsOf(value);
  return {
    completions: 1,
    parallelism: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    ...spec,
    template: defaultPodTemplate(spec.template),
  };
}

export function defaultCronJob(object: KubeObject): KubeObject {
  const spec = fieldsOf(object.spec);
  const jobTemplate = fieldsOf(spec.jobTemplate);
  return withSpec(object, {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
    ...spec,
    jobTemplate: { ...jobTemplate, spec: defaultJobSpec(jobTemplate.spec) },
  });
}

/** A Pod also gets a service account and the tolerations that admission adds. */
export function defaultPod(object: KubeObject): KubeObject {
  const spec = defaultPodSpec(object.spec);
  const added = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({
    key,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: NO_EXECUTE_SECONDS,
  }));
  const given = listOf(spec.tolerations);
  const tolerations = [...given, ...added.filter(({ key }) => !given.some((one) => fieldsOf(one).key === key))];
  return withSpec(object, { serviceAccountName: 'default', serviceAccount: 'default', ...spec, tolerations });
}
