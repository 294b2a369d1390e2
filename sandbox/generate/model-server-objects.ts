import type { KubeObject } from '../kubernetes/object.ts';
import { applicationObject, type GeneratedApplication } from './application-object.ts';
import type { Random } from './mix.ts';
import type { Placement } from './placement.ts';
import { deploymentObject, podObject } from './workload-objects.ts';

const WAVE = 5;
/** What their values declare: some models that a server has, and one that it lacks. */
const DECLARED = { pull: ['llama3.1:8b-v0', 'qwen2.5-coder:7b-v0', 'mistral:7b'], run: ['llama3.1:8b-v0'] };

/** The application that brings model server `number`. */
export function modelServerName(number: number): string {
  return `ollama-${String(number).padStart(3, '0')}`;
}

/** Model servers of the chart, each an application with a pod that has a slice of a card, where there is one left. */
export function modelServerObjects(
  random: Random,
  count: number,
  { placement, root, now }: { placement: Placement; root: string; now: number },
): KubeObject[] {
  return Array.from({ length: count }, (_, index) => {
    const name = modelServerName(index);
    const app: GeneratedApplication = {
      index,
      name,
      namespace: name,
      wave: WAVE,
      state: { sync: 'Synced', health: 'Healthy', phase: 'Succeeded' },
    };
    const application = applicationObject(random, app, root, now);
    const source = {
      repoURL: 'https://helm.otwld.com',
      chart: 'ollama',
      targetRevision: '1.24.0',
      helm: { valuesObject: { ollama: { gpu: { enabled: true, number: 1 }, models: DECLARED } } },
    };
    const owner = deploymentObject(app, 1, true);
    const at = new Date(now).toISOString();
    const [node = null] = placement.onCards(1) ?? [];
    const pod = podObject(random, app, { number: 0, isReady: node !== null, node, usesGpu: true, owner, at });
    const labels = { ...pod.metadata.labels, 'app.kubernetes.io/instance': name };
    return [
      { ...application, spec: { ...application.spec, source } },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      owner,
      { ...pod, metadata: { ...pod.metadata, labels } },
    ];
  }).flat();
}
