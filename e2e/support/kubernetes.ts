import { expect, request } from '@playwright/test';
import type { Platform } from './platform.ts';

/** Asks the API server as the sandbox's administrator; the authority of its certificate is its own. */
export async function askKubernetes(
  { addresses }: Platform,
  method: string,
  path: string,
  data?: object,
): Promise<unknown> {
  const headers = { authorization: `Bearer ${addresses.secrets.adminClusterToken}` };
  const client = await request.newContext({ ignoreHTTPSErrors: true, extraHTTPHeaders: headers });
  const answer = await client.fetch(`${addresses.kubernetes}${path}`, {
    method,
    ...(data === undefined ? {} : { data }),
  });
  const body: unknown = await answer.json();
  await client.dispose();
  expect(answer.ok(), `${method} ${path}: ${answer.status()}`).toBe(true);
  return body;
}
