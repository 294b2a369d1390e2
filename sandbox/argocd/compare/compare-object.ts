import type { KubeObject } from '../../kubernetes/object.ts';
import type { IgnoreDifference } from '../application/spec.ts';
import { hasLeftovers, isSatisfied } from './is-satisfied.ts';
import { comparable } from './normalize.ts';
import { ignoredPointers, withoutPointers } from './pointers.ts';

/** What can differ between two objects of the same kind and name. */
function parts(object: KubeObject): Record<string, unknown> {
  const { apiVersion, kind, metadata, ...rest } = object;
  return { ...rest, ...metadata };
}

/** Whether the live object is as it is wanted, as `argocd app diff` would find it. */
export function isInSync(
  wanted: KubeObject,
  live: KubeObject,
  applied: KubeObject | undefined,
  rules: readonly IgnoreDifference[],
): boolean {
  const pointers = ignoredPointers(rules, wanted);
  const [want, have] = [wanted, live].map((object) => parts(withoutPointers(comparable(object), pointers)));
  if (!isSatisfied(want, have)) {
    return false;
  }
  const before = applied === undefined ? undefined : parts(withoutPointers(comparable(applied), pointers));
  return !hasLeftovers(before, want, have);
}
