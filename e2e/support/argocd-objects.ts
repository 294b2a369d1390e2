import { expect, request } from '@playwright/test';
import type { Platform } from './platform.ts';

/**
 * Asks for, makes or deletes what lies in Argo CD's namespace, as the sandbox's administrator; the authority of its
 * certificate is its own. Gives the object's uid.
 */
export async function askArgoCdObjects(
  { addresses }: Platform,
  method: string,
  path: string,
  data?: object,
): Promise<string> {
  const headers = { authorization: `Bearer ${addresses.secrets.adminClusterToken}` };
  const client = await request.newContext({ ignoreHTTPSErrors: true, extraHTTPHeaders: headers });
  const url = `${addresses.kubernetes}/apis/argoproj.io/v1alpha1/namespaces/argocd/${path}`;
  const answer = await client.fetch(url, { method, ...(data === undefined ? {} : { data }) });
  const object = (await answer.json()) as { metadata?: { uid?: string } };
  await client.dispose();
  expect(answer.ok(), `${method} ${path}: ${answer.status()}`).toBe(true);
  return object.metadata?.uid ?? '';
}
