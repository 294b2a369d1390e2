import type { ChildProcess } from 'node:child_process';

const POLL_MS = 100;

export type ReadyOptions = {
  /** Answers 200 when the process is ready. */
  url: string;
  timeoutMs: number;
  /** What the process printed, for the message of an error. */
  output?: () => string;
};

/** Waits until a portal's process says that it is ready. Rejects if it ends first, or takes too long. */
export async function whenReady(child: ChildProcess, { url, timeoutMs, output }: ReadyOptions): Promise<void> {
  const ended = new Promise<never>((_, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`The portal ended with ${code}.\n${output?.() ?? ''}`)));
  });
  await Promise.race([answersWell(url, timeoutMs), ended]);
  // From now on an end is for whoever watches the child.
  ended.catch(() => undefined);
}

async function answersWell(url: string, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
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
      throw new Error(`The portal was not ready after ${timeoutMs / 1000} s: ${url} answers ${status}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
