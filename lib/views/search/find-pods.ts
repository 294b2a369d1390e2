import type { Application } from '#lib/domain/application/application.ts';
import { asDeployed } from '#lib/domain/application/deployed.ts';
import { nameInWords } from '#lib/domain/cluster/qualified.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import { workloadId, workloadIdOf } from '#lib/domain/workload/workload-id.ts';
import { formatGpuAddress } from '../gpu/gpu-params.ts';
import { ALL_MACHINES } from '../gpu/select-machines.ts';
import type { SearchItem } from './item.ts';

/** So many that match are looked at; a few letters match thousands, of which nobody wants the last. */
const MOST_MATCHES = 400;
/** As many as the palette shows. */
const MOST_FOUND = 12;

/** Pods of which every word is in the name or the namespace, where there is a page to read of them: first those that begin so. */
export function findPods(pods: Iterable<Pod>, applications: Iterable<Application>, text: string): SearchItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = matching(pods, words);
  const applicationOf = ownersOf(matches, applications);
  const items: SearchItem[] = [];
  for (const pod of matches) {
    const href = hrefOf(pod, applicationOf(pod));
    if (href !== null && items.length < MOST_FOUND) {
      const detail = [pod.reason === '' ? pod.phase : pod.reason, nameInWords(pod.namespace)].join(' · ');
      items.push({ group: 'Pods', label: pod.name, detail, href });
    }
  }
  return items;
}

function matching(pods: Iterable<Pod>, words: readonly string[]): Pod[] {
  const first: Pod[] = [];
  const others: Pod[] = [];
  for (const pod of words.length === 0 ? [] : pods) {
    const name = `${pod.name} ${pod.namespace}`.toLowerCase();
    if (words.every((word) => name.includes(word))) {
      const list = words.some((word) => name.startsWith(word)) ? first : others;
      if (list.length < MOST_MATCHES) {
        list.push(pod);
      }
    }
  }
  return [...first, ...others].slice(0, MOST_MATCHES);
}

/** The page of its application, and else that of the card it has a slice of. */
function hrefOf({ gpu, nodeName }: Pod, application: string | undefined): string | null {
  if (application !== undefined) {
    return `/applications/${application}`;
  }
  return gpu === null || nodeName === null ? null : `/gpu${formatGpuAddress({ ...ALL_MACHINES, machine: nodeName })}`;
}

/** Pods carry no tracking of their own: they belong by the workload that they were made for. */
function ownersOf(pods: readonly Pod[], applications: Iterable<Application>): (pod: Pod) => string | undefined {
  const wanted = new Set(pods.map(workloadIdOf));
  const namespaces = new Set(pods.map(({ namespace }) => namespace));
  const owners = new Map<string, string>();
  for (const application of wanted.size === 0 ? [] : applications) {
    for (const resource of application.resources) {
      const deployed = asDeployed(application, resource);
      const workload = namespaces.has(deployed.namespace) ? workloadId(deployed) : '';
      if (wanted.has(workload)) {
        owners.set(workload, application.id);
      }
    }
  }
  return (pod) => owners.get(workloadIdOf(pod));
}
