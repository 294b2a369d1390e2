import { type PodTrouble, troubleOf, worstTrouble } from '#lib/domain/workload/pod-trouble.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import { workloadIdOf } from '#lib/domain/workload/workload-id.ts';
import type { Collection } from '#lib/ports/collection.ts';
import { createCollection } from './collection.ts';

/** What keeps the pods of each workload from running, the worst of each, kept in step with the pods. */
export function createWorkloadTroubles(pods: Collection<Pod>): Collection<PodTrouble> {
  const collection = createCollection<PodTrouble>(pods.source);
  /** Only pods in trouble are here, so that ten thousand that work cost nothing. */
  const troubled = new Map<string, { workload: string; trouble: PodTrouble }>();

  /** Whether the pod is in other trouble than before. */
  const look = (id: string): boolean => {
    const pod = pods.get(id);
    const trouble = pod === undefined ? null : troubleOf(pod);
    if (pod === undefined || trouble === null) {
      return troubled.delete(id);
    }
    troubled.set(id, { workload: workloadIdOf(pod), trouble });
    return true;
  };
  const tell = () => {
    const byWorkload = Map.groupBy(troubled.values(), ({ workload }) => workload);
    const worst = new Map<string, PodTrouble>();
    for (const [workload, entries] of byWorkload) {
      const trouble = worstTrouble(entries.map((entry) => entry.trouble));
      if (trouble !== undefined) {
        worst.set(workload, trouble);
      }
    }
    collection.replace(worst);
  };

  pods.subscribe(({ upserted, removed }) => {
    let changed = false;
    for (const id of [...upserted, ...removed]) {
      changed = look(id) || changed;
    }
    if (changed) {
      tell();
    }
  });
  return collection;
}
