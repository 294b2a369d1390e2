import { askKubernetes } from './kubernetes.ts';
import type { Platform } from './platform.ts';

/** Asks for, makes or deletes what lies in Argo CD's namespace. Gives the object's uid. */
export async function askArgoCdObjects(
  platform: Platform,
  method: string,
  path: string,
  data?: object,
): Promise<string> {
  const answer = await askKubernetes(platform, method, `/apis/argoproj.io/v1alpha1/namespaces/argocd/${path}`, data);
  return (answer as { metadata?: { uid?: string } }).metadata?.uid ?? '';
}
