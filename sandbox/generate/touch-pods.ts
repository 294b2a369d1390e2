import type { SandboxClock } from '../clock.ts';
import { fieldsOf, listOf } from '../controllers/api/fields.ts';
import { resourceType } from '../kubernetes/resources.ts';
import type { ObjectStore } from '../kubernetes/store.ts';

const POD = resourceType('Pod');

/** Has one pod after the other fail its probe, and the next time round pass it. */
export function createPodTouch(store: ObjectStore, clock: SandboxClock): () => void {
  const names = store.list(POD).map(({ metadata: { namespace = '', name } }) => ({ namespace, name }));
  let count = 0;
  return () => {
    const { namespace, name } = names[count % Math.max(1, names.length)] ?? { namespace: '', name: '' };
    const status = Math.floor(count / Math.max(1, names.length)) % 2 === 0 ? 'False' : 'True';
    count += 1;
    const pod = store.get(POD, namespace, name);
    if (pod === undefined) {
      throw new Error(`there is no generated pod ${namespace}/${name}`);
    }
    const conditions = listOf(pod.status?.conditions).map((condition) => {
      const { type } = fieldsOf(condition);
      return type === 'Ready' || type === 'ContainersReady'
        ? { ...fieldsOf(condition), status, lastTransitionTime: clock.timestamp() }
        : condition;
    });
    const containerStatuses = listOf(pod.status?.containerStatuses).map((container) => ({
      ...fieldsOf(container),
      ready: status === 'True',
      restartCount: Math.floor(count / Math.max(1, names.length)),
    }));
    store.update(POD, { ...pod, status: { ...pod.status, conditions, containerStatuses } });
  };
}
