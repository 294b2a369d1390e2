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
export function openChange(portal: Address, cookie: string, name: string): Promise<string> {
  const input = { templateId: 'web-service', values: webServiceValues(name), idempotencyKey: randomUUID() };
  return command(portal, cookie, 'open-change', input);
}

/** Asks a model for something, in words. Gives the id of the request. */
export function askInWords(portal: Address, cookie: string, name: string): Promise<string> {
  const prompt = `A web service for ${name}, which nobody else has to know of.`;
  return command(portal, cookie, 'ask-gateway', { prompt, appName: name, idempotencyKey: randomUUID() });
}

type Address = { port: number; url: string };

/** Sends a command without a browser. Gives the id of what came of it. */
export async function command(portal: Address, cookie: string, name: string, input: unknown): Promise<string> {
  const { status, body } = await sendRaw({
    port: portal.port,
    method: 'POST',
    path: `/api/commands/${name}`,
    headers: { cookie, origin: portal.url, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  if (status !== 200) {
    throw new Error(`${name} did not work: ${status} ${body}`);
  }
  return (JSON.parse(body) as { id: string }).id;
}
