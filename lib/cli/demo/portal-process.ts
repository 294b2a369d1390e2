import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { STANDALONE } from '../build-portal.ts';
import { endWithUs } from '../process/end-process.ts';

const POLL_MS = 100;
const START_TIMEOUT_MS = 60_000;

/** Starts the built portal and waits until it says that it is ready. Rejects with what it printed if it ends first. */
export async function startPortalProcess(port: number, environment: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [resolve(join(STANDALONE, 'server.js'))], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', PORT: String(port), HOSTNAME: '127.0.0.1', ...environment },
  });
  endWithUs(child);
  const output: string[] = [];
  const keep = (chunk: Buffer) => {
    output.push(chunk.toString('utf8'));
    output.splice(0, output.length - 200);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<never>((_, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`The portal ended with ${code}.\n${output.join('')}`)));
  });
  await Promise.race([isReady(`http://127.0.0.1:${port}/readyz`), ended]);
  // From now on an end is for whoever watches the child.
  ended.catch(() => undefined);
  return child;
}

async function isReady(url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const status = await fetch(url).then(
      (response) => response.status,
      // Nothing listens yet.
      () => 0,
    );
    if (status === 200) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`The portal was not ready after ${START_TIMEOUT_MS / 1000} s: ${url} answers ${status}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
