import { randomUUID } from 'node:crypto';
import { sendRaw } from '../raw-request.ts';

/** What the form of a web service sends when only its name and image were typed. */
export function webServiceValues(name: string) {
  return {
    name,
    image: 'nginxinc/nginx-unprivileged:1.29',
    port: 8080,
    healthPath: '/healthz',
    replicas: 2,
    cpuRequest: '100m',
    memoryRequest: '128Mi',
    memoryLimit: '256Mi',
    gpuSlices: 0,
    environment: [],
    wave: 10,
  };
}

/** Opens a change without a browser. Gives its id. */
export async function openChange(portal: { port: number; url: string }, cookie: string, name: string): Promise<string> {
  const { status, body } = await sendRaw({
    port: portal.port,
    method: 'POST',
    path: '/api/commands/open-change',
    headers: { cookie, origin: portal.url, 'content-type': 'application/json' },
    body: JSON.stringify({
      templateId: 'web-service',
      values: webServiceValues(name),
      idempotencyKey: randomUUID(),
    }),
  });
  if (status !== 200) {
    throw new Error(`The change could not be opened: ${status} ${body}`);
  }
  return (JSON.parse(body) as { id: string }).id;
}
