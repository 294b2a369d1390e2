import type { Application } from '#lib/domain/application/application.ts';
import { asDeployed, deployedTo } from '#lib/domain/application/deployed.ts';
import type { Analysis } from '#lib/domain/workload/analysis.ts';
import { workloadId } from '#lib/domain/workload/workload-id.ts';
import type { Services } from './context.ts';
import { partIn } from './parts.ts';
import { podsOf } from './pods-of.ts';

/** What an analyser found wrong with the objects of an application and their pods; none where there is no analyser. */
export function analysesOf(
  { analyses, pods }: Pick<Services, 'analyses' | 'pods'>,
  application: Application,
): Analysis[] {
  const found = [...(partIn(analyses, deployedTo(application))?.values() ?? [])];
  if (found.length === 0) {
    return [];
  }
  const ownPods = partIn(pods, deployedTo(application));
  const own = new Set([
    ...application.resources.map((resource) => workloadId(asDeployed(application, resource))),
    ...(ownPods === null ? [] : podsOf(ownPods, application)).map((pod) => workloadId({ ...pod, kind: 'Pod' })),
  ]);
  return found
    .filter(({ subject, parent }) => own.has(workloadId(subject)) || own.has(`${subject.namespace}/${parent}`))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
