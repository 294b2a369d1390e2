import { createServer, type Server } from 'node:net';
import type { SandboxPorts } from '#sandbox/start-sandbox.ts';

const NAMES = ['gitlab', 'kubernetes', 'ollama', 'control', 'argocdWebhook'] as const;

/** Takes a port for a moment; undefined when somebody has it. 0 takes any. */
function take(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server | undefined): number {
  const address = server?.address() ?? null;
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** The five ports from `first` on, or five free ones for 0. Throws with the one that is taken. */
export async function sandboxPorts(first: number): Promise<SandboxPorts> {
  const wanted = NAMES.map((_, index) => (first === 0 ? 0 : first + index));
  const servers: (Server | undefined)[] = [];
  for (const port of wanted) {
    servers.push(await take(port));
  }
  const ports = servers.map(portOf);
  await Promise.all(servers.map((server) => new Promise((closed) => server?.close(closed) ?? closed(undefined))));
  const taken = wanted[servers.indexOf(undefined)];
  if (taken !== undefined) {
    throw new Error(`Port ${taken} is taken, perhaps by another sandbox. Choose other ports: --port ${first + 100}`);
  }
  return Object.fromEntries(NAMES.map((name, index) => [name, ports[index]])) as SandboxPorts;
}
