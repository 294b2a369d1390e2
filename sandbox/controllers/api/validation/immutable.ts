import type { KubeObject } from '../../../kubernetes/object.ts';
import { type Fields, fieldsOf } from '../fields.ts';

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([key, part]) => [key, sorted(part)]),
    );
  }
  return value;
}

function without(spec: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !keys.includes(key)));
}

const STATEFUL_SET_FIELDS = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];
const STATEFUL_SET_DETAIL = `spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden`;
const CLAIM_FIELDS = ['resources', 'volumeName', 'volumeAttributesClassName'];
const CLAIM_DETAIL =
  'spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
const CLASS_FIELDS = ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'];

/** What may never change once it is stored, by kind: the ValidateUpdate functions of pkg/apis. */
export function immutableFieldProblems(before: KubeObject, after: KubeObject): string[] {
  const [old, next] = [fieldsOf(before.spec), fieldsOf(after.spec)];
  const changed = (field: string) => !isSame(old[field], next[field]);
  const immutable = (field: string) =>
    `spec.${field}: Invalid value: ${JSON.stringify(next[field])}: field is immutable`;
  switch (before.kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'DaemonSet':
      return changed('selector') ? [immutable('selector')] : [];
    case 'StatefulSet':
      return isSame(without(old, STATEFUL_SET_FIELDS), without(next, STATEFUL_SET_FIELDS)) ? [] : [STATEFUL_SET_DETAIL];
    case 'Job':
      return ['completions', 'template'].filter(changed).map(immutable);
    case 'PersistentVolumeClaim':
      return isSame(without(old, CLAIM_FIELDS), without(next, CLAIM_FIELDS)) ? [] : [CLAIM_DETAIL];
    case 'StorageClass':
      return CLASS_FIELDS.filter((field) => !isSame(before[field], after[field])).map(
        (field) => `${field}: Forbidden: updates to ${field} are forbidden.`,
      );
    default:
      return [];
  }
}
