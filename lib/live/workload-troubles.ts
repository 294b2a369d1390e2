import { type PodTrouble, troubleOf, worstTrouble } from '#lib/domain/workload/pod-trouble.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import { workloadIdOf } from '#lib/domain/workload/workload-id.ts';
import type { Collection } from '#lib/ports/collection.ts';
import { createCollection } from './collection.ts';

/** With more workloads at once they are compared all together, and told of in one go. */
const MANY = 50;

/** What keeps the pods of each workload from running, the worst of each, kept in step with the pods. */
export function createWorkloadTroubles(pods: Collection<Pod>): Collection<PodTrouble> {
  const collection = createCollection<PodTrouble>(pods.source);
  /** Only pods in trouble are here, so that ten thousand that work cost nothing. */
  const workloads = new Map<string, string>();
  const byWorkload = new Map<string, Map<string, PodTrouble>>();

  /** Notes how a pod is, and which workloads that is of. */
  const look = (id: string, touched: Set<string>): void => {
    const pod = pods.get(id);
    const trouble = pod === undefined ? null : troubleOf(pod);
    const before = workloads.get(id);
    if (before !== undefined) {
      workloads.delete(id);
      byWorkload.get(before)?.delete(id);
      touched.add(before);
    }
    if (pod !== undefined && trouble !== null) {
      const workload = workloadIdOf(pod);
      const troubles = byWorkload.get(workload) ?? new Map<string, PodTrouble>();
      workloads.set(id, workload);
      byWorkload.set(workload, troubles.set(id, trouble));
      touched.add(workload);
    }
  };
  const worstOf = (workload: string): PodTrouble | undefined => {
    const worst = worstTrouble(byWorkload.get(workload)?.values() ?? []);
    if (worst === undefined) {
      byWorkload.delete(workload);
    }
    return worst;
  };
  const tell = (workload: string): void => {
    const worst = worstOf(workload);
    if (worst === undefined) {
      collection.remove(workload);
    } else {
      collection.upsert(workload, worst);
    }
  };
  const tellAll = (): void => {
    const worst = [...byWorkload.keys()].flatMap((workload): [string, PodTrouble][] => {
      const trouble = worstOf(workload);
      return trouble === undefined ? [] : [[workload, trouble]];
    });
    collection.replace(new Map(worst));
  };

  pods.subscribe(({ upserted, removed }) => {
    const touched = new Set<string>();
    for (const id of [...upserted, ...removed]) {
      look(id, touched);
    }
    if (touched.size > MANY) {
      tellAll();
    } else {
      touched.forEach(tell);
    }
  });
  return collection;
}
