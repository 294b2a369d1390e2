import { randomUUID } from 'node:crypto';
import { cookieHeader, type SignedIn } from '../browser/sign-in.ts';

/** Opens so many changes as the form does, one after the other; each leaves a merge request and its audit records. */
export async function openChanges(portalUrl: string, viewer: SignedIn, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const response = await fetch(`${portalUrl}/api/commands/open-change`, {
      method: 'POST',
      headers: { cookie: cookieHeader(viewer), origin: portalUrl, 'content-type': 'application/json' },
      body: JSON.stringify({
        templateId: 'web-service',
        values: {
          name: `bench-${randomUUID().slice(0, 8)}`,
          image: 'nginxinc/nginx-unprivileged:1.29',
          port: 8080,
        },
        idempotencyKey: randomUUID(),
      }),
    });
    const body = (await response.json()) as { id?: string; message?: string };
    if (!response.ok || body.id === undefined) {
      throw new Error(`opening a change: ${response.status} ${JSON.stringify(body)}`);
    }
    ids.push(body.id);
  }
  return ids;
}
