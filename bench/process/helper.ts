import { type ChildProcess, fork } from 'node:child_process';
import { endProcess, endWithUs } from '#lib/cli/process/end-process.ts';

/** A part of bench in a process of its own, so that its work is not counted as somebody else's. */
export type Helper<Asked, Told> = {
  pid: number;
  /** When it was started, by `performance.now()`. */
  startedAt: number;
  /** The next thing it tells. Rejects with what it printed if it ends. */
  told(): Promise<Told>;
  ask(message: Asked): Promise<Told>;
  stop(): Promise<void>;
};

/** Starts a TypeScript file. It tells of itself with `process.send`, one message for each that it is asked. */
export function startHelper<Asked extends object, Told>(file: URL, args: readonly string[]): Helper<Asked, Told> {
  const startedAt = performance.now();
  const child = fork(file, [...args], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  endWithUs(child);
  const errors: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')));
  const told = () => nextMessage<Told>(child, () => errors.join(''));
  return {
    pid: child.pid ?? 0,
    startedAt,
    told,
    ask(message) {
      const answer = told();
      child.send(message);
      return answer;
    },
    stop: () => endProcess(child),
  };
}

function nextMessage<Told>(child: ChildProcess, printed: () => string): Promise<Told> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      child.removeListener('exit', onExit);
      resolve(message as Told);
    };
    const onExit = (code: number | null) => {
      child.removeListener('message', onMessage);
      reject(new Error(`A helper of bench ended with ${code}.\n${printed()}`));
    };
    child.once('message', onMessage);
    child.once('exit', onExit);
  });
}
