import type { SandboxPorts } from '#sandbox/start-sandbox.ts';
import { type HeldPort, holdPort } from '../process/hold-port.ts';

const NAMES = ['gitlab', 'kubernetes', 'ollama', 'control', 'argocd', 'metrics', 'github', 'gitea'] as const;

/** The eight ports from `first` on, or eight free ones for 0. Throws with the one that is taken. */
export async function sandboxPorts(first: number): Promise<SandboxPorts> {
  const held: HeldPort[] = [];
  try {
    for (const index of NAMES.keys()) {
      const wanted = first === 0 ? 0 : first + index;
      const port = await holdPort(wanted);
      if (port === null) {
        throw new Error(`Port ${wanted} is taken, perhaps by another sandbox. Choose other ones with --port.`);
      }
      held.push(port);
    }
    return Object.fromEntries(NAMES.map((name, index) => [name, held[index]?.port])) as SandboxPorts;
  } finally {
    await Promise.all(held.map(({ release }) => release()));
  }
}
