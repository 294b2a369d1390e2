import type { KubeObject } from '../../../kubernetes/object.ts';
import { fieldAt, fieldsOf, isFields, listOf, textOf, textsOf } from '../fields.ts';
import { selectorMatches } from '../labels.ts';
import { checkLabels } from './metadata.ts';
import { checkPodSpec } from './pod-spec.ts';
import type { Problems } from './problems.ts';

function checkCount(value: unknown, path: string, problems: Problems): void {
  if (value !== undefined && (!Number.isInteger(value) || Number(value) < 0)) {
    problems.invalid(path, value, 'must be greater than or equal to 0');
  }
}

/** Deployment, ReplicaSet, StatefulSet and DaemonSet: pkg/apis/apps/validation/validation.go. */
export function checkPodOwner(object: KubeObject, problems: Problems): void {
  const spec = fieldsOf(object.spec);
  const labels = textsOf(fieldAt(spec, 'template', 'metadata', 'labels'));
  if (!isFields(spec.selector)) {
    problems.required('spec.selector');
  } else if (Object.keys(spec.selector).length === 0) {
    problems.invalid('spec.selector', spec.selector, `empty selector is invalid for ${object.kind.toLowerCase()}`);
  } else if (!selectorMatches(spec.selector, labels)) {
    problems.invalid('spec.template.metadata.labels', labels, '`selector` does not match template `labels`');
  }
  checkCount(spec.replicas, 'spec.replicas', problems);
  checkLabels(fieldAt(spec, 'template', 'metadata', 'labels'), 'spec.template.labels', problems);
  const claims = listOf(spec.volumeClaimTemplates).map((claim) => textOf(fieldAt(claim, 'metadata', 'name')));
  checkPodSpec(fieldAt(spec, 'template', 'spec'), 'spec.template.spec', problems, claims);
  const restartPolicy = fieldAt(spec, 'template', 'spec', 'restartPolicy');
  if (restartPolicy !== undefined && restartPolicy !== 'Always') {
    problems.unsupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']);
  }
}

export function checkJobSpec(value: unknown, path: string, problems: Problems): void {
  const spec = fieldsOf(value);
  for (const count of ['completions', 'parallelism', 'backoffLimit', 'ttlSecondsAfterFinished']) {
    checkCount(spec[count], `${path}.${count}`, problems);
  }
  checkPodSpec(fieldAt(spec, 'template', 'spec'), `${path}.template.spec`, problems);
  const restartPolicy = textOf(fieldAt(spec, 'template', 'spec', 'restartPolicy'), 'Always');
  if (restartPolicy === 'Always') {
    problems.required(`${path}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"');
  }
}
