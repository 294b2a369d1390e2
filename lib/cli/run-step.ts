import { spawn } from 'node:child_process';
import { endWithUs } from './process/end-process.ts';

export type StepResult = {
  ok: boolean;
  output: string;
  seconds: number;
  /** What a reader should know although all went well. */
  notes?: readonly string[];
};

/** Runs a command with its output kept; it is shown only where it failed. */
export async function runStep(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<StepResult> {
  const startedAt = performance.now();
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  endWithUs(child);
  const chunks: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk.toString('utf8')));
  const stop = () => child.kill('SIGINT');
  process.once('SIGINT', stop);
  const code = await new Promise<number>((resolve) => {
    child.on('error', (error) => {
      chunks.push(error.message);
      resolve(127);
    });
    child.on('close', (status) => resolve(status ?? 1));
  });
  process.removeListener('SIGINT', stop);
  return { ok: code === 0, output: chunks.join(''), seconds: (performance.now() - startedAt) / 1000 };
}
