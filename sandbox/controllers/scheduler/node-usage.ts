import type { KubeObject } from '../../kubernetes/object.ts';
import { type Amounts, effectiveRequest } from '../api/effective-request.ts';
import { fieldsOf } from '../api/fields.ts';
import { isFinished } from '../api/pod-state.ts';
import { podSpecOf } from '../api/pod-types.ts';
import { quantityMillis } from '../api/quantity.ts';

const requests = new WeakMap<object, Amounts>();

/** The effective request of a pod, worked out once for each stored spec. */
export function requestOf(pod: KubeObject): Amounts {
  const spec = podSpecOf(pod);
  const known = requests.get(spec);
  if (known !== undefined) {
    return known;
  }
  const made = effectiveRequest(spec);
  requests.set(spec, made);
  return made;
}

/** What the pods on a node have taken, in thousandths; `pods` counts them. */
export function usageOf(pods: readonly KubeObject[]): Amounts {
  const used: Amounts = new Map([['pods', 0]]);
  for (const pod of pods) {
    if (!isFinished(pod)) {
      used.set('pods', (used.get('pods') ?? 0) + 1000);
      for (const [name, amount] of requestOf(pod)) {
        used.set(name, (used.get(name) ?? 0) + amount);
      }
    }
  }
  return used;
}

export function allocatableOf(node: KubeObject): Amounts {
  const amounts = fieldsOf(node.status?.allocatable);
  return new Map(Object.entries(amounts).map(([name, amount]) => [name, quantityMillis(amount)]));
}
