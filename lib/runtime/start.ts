import 'server-only';
import { createDirectAnswer } from '#lib/http/direct/answer-directly.ts';
import { notePeer } from '#lib/http/limits/peer-address.ts';
import { cannotStart } from './cannot-start.ts';
import { openPortal } from './open-portal.ts';
import { sharePortal } from './portal.ts';
import { openFrontDoor } from './requests/front-door.ts';
import { refuse } from './requests/request-gate.ts';

/** How long a stop may take before the process ends anyway. */
const STOP_MS = 5_000;

/** Starts the portal with the server, and ends the process with a clear message when it cannot be started. */
export async function startPortal(): Promise<void> {
  const door = openFrontDoor();
  door.hear(notePeer);
  door.answer(refuse);
  try {
    const portal = await sharePortal(openPortal(door));
    door.answer(createDirectAnswer(portal));
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      // Next would close every connection at once, with whatever is on its way over it, and end the process by itself.
      process.removeAllListeners(signal);
      // Being told twice changes nothing.
      process.on(signal, () => {
        if (portal.isStopping) {
          return;
        }
        setTimeout(() => process.exit(0), STOP_MS).unref();
        void portal.stop().finally(() => process.exit(0));
      });
    }
  } catch (error) {
    process.stderr.write(`${cannotStart(error)}\n`);
    process.exit(1);
  }
}
