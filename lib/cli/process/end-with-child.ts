import type { ChildProcess } from 'node:child_process';
import type { Ending } from './stop-on-signal.ts';

/** Ends everything when one of the processes ends by itself: half a platform is of no use to anybody. */
export function endWithChild(ending: Ending, children: Readonly<Record<string, ChildProcess>>): void {
  for (const [name, child] of Object.entries(children)) {
    child.on('exit', (code, signal) => {
      if (!ending.isUnderWay) {
        console.error(`The ${name} ended by itself (${code ?? signal}).`);
        ending.end(1);
      }
    });
  }
}
