import type { ChildProcess } from 'node:child_process';

const POLL_MS = 100;
/** How long a process that has ended is heard out: its last words may still be on their way. */
const LAST_WORDS_MS = 2_000;

export type ReadyOptions = {
  /** What it is, for errors; without it the portal. */
  name?: string;
  /** Answers 200 when the process is ready. */
  url: string;
  timeoutMs: number;
  headers?: Record<string, string>;
  /** What the process printed, for the message of an error. */
  output?: () => string;
};

/**
 * Waits until a process says that it is ready. Rejects if it ends first, or has ended before, whoever answers in
 * its place, or takes too long.
 */
export async function whenReady(child: ChildProcess, options: ReadyOptions): Promise<void> {
  const { name = 'The portal', output } = options;
  const asking = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    const end = () =>
      reject(new Error(`${name} ended with ${child.exitCode ?? child.signalCode}.\n${output?.() ?? ''}`));
    child.once('error', reject);
    child.once('close', end);
    // What it had started may keep its pipes open.
    child.once('exit', () => setTimeout(end, LAST_WORDS_MS).unref());
    if (child.exitCode !== null || child.signalCode !== null) {
      end();
    }
  });
  // Once it is ready, an end is for whoever watches the child.
  ended.catch(() => undefined);
  try {
    await Promise.race([ended, answersWell({ ...options, name }, asking.signal)]);
  } finally {
    asking.abort();
  }
}

async function answersWell(options: ReadyOptions, signal: AbortSignal): Promise<void> {
  const { name, url, timeoutMs, headers = {} } = options;
  const deadline = Date.now() + timeoutMs;
  while (!signal.aborted) {
    const status = await fetch(url, { signal, headers }).then(
      (response) => response.status,
      // Nothing listens yet.
      () => 0,
    );
    if (status === 200) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`${name} was not ready after ${timeoutMs / 1000} s: ${url} answers ${status}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
