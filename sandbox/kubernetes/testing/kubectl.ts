import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { kubeconfigFor } from '../kubeconfig.ts';
import type { KubernetesRig } from './kubernetes-rig.ts';

const run = promisify(execFile);

/** kubectl as somebody, with a cache of its own. */
export type Kubectl = {
  /** What it prints; rejects with what it complains of. */
  run(...parameters: string[]): Promise<string>;
  /** The same with something on its standard input. */
  feed(input: string, ...parameters: string[]): Promise<string>;
  /** Starts one that goes on, and gives what it has printed so far. */
  follow(...parameters: string[]): { printed(): string; stop(): void };
  remove(): void;
};

/** Why the tests with kubectl cannot run; '' where they can. */
export function kubectlMissing(): string {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return '';
  } catch {
    return 'kubectl is not installed';
  }
}

export function createKubectl(rig: KubernetesRig, token: string): Kubectl {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-kubectl-'));
  const config = join(folder, 'kubeconfig');
  writeFileSync(config, kubeconfigFor(rig.url, token, 'sandbox', rig.ca));
  const common = ['--kubeconfig', config, '--cache-dir', join(folder, 'cache')];
  const options = { timeout: 20_000 };
  return {
    run: async (...parameters) => (await run('kubectl', [...common, ...parameters], options)).stdout,
    feed: async (input, ...parameters) => {
      const pending = run('kubectl', [...common, ...parameters], options);
      pending.child.stdin?.end(input);
      return (await pending).stdout;
    },
    follow(...parameters) {
      const child = spawn('kubectl', [...common, ...parameters]);
      let printed = '';
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString('utf8');
      });
      return { printed: () => printed, stop: () => child.kill() };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
