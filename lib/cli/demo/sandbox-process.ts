import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SandboxAddresses } from '#sandbox/addresses.ts';
import { endWithUs } from '../process/end-process.ts';
import type { DemoPorts } from './ports.ts';

export type SandboxProcess = { child: ChildProcess; addresses: SandboxAddresses };

export type SandboxProcessOptions = {
  stateDir: string;
  portalUrl: string;
  ports: Omit<DemoPorts, 'portal' | 'prometheus'>;
  /** Where a Prometheus will scrape it from, if one will. */
  prometheus?: string;
  /** Sandbox seconds in a real one. */
  rate?: number;
  /** Hears how far it is, where the start takes long. */
  log?: (text: string) => void;
};

const MAIN = fileURLToPath(new URL('../../../sandbox/main.ts', import.meta.url));

/** While the platform lives fast, V8 would let its young generation grow, and keep what nobody needs afterwards: 25 MB. */
const YOUNG_GENERATION = '--max-semi-space-size=8';

/** Starts the sandbox in a process of its own and waits until all of it is up. Rejects with what it printed if it ends. */
export async function startSandboxProcess(options: SandboxProcessOptions): Promise<SandboxProcess> {
  const { stateDir, portalUrl, rate = 1, ports } = options;
  const { gitlab, kubernetes, ollama, control, argocd, metrics, github, gitea } = ports;
  const child = spawn(
    process.execPath,
    [
      '--conditions=react-server',
      YOUNG_GENERATION,
      MAIN,
      ...['--state', stateDir, '--portal-url', portalUrl, '--rate', String(rate)],
      ...(options.prometheus === undefined ? [] : ['--prometheus', options.prometheus]),
      ...['--ports', [gitlab, kubernetes, ollama, control, argocd, metrics, github, gitea].join(',')],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  endWithUs(child);
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')));
  const lines = createInterface({ input: child.stdout });
  return await new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.startsWith('{')) {
        resolve({ child, addresses: JSON.parse(line) as SandboxAddresses });
      } else {
        options.log?.(line);
      }
    });
    child.on('error', reject);
    // Not "exit": what it said last may still be on its way then.
    child.on('close', (code) => reject(new Error(`The sandbox ended with ${code}.\n${errors.join('')}`)));
  });
}
