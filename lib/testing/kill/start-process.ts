import { type ChildProcess, fork } from 'node:child_process';

export type Run<Result> = {
  child: ChildProcess;
  /** What it told at its end; null when it was killed before. Rejects with what it printed when it failed. */
  ended: Promise<Result | null>;
};

/** Starts a file of ours in a process of its own. @param task its one argument, as JSON */
export function startProcess<Result>(file: URL, task: unknown): Run<Result> {
  const child = fork(file, [JSON.stringify(task)], {
    // `server-only` throws outside a React server, which this stands for.
    execArgv: ['--conditions=react-server'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const errors: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')));
  const ended = new Promise<Result | null>((resolve, reject) => {
    let result: Result | null = null;
    child.once('message', (message) => {
      result = message as Result;
    });
    child.once('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') {
        resolve(result);
      } else {
        reject(new Error(`the process ended with ${code ?? signal}\n${errors.join('')}`));
      }
    });
  });
  return { child, ended };
}
